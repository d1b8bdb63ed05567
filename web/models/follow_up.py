from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, Graded, InScheme
from web.models.encryption import EncryptedText
from web.models.match import Match
from web.models.party import Party
from web.models.vocabulary import Face, Side


class FollowUp(InScheme, Base):
    """A question to one side of a match on a day, answered with one tap."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("match_id", "side", "step"),)

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side]
    # "2w", "6w", …, by the scheme's cadence: counted from the first meeting.
    step: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[date] = mapped_column(index=True)
    # Where it stood before somebody moved it by hand.
    planned_on: Mapped[date | None]
    # Left out by hand: it is not asked.
    skipped_at: Mapped[datetime | None]
    # When its message was written, and when that left: it may wait for the morning or the week.
    asked_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    # The next question came and this one had no answer.
    silent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    met: Mapped[bool | None]
    face: Mapped[Face | None] = mapped_column(Graded(Face))
    call_me: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(EncryptedText, default="")

    match: Mapped[Match] = relationship()
    party: Mapped[Party] = relationship()
