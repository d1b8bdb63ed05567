"""What people decided about two persons: pinned, never, and the match that lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, load_only

from web.models import Household, Match, NeverPair, Party, Pin, Volunteer
from web.models.vocabulary import LIVE_MATCH_STATES, PLACE_TAKING_STATES, MatchState
from web.queries.parties import NAMES

Table = type[Pin] | type[NeverPair]
# Who decided.
_PINNED_BY, _NOTED_BY = aliased(Party), aliased(Party)
# A pin whose pair is approved has done its work; it is there for as long as that can be undone.
_APPROVED = (
    exists()
    .where(
        Match.volunteer_id == Pin.volunteer_id,
        Match.household_id == Pin.household_id,
        Match.state.in_(PLACE_TAKING_STATES),
    )
    .correlate(Pin)
)


@dataclass(frozen=True, slots=True)
class Decided:
    """About one pair; None where nobody decided anything, or no match of the two lives."""

    pin: Pin | None = None
    never: NeverPair | None = None
    live: Match | None = None
    # Kept so that who decided stays loaded.
    by: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class AboutOne:
    """One decision about a person and somebody of the other side."""

    other: Party
    decided: Pin | NeverPair
    by: Party | None

    @property
    def is_pin(self) -> bool:
        return isinstance(self.decided, Pin)


def of_pair(session: Session, volunteer_id: int, household_id: int) -> Decided:
    """What counts for these two. One query."""
    asked = {"volunteer": volunteer_id, "household": household_id}
    row = session.execute(_of_pair(), asked).one_or_none()
    return _decided(*row) if row else Decided()


def pair(
    session: Session, volunteer: str, household: str
) -> tuple[Volunteer, Household, Decided] | None:
    """A volunteer and a household by public ids, without their lists, and what counts for them.

    None where this scheme has no such two. One query.
    """
    one, other = aliased(Volunteer, flat=True), aliased(Household, flat=True)
    row = session.execute(
        _with_decisions(
            select(one, other, Pin, NeverPair, Match, _PINNED_BY, _NOTED_BY)
            .select_from(one)
            .join(other, other.public_id == household),
            one.id,
            other.id,
        ).where(one.public_id == volunteer)
    ).one_or_none()
    return (row[0], row[1], _decided(*row[2:])) if row else None


def of_person(session: Session, person: Party) -> list[AboutOne]:
    """What counts for this person and anybody of the other side, pins first. One query."""
    rows = session.execute(_about(type(person)), {"person": person.id}).all()
    pins = [AboutOne(who, pin, by) for who, pin, by, _never, _noted in rows if pin]
    nevers = [AboutOne(who, never, by) for who, _pin, _pinned, never, by in rows if never]
    return [*_newest_first(pins), *_newest_first(nevers)]


# Written once each: to put them together takes longer than to ask for them.
@cache
def _of_pair() -> Any:  # noqa: ANN401 - a select of these columns
    shown = select(Pin, NeverPair, Match, _PINNED_BY, _NOTED_BY).select_from(Volunteer)
    household = bindparam("household", type_=Integer)
    decisions = _with_decisions(shown, Volunteer.id, household)
    return decisions.where(Volunteer.id == bindparam("volunteer", type_=Integer))


@cache
def _about(side: type[Party]) -> Select[Party, Pin, Party, NeverPair, Party]:
    other = aliased(Party)
    pinned, forbidden = _of(Pin, side) & ~_APPROVED, _of(NeverPair, side)
    return (
        select(other, Pin, _PINNED_BY, NeverPair, _NOTED_BY)
        .select_from(other)
        .outerjoin(Pin, and_(pinned, _other_of(Pin, side) == other.id))
        .outerjoin(_PINNED_BY, _PINNED_BY.id == Pin.pinned_by_id)
        .outerjoin(NeverPair, and_(forbidden, _other_of(NeverPair, side) == other.id))
        .outerjoin(_NOTED_BY, _NOTED_BY.id == NeverPair.noted_by_id)
        # One list of both: of two, PostgreSQL goes through everybody.
        .where(
            other.id.in_(
                union(
                    select(_other_of(Pin, side)).where(pinned),
                    select(_other_of(NeverPair, side)).where(forbidden),
                )
            )
        )
        .options(*(load_only(*_names_of(who)) for who in (other, _PINNED_BY, _NOTED_BY)))
    )


def _names_of(who: type[Party]) -> list[InstrumentedAttribute[Any]]:
    return [getattr(who, name.key) for name in NAMES]


def _of(table: Table, side: type[Party]) -> ColumnElement[bool]:
    mine = table.volunteer_id if side is Volunteer else table.household_id
    return mine == bindparam("person", type_=Integer)


def _other_of(table: Table, side: type[Party]) -> InstrumentedAttribute[int]:
    return table.household_id if side is Volunteer else table.volunteer_id


def _newest_first(decisions: list[AboutOne]) -> list[AboutOne]:
    def when(one: AboutOne) -> tuple[datetime, int]:
        return one.decided.created_at, one.decided.id

    return sorted(decisions, key=when, reverse=True)


def _with_decisions(
    statement: Any,  # noqa: ANN401 - a select of any columns
    volunteer_id: SQLColumnExpression[int],
    household_id: SQLColumnExpression[int],
) -> Any:  # noqa: ANN401
    def these(table: type[Pin | NeverPair | Match]) -> ColumnElement[bool]:
        return and_(table.volunteer_id == volunteer_id, table.household_id == household_id)

    return (
        statement.outerjoin(Pin, these(Pin))
        .outerjoin(NeverPair, these(NeverPair))
        .outerjoin(Match, these(Match) & Match.state.in_(LIVE_MATCH_STATES))
        .outerjoin(_PINNED_BY, _PINNED_BY.id == Pin.pinned_by_id)
        .outerjoin(_NOTED_BY, _NOTED_BY.id == NeverPair.noted_by_id)
    )


def _decided(
    pin: Pin | None, never: NeverPair | None, live: Match | None, *by: Party | None
) -> Decided:
    if live is not None and live.state is not MatchState.PROPOSED:
        pin = None
    return Decided(pin, never, live, tuple(one for one in by if one is not None))
