"""What the last run knew of a household that waits, and what its family was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from web.models import ChangeQuestion, Household, MatchRun, Volunteer
from web.models.vocabulary import Progress


@dataclass(frozen=True, slots=True)
class LeftWaiting:
    """Why a run found nobody for a household: its funnel and the smallest change, as JSON."""

    run_at: datetime
    facts: dict[str, Any]
    # What the family was asked last.
    last: ChangeQuestion | None


def left_waiting(session: Session, household: Household) -> LeftWaiting | None:
    """What the newest finished run says of a household, if it left it waiting. One query."""
    newest = select(func.max(ChangeQuestion.id)).where(
        ChangeQuestion.household_id == household.id, ChangeQuestion.volunteer_id.is_(None)
    )
    run = session.execute(
        select(MatchRun.created_at, MatchRun.waiting, ChangeQuestion)
        .outerjoin(ChangeQuestion, ChangeQuestion.id == newest.scalar_subquery())
        .where(MatchRun.scheme_id == household.scheme_id, MatchRun.progress == Progress.DONE)
        .options(joinedload(ChangeQuestion.asked_by))
        .order_by(MatchRun.id.desc())
        .limit(1)
    ).one_or_none()
    rows = run.waiting if run else []
    facts = next((row for row in rows if row["household"] == household.public_id), None)
    return LeftWaiting(run.created_at, facts, run.ChangeQuestion) if run and facts else None


def of_volunteers(
    session: Session, household: Household, public_ids: Collection[str], since: datetime
) -> list[tuple[Volunteer, ChangeQuestion | None]]:
    """These volunteers and those asked for the household since then, with their newest question.

    One query.
    """
    newest = (
        select(func.max(ChangeQuestion.id))
        .where(ChangeQuestion.volunteer_id == Volunteer.id, ChangeQuestion.asked_at > since)
        .correlate(Volunteer)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Volunteer, ChangeQuestion)
        .outerjoin(ChangeQuestion, ChangeQuestion.id == newest)
        .where(
            or_(
                Volunteer.public_id.in_(public_ids),
                ChangeQuestion.household_id == household.id,
            )
        )
        .execution_options(populate_existing=True)
        .order_by(Volunteer.id)
    )
    return [(volunteer, question) for volunteer, question in rows]


def by_id(session: Session, question_id: int) -> ChangeQuestion | None:
    return session.scalar(select(ChangeQuestion).where(ChangeQuestion.id == question_id))
