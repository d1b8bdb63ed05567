"""Lists and pages of matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, joinedload

from web.models import (
    ClosingWords,
    FollowUp,
    Household,
    Match,
    MatchEvent,
    MatchRun,
    Party,
    SchemeCadence,
)
from web.models.vocabulary import MatchState
from web.queries import cadences, held_meetings, narrowing
from web.queries.order import Key, Order, along, known_first, sorted_by
from web.queries.paging import Beside, Page, page_of
from web.queries.parties import named_sides_of, sides_of

WAITING_AGAIN = frozenset(
    {MatchState.REJECTED, MatchState.DECLINED, MatchState.LAPSED, MatchState.CANCELLED}
)


class MatchColumn(StrEnum):
    """What the list can be put in order by."""

    STATE = "state"
    PROPOSED = "proposed"
    FIRST_MEETING = "first-meeting"
    ENDED = "ended"


USUAL_ORDER = Order(MatchColumn.PROPOSED, descending=True)


@dataclass(frozen=True, slots=True)
class MatchFilter:
    """What a list is narrowed to, and its order; None, 0 and empty mean 'any'.

    Place and language are the household's: it is its needs that lead.
    """

    state: MatchState | None = None
    place: str = ""
    language: str = ""
    # Proposed at least so many weeks ago.
    weeks: int = 0
    # Of either side.
    name: str = ""
    order: Order[MatchColumn] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class MatchList:
    page: Page[Match]
    # Matches that fit the filter but for their state.
    by_state: dict[MatchState, int]
    sides: dict[int, Party]


@dataclass(frozen=True, slots=True)
class MatchFile:
    """One match with everything that its page shows."""

    match: Match
    events: Sequence[MatchEvent]
    follow_ups: Sequence[FollowUp]
    # The next best volunteers for a household that is waiting again, with their points.
    plan_b: Sequence[tuple[Party, int]]
    sides: dict[int, Party]
    # What the sides said when it ended.
    closing: Sequence[ClosingWords] = ()
    # By which both are asked; None for the usual one.
    cadence: SchemeCadence | None = None
    # The latest day on which they met, as far as anybody told us.
    last_met: date | None = None


def listed(session: Session, wanted: MatchFilter, asked: Beside | None, now: datetime) -> MatchList:
    """One page of the matches that fit. Three queries, one more beside a row."""
    fitting = narrowed(session, wanted, now)
    counted = fitting.with_only_columns(Match.state, func.count()).group_by(Match.state)
    by_state = dict(session.execute(counted).all())
    total = sum(by_state.values()) if wanted.state is None else by_state.get(wanted.state, 0)
    shown = _in_state(fitting, wanted).options(defer(Match.criteria))
    page = page_of(session, shown, _keys(wanted.order), asked, total=total)
    return MatchList(page, by_state, named_sides_of(session, page.rows))


def exported(session: Session, wanted: MatchFilter, now: datetime) -> Iterator[Row[Any]]:
    """All matches that fit, with what their list shows of them. One query."""
    volunteer, household = aliased(Party), aliased(Party)
    shown = (
        _in_state(narrowed(session, wanted, now), wanted)
        .join(volunteer, volunteer.id == Match.volunteer_id)
        .join(household, household.id == Match.household_id)
        .with_only_columns(
            volunteer.first_name,
            volunteer.last_name,
            household.first_name.label("household_first_name"),
            household.last_name.label("household_last_name"),
            Match.state,
            Match.proposed_at,
            Match.first_meeting_on,
            Match.ended_on,
        )
    )
    return narrowing.streamed(session, shown.order_by(*sorted_by(_keys(wanted.order))))


def narrowed(session: Session, wanted: MatchFilter, now: datetime) -> Select[Match]:
    """The matches that fit, in whatever state."""
    statement = select(Match)
    if wanted.weeks:
        statement = statement.where(Match.proposed_at <= now - timedelta(weeks=wanted.weeks))
    if wanted.place:
        statement = statement.where(
            Match.household.has(narrowing.lives_in(Household, wanted.place))
        )
    if wanted.language:
        statement = statement.where(
            Match.household.has(narrowing.speaks(Household, wanted.language))
        )
    if wanted.name:
        sides = (Match.volunteer_id, Match.household_id)
        statement = statement.where(
            or_(*(narrowing.called(session, side, wanted.name) for side in sides))
        )
    return statement


def _in_state(statement: Select[Match], wanted: MatchFilter) -> Select[Match]:
    return statement if wanted.state is None else statement.where(Match.state == wanted.state)


def _keys(order: Order[MatchColumn]) -> list[Key]:
    by, down = order.by, order.descending
    keys = {
        MatchColumn.STATE: [Key(along(Match.state, MatchState), down)],
        MatchColumn.PROPOSED: [Key(Match.proposed_at, down)],
        MatchColumn.FIRST_MEETING: known_first(Match.first_meeting_on, date.min, descending=down),
        MatchColumn.ENDED: known_first(Match.ended_on, date.min, descending=down),
    }
    return [*keys[by], Key(Match.id, down)]


def file_of(session: Session, public_id: str) -> MatchFile | None:
    """The match of this scheme with that public id, if there is one. At most seven queries."""
    row = session.execute(_file(), {"public_id": public_id}).unique().one_or_none()
    if row is None:
        return None
    match: Match = row.Match
    follow_ups = session.scalars(_follow_ups(), {"match": match.id}).all()
    options = _alternatives(session, match) if match.state in WAITING_AGAIN else []
    points = {str(option["volunteer"]): int(option["points"]) for option in options}
    sides = sides_of(session, [match], points)
    plan_b = [
        (party, points[party.public_id])
        for party in sides.values()
        if party.public_id in points and party.id != match.volunteer_id
    ]
    plan_b.sort(key=lambda option: list(points).index(option[0].public_id))
    return MatchFile(
        match,
        match.events,
        follow_ups,
        plan_b,
        sides,
        _closing(session, match),
        row.SchemeCadence,
        held_meetings.last_met(match, row.last_held, follow_ups),
    )


# Written once each: to put them together takes longer than to ask for them.
@cache
def _file() -> Select[Match, date | None, SchemeCadence | None]:
    return (
        select(Match, held_meetings.last_written_down().label("last_held"), SchemeCadence)
        .outerjoin(SchemeCadence, cadences.is_newest_of(Match.scheme_id))
        .where(Match.public_id == bindparam("public_id", type_=String))
        .options(joinedload(Match.events).joinedload(MatchEvent.actor))
    )


@cache
def _follow_ups() -> Select[FollowUp]:
    of_match = select(FollowUp).where(FollowUp.match_id == bindparam("match", type_=Integer))
    return of_match.order_by(FollowUp.due_on, FollowUp.side)


def _closing(session: Session, match: Match) -> Sequence[ClosingWords]:
    if match.state is not MatchState.ENDED:
        return ()
    said = select(ClosingWords).where(ClosingWords.match_id == match.id)
    return session.scalars(said.order_by(ClosingWords.side.desc())).all()


def _alternatives(session: Session, match: Match) -> list[dict[str, Any]]:
    """What the run of this match knew of other volunteers for the household, best first."""
    row = session.execute(
        select(MatchRun.alternatives, Party.public_id)
        .select_from(Match)
        .join(MatchRun, MatchRun.id == Match.run_id)
        .join(Party, Party.id == Match.household_id)
        .where(Match.id == match.id)
    ).one_or_none()
    return list(row.alternatives.get(row.public_id, [])) if row else []
