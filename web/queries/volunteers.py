"""Lists and pages of volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from web.models import Match, Party, SpokenLanguage, Volunteer
from web.models.vocabulary import VolunteerState
from web.queries import parties
from web.queries.paging import Page, page_of
from web.queries.waiting import taken_by


class VolunteerOrder(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class VolunteerFilter:
    """What a list is narrowed to; None and empty mean 'any'."""

    state: VolunteerState | None = None
    postcode: str = ""
    language: str = ""
    order: VolunteerOrder = VolunteerOrder.NEWEST


@dataclass(frozen=True, slots=True)
class VolunteerList:
    page: Page[Volunteer]
    # Places taken, by the volunteer's id.
    taken: dict[int, int]


@dataclass(frozen=True, slots=True)
class VolunteerFile:
    """One volunteer with everything that their page shows."""

    volunteer: Volunteer
    matches: Sequence[Match]
    sides: dict[int, Party]


def listed(session: Session, wanted: VolunteerFilter, number: int) -> VolunteerList:
    """One page of the volunteers that fit. Four queries."""
    statement = _ordered(_narrowed(wanted), wanted.order).options(selectinload(Volunteer.languages))
    page = page_of(session, statement, number)
    return VolunteerList(page, taken_by(session, "volunteer", [row.id for row in page.rows]))


def file_of(session: Session, public_id: str) -> VolunteerFile | None:
    """The volunteer of this scheme with that public id, if there is one."""
    volunteer_id = session.scalar(select(Volunteer.id).where(Volunteer.public_id == public_id))
    if volunteer_id is None:
        return None
    matches = session.scalars(
        select(Match).where(Match.volunteer_id == volunteer_id).order_by(Match.proposed_at.desc())
    ).all()
    sides = parties.load(session, {volunteer_id, *(match.household_id for match in matches)})
    volunteer = sides[volunteer_id]
    assert isinstance(volunteer, Volunteer)  # noqa: S101 - found by its subclass just before
    return VolunteerFile(volunteer, matches, sides)


def _narrowed(wanted: VolunteerFilter) -> Select[Volunteer]:
    statement = select(Volunteer)
    if wanted.state is not None:
        statement = statement.where(Volunteer.state == wanted.state)
    if wanted.postcode:
        statement = statement.where(Volunteer.postcode == wanted.postcode)
    if wanted.language:
        statement = statement.where(Volunteer.languages.any(SpokenLanguage.tag == wanted.language))
    return statement


def _ordered(statement: Select[Volunteer], order: VolunteerOrder) -> Select[Volunteer]:
    columns = {
        VolunteerOrder.NEWEST: (Volunteer.created_at.desc(),),
        VolunteerOrder.OLDEST: (Volunteer.created_at,),
        VolunteerOrder.POSTCODE: (Volunteer.postcode, Volunteer.created_at),
    }
    return statement.order_by(*columns[order], Volunteer.id)
