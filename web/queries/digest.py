"""What waits for one coordinator: numbers only, of their scheme whatever the session sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from web.models import Household, Match, Staff, Task
from web.models.vocabulary import MatchState
from web.queries import queue
from web.queries.queue import Whose
from web.queries.waiting import is_waiting

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One's own tasks and nobody's, proposals to decide, and so on."""

    tasks: int
    proposals: int
    answers: int
    to_arrange: int
    meetings: int
    households: int


def waiting_for(session: Session, staff: Staff, day: date, now: datetime) -> Waiting:
    """One query."""
    scheme_id = staff.scheme_id
    tasks = queue.number(Whose.MINE, staff.id, day).where(Task.scheme_id == scheme_id)
    households = (
        select(func.count())
        .select_from(Household)
        .where(Household.scheme_id == scheme_id, is_waiting())
    )
    to_meet = _matches(scheme_id, MatchState.ACCEPTED).where(Match.first_meeting_on.is_(None))
    within_a_week = Match.meeting_at.between(now, now + WEEK)
    counted = (
        tasks,
        _matches(scheme_id, MatchState.PROPOSED),
        _matches(scheme_id, MatchState.APPROVED),
        to_meet.where(Match.meeting_at.is_(None)),
        to_meet.where(within_a_week),
        households,
    )
    return Waiting(*session.execute(select(*(one.scalar_subquery() for one in counted))).one())


def _matches(scheme_id: int, state: MatchState) -> Select[int]:
    return (
        select(func.count())
        .select_from(Match)
        .where(Match.scheme_id == scheme_id, Match.state == state)
    )
