"""What needs a coordinator today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from web.models import Household, Match, Party, Task, Volunteer
from web.models.vocabulary import MatchState, VolunteerState
from web.queries.parties import sides_of
from web.queries.waiting import is_waiting

MOST_TASKS = 50
MOST_WAITING = 6


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers at the head of the desk."""

    tasks: int
    proposals: int
    awaiting_answers: int
    to_meet: int
    waiting: int
    ready_volunteers: int
    active: int


@dataclass(frozen=True, slots=True)
class Today:
    tasks: Sequence[Task]
    longest_waiting: Sequence[Party]
    awaiting_answers: Sequence[Match]
    # Kept so that the matches' two sides stay loaded.
    sides: dict[int, Party]


def counts(session: Session, today: date) -> Counts:
    """All numbers in one query."""
    number = func.count
    tasks = select(number()).select_from(Task).where(_open(today))
    waiting = select(number()).select_from(Household).where(is_waiting())
    volunteers = (
        select(number()).select_from(Volunteer).where(Volunteer.state == VolunteerState.READY)
    )

    def matches(*states: MatchState) -> ColumnElement[int]:
        return select(number()).select_from(Match).where(Match.state.in_(states)).scalar_subquery()

    row = session.execute(
        select(
            tasks.scalar_subquery(),
            matches(MatchState.PROPOSED),
            matches(MatchState.APPROVED),
            matches(MatchState.ACCEPTED),
            waiting.scalar_subquery(),
            volunteers.scalar_subquery(),
            matches(MatchState.ACTIVE, MatchState.PAUSED),
        )
    ).one()
    return Counts(*row)


def today(session: Session, day: date) -> Today:
    """Tasks oldest first, households that wait longest, matches that wait for an answer."""
    tasks = session.scalars(
        select(Task)
        .where(_open(day))
        .options(joinedload(Task.party), joinedload(Task.match))
        .order_by(Task.created_at, Task.id)
        .limit(MOST_TASKS)
    ).all()
    unanswered = session.scalars(
        select(Match)
        .where(Match.state == MatchState.APPROVED)
        .order_by(Match.answer_by, Match.id)
        .limit(MOST_WAITING)
    ).all()
    waiting = session.scalars(
        select(Household.id)
        .where(is_waiting())
        .order_by(Household.ready_at, Household.id)
        .limit(MOST_WAITING)
    ).all()
    about = [task.match for task in tasks if task.match is not None]
    sides = sides_of(session, [*about, *unanswered], also=waiting)
    longest = [sides[household_id] for household_id in waiting]
    return Today(tasks, longest, unanswered, sides)


def _open(day: date) -> ColumnElement[bool]:
    return Task.done_at.is_(None) & or_(Task.snoozed_until.is_(None), Task.snoozed_until <= day)
