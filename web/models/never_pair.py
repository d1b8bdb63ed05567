from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party
from web.models.vocabulary import NeverReason


class NeverPair(InScheme, Base):
    """'Never this person': heeded by the solver, by proposals and by approval."""

    __tablename__ = "never_pair"
    __table_args__ = (UniqueConstraint("volunteer_id", "household_id"),)

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    # The side that asked for it; nobody where the scheme itself decided.
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    code: Mapped[NeverReason | None]
    reason: Mapped[str] = mapped_column(EncryptedText, default="")
    created_at: Mapped[datetime]

    noted_by: Mapped[Party | None] = relationship(foreign_keys=[noted_by_id])
