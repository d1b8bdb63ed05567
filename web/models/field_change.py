from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party
from web.models.vocabulary import ProfileField


class FieldChange(InScheme, Base):
    """One field of somebody's profile became something else: from what, to what, by whom.

    Values are written as codes. Of an address only that it changed is kept.
    """

    __tablename__ = "field_change"
    __table_args__ = (Index(None, "party_id", "field"),)

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"))
    field: Mapped[ProfileField]
    old: Mapped[str | None] = mapped_column(EncryptedText)
    new: Mapped[str | None] = mapped_column(EncryptedText)
    at: Mapped[datetime]
    # Nobody where the person did it without signing in, or the software did.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))

    actor: Mapped[Party | None] = relationship(foreign_keys=[actor_id])
