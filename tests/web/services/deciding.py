"""A coordinator pins two people, or forbids them to be matched."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from web.models import Match, Staff
from web.models.vocabulary import InsistReason, NeverReason, Side
from web.services import decided_pairs

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def pin(session: Session, match: Match, actor: Staff) -> None:
    decided_pairs.pin(
        session,
        match.volunteer,
        match.household,
        actor=actor,
        reason=InsistReason.THEY_ASKED,
        now=NOW,
    )


def forbid(session: Session, match: Match, actor: Staff, said_by: Side | None = None) -> None:
    decided_pairs.forbid(
        session,
        match.volunteer,
        match.household,
        actor=actor,
        said_by=said_by,
        reason=NeverReason.SAFETY_CONCERN,
        note="Threats.",
        now=NOW,
    )
