from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party


class Attendance(InScheme, Base):
    """A volunteer was at the volunteers' meeting of a round."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("round_id", "party_id"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    noted_at: Mapped[datetime]


class Minutes(InScheme, Base):
    """What was said at a volunteers' meeting: the newest row is read, the others are history."""

    __tablename__ = "minutes"
    # Of two who save at once, one comes second.
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round.id", ondelete="CASCADE"), index=True
    )
    # Counts from 1 in each round.
    version: Mapped[int]
    text: Mapped[str] = mapped_column(EncryptedText)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Party] = relationship()
