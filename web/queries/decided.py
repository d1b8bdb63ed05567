"""What people decided about two persons: pinned, never, and the match that lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, literal, select
from sqlalchemy.orm import Session, aliased

from web.models import Household, Match, NeverPair, Party, Pin, Volunteer
from web.models.vocabulary import LIVE_MATCH_STATES

Decision = TypeVar("Decision", Pin, NeverPair)
# Who decided.
_PINNED_BY, _NOTED_BY = aliased(Party), aliased(Party)


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
    row = session.execute(
        _with_decisions(
            select(Pin, NeverPair, Match, _PINNED_BY, _NOTED_BY).select_from(Volunteer),
            Volunteer.id,
            literal(household_id),
        ).where(Volunteer.id == volunteer_id)
    ).one_or_none()
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
    """What counts for this person and anybody of the other side, pins first. Two queries."""
    return [*_about(session, Pin, person), *_about(session, NeverPair, person)]


def _about(session: Session, table: type[Decision], person: Party) -> list[AboutOne]:
    mine, others = table.volunteer_id, table.household_id
    if not isinstance(person, Volunteer):
        mine, others = others, mine
    by_id = Pin.pinned_by_id if table is Pin else NeverPair.noted_by_id
    other, by = aliased(Party), aliased(Party)
    rows = session.execute(
        select(table, other, by)
        .join(other, other.id == others)
        .outerjoin(by, by.id == by_id)
        .where(mine == person.id)
        .order_by(table.created_at.desc(), table.id.desc())
    )
    return [AboutOne(one, decided, who) for decided, one, who in rows]


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
    return Decided(pin, never, live, tuple(one for one in by if one is not None))
