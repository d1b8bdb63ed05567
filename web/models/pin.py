from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party
from web.models.vocabulary import InsistReason


class Pin(InScheme, Base):
    """A pair that the next runs propose as long as it is possible, whatever else they find."""

    __tablename__ = "pin"
    __table_args__ = (UniqueConstraint("volunteer_id", "household_id"),)

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    reason: Mapped[InsistReason]
    note: Mapped[str] = mapped_column(EncryptedText, default="")
    created_at: Mapped[datetime]

    pinned_by: Mapped[Party] = relationship(foreign_keys=[pinned_by_id])
