from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.vocabulary import Heard, Side


class ClosingWords(InScheme, Base):
    """What one side said when their match ended, and how we heard it."""

    __tablename__ = "closing_words"
    __table_args__ = (UniqueConstraint("match_id", "side"),)

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"))
    side: Mapped[Side]
    said: Mapped[str] = mapped_column(EncryptedText)
    heard: Mapped[Heard]
    noted_at: Mapped[datetime]
