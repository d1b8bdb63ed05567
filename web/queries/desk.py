"""What needs a coordinator today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Date, Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session, defer, load_only, selectinload

from web.models import Household, Match, Party, Volunteer
from web.models.base import UtcDateTime
from web.models.vocabulary import MatchState, VolunteerState
from web.queries import queue
from web.queries.paging import Beside
from web.queries.parties import named_sides_of
from web.queries.queue import Queue, Whose
from web.queries.waiting import is_waiting

MOST_SHOWN = 6
# As many as a coordinator can be at.
MOST_MEETINGS = 20
# Beyond it nobody asks how many exactly, and to count on would take most of the page's time.
MOST_COUNTED = 1000
_SHOWN_OF_WAITING = (
    Household.public_id,
    Household.first_name,
    Household.last_name,
    Household.postcode,
    Household.locality,
    Household.ready_at,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers beside the desk's places, on every page; `tasks` are one's own and nobody's."""

    tasks: int
    proposals: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of today; of people, `MOST_COUNTED` is so many or more."""

    counts: Counts
    all_tasks: int
    awaiting_answers: int
    to_meet: int
    waiting: int
    ready_volunteers: int
    active: int


@dataclass(frozen=True, slots=True)
class Tasks:
    queue: Queue
    # Kept so that the two sides of matches stay loaded.
    sides: dict[int, Party]


def counts(session: Session, today: date, me: Party) -> Counts:
    """What every page shows. One query."""
    found = session.execute(_counts(), {"me": me.id, "day": today})
    return Counts(*found.one())


def figures(session: Session, today: date, me: Party) -> Figures:
    """What today shows. One query."""
    found = session.execute(_figures(), {"me": me.id, "day": today})
    mine, proposals, *others = found.one()
    return Figures(Counts(mine, proposals), *others)


def tasks(
    session: Session,
    whose: Whose,
    me: Party,
    day: date,
    asked: Beside | None,
    also: Sequence[Match] = (),
) -> Tasks:
    """A page of tasks, and both sides of their matches and of these.

    Two queries, one more beside a task.
    """
    found = queue.queue(session, whose, me, day, asked)
    return Tasks(found, named_sides_of(session, [*found.matches, *also]))


def unanswered(session: Session) -> Sequence[Match]:
    """Matches that wait for an answer, the most urgent ones. One query."""
    return session.scalars(_unanswered()).all()


def first_meetings(session: Session, now: datetime) -> Sequence[Match]:
    """Planned within a week, the earliest first; also those not recorded. One query."""
    return session.scalars(_first_meetings(), {"until": now + timedelta(days=7)}).all()


def longest_waiting(session: Session) -> Sequence[Household]:
    """Two queries. To count all of them as well would go through all of them."""
    return session.scalars(_longest_waiting()).all()


# Written once each: to put them together takes longer than to ask for them.
@cache
def _unanswered() -> Select[Match]:
    unanswered = select(Match).where(Match.state == MatchState.APPROVED)
    first = unanswered.order_by(Match.answer_by, Match.id).limit(MOST_SHOWN)
    return first.options(defer(Match.criteria))


@cache
def _first_meetings() -> Select[Match]:
    planned = select(Match).where(
        Match.state == MatchState.ACCEPTED,
        Match.meeting_at < bindparam("until", type_=UtcDateTime),
        Match.first_meeting_on.is_(None),
    )
    first = planned.order_by(Match.meeting_at, Match.id).limit(MOST_MEETINGS)
    return first.options(defer(Match.criteria), defer(Match.meeting_place))


@cache
def _longest_waiting() -> Select[Household]:
    first = select(Household).where(is_waiting()).order_by(Household.waits_from, Household.id)
    shown = (load_only(*_SHOWN_OF_WAITING), selectinload(Household.languages))
    return first.limit(MOST_SHOWN).options(*shown)


@cache
def _counts() -> Select[int, int]:
    me, day = bindparam("me", type_=Integer), bindparam("day", type_=Date)
    mine = queue.number(Whose.MINE, me, day).scalar_subquery()
    return select(mine, _matches(MatchState.PROPOSED))


@cache
def _figures() -> Select[int, int, int, int, int, int, int, int]:
    tasks = queue.numbers().subquery()
    waiting = select(Household.id).where(is_waiting())
    ready = select(Volunteer.id).where(Volunteer.state == VolunteerState.READY)
    return select(
        tasks.c.mine,
        _matches(MatchState.PROPOSED),
        tasks.c.everybodys,
        _matches(MatchState.APPROVED),
        _matches(MatchState.ACCEPTED),
        _at_most(waiting),
        _at_most(ready),
        _matches(MatchState.ACTIVE, MatchState.PAUSED),
    )


def _at_most(people: Select[int]) -> ColumnElement[int]:
    few = people.limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _matches(*states: MatchState) -> ColumnElement[int]:
    """How many are in one of these states."""
    return select(func.count()).select_from(Match).where(Match.state.in_(states)).scalar_subquery()
