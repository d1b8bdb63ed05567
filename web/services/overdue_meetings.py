"""Two sides said yes, and nobody has brought them together: a coordinator should know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Task
from web.models.vocabulary import MatchState, TaskKind
from web.services import cadence, clock, tasks

ALARM_AFTER_DAYS = 14


def alarm(session: Session, now: datetime) -> int:
    """Ask for a coordinator, once a match, fourteen days after both said yes. Returns how many."""
    told = (
        select(Task.id)
        .where(Task.match_id == Match.id, Task.kind == TaskKind.NO_FIRST_MEETING)
        .exists()
    )
    overdue = session.scalars(
        select(Match)
        .where(
            Match.state == MatchState.ACCEPTED,
            Match.accepted_at < cadence.days_ago(now, ALARM_AFTER_DAYS),
            Match.first_meeting_on.is_(None),
            ~told,
        )
        .order_by(Match.id)
    ).all()
    for match in overdue:
        tasks.open_task(
            session,
            TaskKind.NO_FIRST_MEETING,
            scheme_id=match.scheme_id,
            match=match,
            evidence={"accepted_on": _day(match.accepted_at)},
            dedupe_key=f"no_first_meeting:{match.id}",
            now=now,
        )
    return len(overdue)


def _day(instant: datetime | None) -> str | None:
    return clock.local_date(instant).isoformat() if instant else None
