"""What needs a coordinator today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from web.models import Household, Match, Party, Volunteer
from web.models.vocabulary import MatchState, VolunteerState
from web.queries import queue
from web.queries.parties import sides_of
from web.queries.queue import Queue, Whose
from web.queries.waiting import is_waiting

MOST_WAITING = 6


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers at the head of the desk; `tasks` are one's own and nobody's."""

    tasks: int
    all_tasks: int
    proposals: int
    awaiting_answers: int
    to_meet: int
    waiting: int
    ready_volunteers: int
    active: int


@dataclass(frozen=True, slots=True)
class Today:
    queue: Queue
    longest_waiting: Sequence[Party]
    awaiting_answers: Sequence[Match]
    # Kept so that the matches' two sides stay loaded.
    sides: dict[int, Party]


def counts(session: Session, today: date, me: Party) -> Counts:
    """All numbers in one query."""
    number = func.count
    waiting = select(number()).select_from(Household).where(is_waiting())
    volunteers = (
        select(number()).select_from(Volunteer).where(Volunteer.state == VolunteerState.READY)
    )

    def matches(*states: MatchState) -> ColumnElement[int]:
        return select(number()).select_from(Match).where(Match.state.in_(states)).scalar_subquery()

    row = session.execute(
        select(
            queue.number(Whose.MINE, me, today).scalar_subquery(),
            queue.number(Whose.ALL, me, today).scalar_subquery(),
            matches(MatchState.PROPOSED),
            matches(MatchState.APPROVED),
            matches(MatchState.ACCEPTED),
            waiting.scalar_subquery(),
            volunteers.scalar_subquery(),
            matches(MatchState.ACTIVE, MatchState.PAUSED),
        )
    ).one()
    return Counts(*row)


def today(session: Session, day: date, whose: Whose, me: Party) -> Today:
    """The tasks, households that wait longest, matches that wait for an answer."""
    found = queue.queue(session, whose, me, day)
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
    sides = sides_of(session, [*found.matches, *unanswered], also=waiting)
    longest = [sides[household_id] for household_id in waiting]
    return Today(found, longest, unanswered, sides)
