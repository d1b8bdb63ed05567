from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText


class NeverPair(InScheme, Base):
    """'Never this person': heeded by the solver and by approval."""

    __tablename__ = "never_pair"
    __table_args__ = (UniqueConstraint("volunteer_id", "household_id"),)

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    reason: Mapped[str] = mapped_column(EncryptedText, default="")
    created_at: Mapped[datetime]
