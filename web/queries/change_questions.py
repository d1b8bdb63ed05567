"""What the last run knew of a household that waits, and what its family was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import ChangeQuestion, Household, MatchRun
from web.models.vocabulary import Progress


@dataclass(frozen=True, slots=True)
class LeftWaiting:
    """Why a run found nobody for a household: its funnel and the smallest change, as JSON."""

    run_at: datetime
    facts: dict[str, Any]


def left_waiting(session: Session, household: Household) -> LeftWaiting | None:
    """What the newest finished run says of a household, if it left it waiting. One query."""
    run = session.execute(
        select(MatchRun.created_at, MatchRun.waiting)
        .where(MatchRun.scheme_id == household.scheme_id, MatchRun.progress == Progress.DONE)
        .order_by(MatchRun.id.desc())
        .limit(1)
    ).one_or_none()
    rows = run.waiting if run else []
    facts = next((row for row in rows if row["household"] == household.public_id), None)
    return LeftWaiting(run.created_at, facts) if run and facts else None


def last_of(session: Session, household_id: int) -> ChangeQuestion | None:
    """What the family was asked last."""
    return session.scalar(
        select(ChangeQuestion)
        .where(ChangeQuestion.household_id == household_id)
        .options(joinedload(ChangeQuestion.asked_by))
        .order_by(ChangeQuestion.id.desc())
        .limit(1)
    )


def by_id(session: Session, question_id: int) -> ChangeQuestion | None:
    return session.scalar(select(ChangeQuestion).where(ChangeQuestion.id == question_id))
