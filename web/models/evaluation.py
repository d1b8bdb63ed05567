from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.match import Match
from web.models.party import Party
from web.models.vocabulary import RoundState, Side


class EvaluationRound(InScheme, Public, Base):
    """The yearly evaluation of a scheme."""

    __tablename__ = "evaluation_round"
    __table_args__ = (UniqueConstraint("scheme_id", "year"),)

    year: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.PLANNED)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    meeting_at: Mapped[datetime | None]
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    # Frozen when the round closes, so that next year's report still says what this one said.
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class EvaluationAnswer(InScheme, Base):
    """One side's questionnaire for one match in one round."""

    __tablename__ = "evaluation_answer"
    __table_args__ = (UniqueConstraint("round_id", "match_id", "side"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round.id", ondelete="CASCADE"), index=True
    )
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side]
    # When the invitation was written, and when it left.
    invited_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    still_meet: Mapped[bool | None]
    satisfaction: Mapped[int | None]
    # {outcome: 1..5}; the seven outcomes the scheme is judged on.
    outcomes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    # {number of the scheme's own question: 1..5}
    own_marks: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    comment: Mapped[str] = mapped_column(EncryptedText, default="")

    round: Mapped[EvaluationRound] = relationship()
    match: Mapped[Match] = relationship()
    party: Mapped[Party] = relationship()
