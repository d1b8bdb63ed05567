from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.party import Party


class SchemeText(InScheme, Base):
    """What a scheme says of itself in one language: the newest row is shown, the others history."""

    __tablename__ = "scheme_text"
    # Of two who save at once, one comes second.
    __table_args__ = (UniqueConstraint("scheme_id", "language", "version"),)

    language: Mapped[str] = mapped_column(String(12))
    # Counts from 1 in each language of a scheme.
    version: Mapped[int]
    # Markdown, as `web/messages/markdown.py` reads it.
    about: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Party] = relationship()
