"""Lists and pages of households."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, nulls_last, select
from sqlalchemy.orm import Session, selectinload

from web.models import Household, Match, Party, SpokenLanguage
from web.models.vocabulary import PLACE_TAKING_STATES, HouseholdState
from web.queries import parties
from web.queries.paging import Page, page_of
from web.queries.waiting import is_waiting, taken_by


class HouseholdOrder(StrEnum):
    WAITING = "waiting"
    NEWEST = "newest"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a list is narrowed to; None and empty mean 'any'."""

    state: HouseholdState | None = None
    waiting: bool = False
    postcode: str = ""
    language: str = ""
    order: HouseholdOrder = HouseholdOrder.WAITING


@dataclass(frozen=True, slots=True)
class HouseholdList:
    page: Page[Household]
    # Volunteers that each household has, by its id.
    taken: dict[int, int]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """One household with everything that its page shows."""

    household: Household
    referred_by: Party | None
    matches: Sequence[Match]
    sides: dict[int, Party]

    @property
    def is_waiting(self) -> bool:
        """As `waiting.is_waiting`, of the matches that were read already."""
        taken = sum(match.state in PLACE_TAKING_STATES for match in self.matches)
        return self.household.state is HouseholdState.READY and taken < self.household.wanted


def listed(session: Session, wanted: HouseholdFilter, number: int) -> HouseholdList:
    """One page of the households that fit. Six queries."""
    statement = _ordered(_narrowed(wanted), wanted.order).options(
        selectinload(Household.languages),
        selectinload(Household.needs),
        selectinload(Household.members),
    )
    page = page_of(session, statement, number)
    return HouseholdList(page, taken_by(session, "household", [row.id for row in page.rows]))


def file_of(session: Session, public_id: str) -> HouseholdFile | None:
    """The household of this scheme with that public id, if there is one."""
    found = session.execute(
        select(Household.id, Household.referred_by_id).where(Household.public_id == public_id)
    ).one_or_none()
    if found is None:
        return None
    matches = session.scalars(
        select(Match).where(Match.household_id == found.id).order_by(Match.proposed_at.desc())
    ).all()
    sides = parties.load(session, {found.id, *(match.volunteer_id for match in matches)})
    household = sides[found.id]
    assert isinstance(household, Household)  # noqa: S101 - found by its subclass just before
    referred_by = session.get(Party, found.referred_by_id) if found.referred_by_id else None
    return HouseholdFile(household, referred_by, matches, sides)


def _narrowed(wanted: HouseholdFilter) -> Select[Household]:
    statement = select(Household)
    if wanted.waiting:
        statement = statement.where(is_waiting())
    elif wanted.state is not None:
        statement = statement.where(Household.state == wanted.state)
    if wanted.postcode:
        statement = statement.where(Household.postcode == wanted.postcode)
    if wanted.language:
        statement = statement.where(Household.languages.any(SpokenLanguage.tag == wanted.language))
    return statement


def _ordered(statement: Select[Household], order: HouseholdOrder) -> Select[Household]:
    columns = {
        # A household that has its volunteers waits no longer, however early it became ready.
        HouseholdOrder.WAITING: (
            is_waiting().desc(),
            nulls_last(Household.ready_at.asc()),
            Household.created_at,
        ),
        HouseholdOrder.NEWEST: (Household.created_at.desc(),),
        HouseholdOrder.POSTCODE: (Household.postcode, Household.created_at),
    }
    return statement.order_by(*columns[order], Household.id)
