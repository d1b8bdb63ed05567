"""Lists and pages of households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased, joinedload, load_only, selectinload

from web.models import Household, Match, Member, Need, Party
from web.models.vocabulary import PLACE_TAKING_STATES, HelpCategory, HouseholdState
from web.queries import beside, looks, narrowing, parties
from web.queries.order import Key, Order, along, known_first, sorted_by
from web.queries.paging import Beside, Page, page_of
from web.queries.waiting import is_waiting, ready_for


class HouseholdColumn(StrEnum):
    """What the list can be put in order by."""

    STATE = "state"
    PLACE = "place"
    WEEKS = "weeks"
    REFERRED = "referred"


USUAL_ORDER = Order(HouseholdColumn.WEEKS, descending=True)
# What the list shows; the rest of a household is not read for it.
_SHOWN = (
    Household.public_id,
    Household.first_name,
    Household.last_name,
    Household.state,
    Household.postcode,
    Household.locality,
    Household.wanted,
    Household.places_taken,
    Household.ready_at,
    Household.waits_from,
    Household.created_at,
)
MOST_REFERRED = 200
_TOLD_TO_PARTNERS = (
    Household.first_name,
    Household.last_name,
    Household.state,
    Household.created_at,
)


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a list is narrowed to, and its order; None, 0 and empty mean 'any'."""

    state: HouseholdState | None = None
    waiting: bool = False
    name: str = ""
    place: str = ""
    language: str = ""
    # Waiting for at least so many weeks.
    weeks: int = 0
    order: Order[HouseholdColumn] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class HouseholdList:
    page: Page[Household]
    # By the household's id.
    languages: dict[int, list[str]]
    needs: dict[int, list[HelpCategory]]
    members: dict[int, int]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """One household with everything that its page shows."""

    household: Household
    referred_by: Party | None
    matches: Sequence[Match]
    look_is_noted: bool

    @property
    def is_waiting(self) -> bool:
        """As `waiting.is_waiting`, of the matches that were read already."""
        taken = sum(match.state in PLACE_TAKING_STATES for match in self.matches)
        return self.household.state is HouseholdState.READY and taken < self.household.wanted


def listed(
    session: Session, wanted: HouseholdFilter, asked: Beside | None, now: datetime
) -> HouseholdList:
    """One page of the households that fit. Five queries, one more beside a row."""
    fitting = narrowed(session, wanted, now)
    page = page_of(
        session,
        fitting.options(load_only(*_SHOWN)),
        keys(wanted.order),
        asked,
        total=narrowing.count_of(session, Household, fitting),
    )
    ids = [row.id for row in page.rows]
    return HouseholdList(
        page,
        beside.languages(session, ids),
        beside.needs(session, ids),
        beside.members(session, ids),
    )


def referred_by(session: Session, partner: Party) -> list[Household]:
    """The newest that this partner referred, with their name and state; nobody who is erased."""
    found = session.scalars(
        select(Household)
        .where(Household.referred_by_id == partner.id)
        .options(load_only(*_TOLD_TO_PARTNERS))
        .order_by(Household.created_at.desc(), Household.id.desc())
        .limit(MOST_REFERRED)
    )
    return [household for household in found if not household.is_erased]


def exported(session: Session, wanted: HouseholdFilter, now: datetime) -> Iterator[Row[Any]]:
    """All households that fit, with what their list shows of them. One query."""
    needs = select(func.aggregate_strings(Need.category, " ")).where(
        Need.household_id == Household.id
    )
    members = select(func.count()).select_from(Member).where(Member.household_id == Household.id)
    shown = narrowed(session, wanted, now).with_only_columns(
        Household.first_name,
        Household.last_name,
        Household.state,
        Household.postcode,
        Household.locality,
        narrowing.languages_of(Household).label("languages"),
        needs.correlate(Household).scalar_subquery().label("needs"),
        members.correlate(Household).scalar_subquery().label("members"),
        Household.places_taken,
        Household.wanted,
        Household.ready_at,
        Household.created_at,
    )
    return narrowing.streamed(session, shown.order_by(*sorted_by(keys(wanted.order))))


def file_of(session: Session, public_id: str, viewer: Party, now: datetime) -> HouseholdFile | None:
    """The household of this scheme with that public id, if there is one. Three queries."""
    asked = {"public_id": public_id, **looks.asked_by(viewer, now)}
    row = session.execute(_file(), asked).unique().one_or_none()
    if row is None:
        return None
    household, partner, is_noted = row
    matches = parties.matches_of(session, household)
    return HouseholdFile(household, partner, matches, look_is_noted=is_noted)


def is_noted(session: Session, household: Household, viewer: Party, now: datetime) -> bool:
    """Whether it is written down already that the viewer looks at its children. One query."""
    asked = looks.asked_by(viewer, now)
    noted = select(Household.id).where(Household.id == household.id, looks.is_noted(Household))
    return session.scalar(noted, asked) is not None


def narrowed(session: Session, wanted: HouseholdFilter, now: datetime) -> Select[Household]:
    """The households that fit."""
    statement = select(Household)
    if wanted.waiting or wanted.weeks:
        statement = statement.where(is_waiting())
    if wanted.weeks:
        statement = statement.where(ready_for(Household, wanted.weeks, now))
    if wanted.state is not None:
        statement = statement.where(Household.state == wanted.state)
    if wanted.place:
        statement = statement.where(narrowing.lives_in(Household, wanted.place))
    if wanted.language:
        statement = statement.where(narrowing.speaks(Household, wanted.language))
    if wanted.name:
        statement = statement.where(narrowing.called(session, Household.id, wanted.name))
    return statement


def keys(order: Order[HouseholdColumn]) -> list[Key]:
    """What a list in this order is sorted by."""
    by, down = order.by, order.descending
    if by is HouseholdColumn.WEEKS:
        return _by_weeks(down=down)
    columns = {
        HouseholdColumn.STATE: [Key(along(Household.state, HouseholdState), down)],
        HouseholdColumn.PLACE: known_first(Household.postcode, "", descending=down),
        HouseholdColumn.REFERRED: [Key(Household.created_at, down)],
    }
    return [*columns[by], Key(narrowing.PARTY_ID, down)]


# Written once: to put it together takes longer than to ask for it.
@cache
def _file() -> Select[Household, Party, bool]:
    referred_by = aliased(Party)
    return (
        select(Household, referred_by, looks.is_noted(Household))
        .outerjoin(referred_by, referred_by.id == Household.referred_by_id)
        .where(Household.public_id == bindparam("public_id", type_=String))
        .options(
            # These are few: one row each costs less than a query each.
            joinedload(Household.languages),
            joinedload(Household.members),
            joinedload(Household.offers),
            joinedload(Household.told_changes),
            selectinload(Household.needs),
        )
    )


def _by_weeks(*, down: bool) -> list[Key]:
    """Who does not wait comes last, either way; most weeks means the earliest day."""
    if down:
        return [Key(Household.waits_from), Key(Household.id)]
    waits_not = case((is_waiting(), 0), else_=1)
    return [Key(waits_not), Key(Household.waits_from, descending=True), Key(Household.id)]
