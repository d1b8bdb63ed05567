"""Two sides said yes, and nobody has brought them together: a coordinator should know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Task
from web.models.vocabulary import MatchState, TaskKind
from web.services import cadence, cadences, clock, tasks
from web.services.one_by_one import one_by_one


def alarm(session: Session, now: datetime) -> int:
    """Ask for a coordinator, once a match, so long after both said yes. Returns how many."""
    every = cadences.every(session)
    return sum(_alarm(session, scheme_id, one.meeting_alarm_days, now) for scheme_id, one in every)


def _alarm(session: Session, scheme_id: int, days: int, now: datetime) -> int:
    told = (
        select(Task.id)
        .where(Task.match_id == Match.id, Task.kind == TaskKind.NO_FIRST_MEETING)
        .exists()
    )
    overdue = session.scalars(
        select(Match.id)
        .where(
            Match.state == MatchState.ACCEPTED,
            Match.scheme_id == scheme_id,
            Match.accepted_at < cadence.days_ago(now, days),
            Match.first_meeting_on.is_(None),
            ~told,
        )
        .order_by(Match.id)
    ).all()

    def ask(match: Match) -> bool:
        tasks.open_task(
            session,
            TaskKind.NO_FIRST_MEETING,
            scheme_id=match.scheme_id,
            match=match,
            evidence={"accepted_on": _day(match.accepted_at)},
            dedupe_key=f"no_first_meeting:{match.id}",
            now=now,
        )
        return True

    return one_by_one(session, Match, overdue, ask)


def _day(instant: datetime | None) -> str | None:
    return clock.local_date(instant).isoformat() if instant else None
