from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.party import Party


class Note(InScheme, Public, Base):
    """What a coordinator wrote about a person or a match, for the desk only.

    A removed note keeps its row without its words: that something was said, by whom and when.
    """

    __tablename__ = "note"
    __table_args__ = (CheckConstraint("(party_id IS NULL) <> (match_id IS NULL)", name="subject"),)

    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("party.id", ondelete="CASCADE"), index=True
    )
    match_id: Mapped[int | None] = mapped_column(
        ForeignKey("match.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    author: Mapped[Party] = relationship(foreign_keys=[author_id])
