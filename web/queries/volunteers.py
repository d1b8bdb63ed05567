"""Lists and pages of volunteers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, select
from sqlalchemy.orm import Session, joinedload, load_only

from web.models import Match, Party, Volunteer
from web.models.vocabulary import VolunteerState
from web.queries import beside, looks, narrowing, parties
from web.queries.order import Key, Order, along, known_first, sorted_by
from web.queries.paging import Beside, Page, page_of
from web.queries.waiting import has_a_free_place, ready_for


class VolunteerColumn(StrEnum):
    """What the list can be put in order by."""

    STATE = "state"
    PLACE = "place"
    SIGNED_UP = "signed-up"


USUAL_ORDER = Order(VolunteerColumn.SIGNED_UP, descending=True)
# What the list shows; the rest of a volunteer is not read for it.
_SHOWN = (
    Volunteer.public_id,
    Volunteer.first_name,
    Volunteer.last_name,
    Volunteer.state,
    Volunteer.postcode,
    Volunteer.locality,
    Volunteer.capacity,
    Volunteer.places_taken,
    Volunteer.created_at,
)


@dataclass(frozen=True, slots=True)
class VolunteerFilter:
    """What a list is narrowed to, and its order; None, 0 and empty mean 'any'."""

    state: VolunteerState | None = None
    name: str = ""
    place: str = ""
    language: str = ""
    # Ready and free for at least so many weeks.
    weeks: int = 0
    order: Order[VolunteerColumn] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class VolunteerList:
    page: Page[Volunteer]
    # By the volunteer's id: the tags of their languages.
    languages: dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class VolunteerFile:
    """One volunteer with everything that their page shows."""

    volunteer: Volunteer
    matches: Sequence[Match]
    look_is_noted: bool


def listed(
    session: Session, wanted: VolunteerFilter, asked: Beside | None, now: datetime
) -> VolunteerList:
    """One page of the volunteers that fit. Three queries, one more beside a row."""
    fitting = _narrowed(session, wanted, now)
    page = page_of(
        session,
        fitting.options(load_only(*_SHOWN)),
        _keys(wanted.order),
        asked,
        total=narrowing.count_of(session, Volunteer, fitting),
    )
    return VolunteerList(page, beside.languages(session, [row.id for row in page.rows]))


def exported(session: Session, wanted: VolunteerFilter, now: datetime) -> Iterator[Row[Any]]:
    """All volunteers that fit, with what their list shows of them. One query."""
    shown = _narrowed(session, wanted, now).with_only_columns(
        Volunteer.first_name,
        Volunteer.last_name,
        Volunteer.state,
        Volunteer.postcode,
        Volunteer.locality,
        narrowing.languages_of(Volunteer).label("languages"),
        Volunteer.places_taken,
        Volunteer.capacity,
        Volunteer.created_at,
    )
    return narrowing.streamed(session, shown.order_by(*sorted_by(_keys(wanted.order))))


def file_of(session: Session, public_id: str, viewer: Party, now: datetime) -> VolunteerFile | None:
    """The volunteer of this scheme with that public id, if there is one. Two queries."""
    asked = {"public_id": public_id, **looks.asked_by(viewer, now)}
    row = session.execute(_file(), asked).unique().one_or_none()
    if row is None:
        return None
    volunteer, is_noted = row
    matches = parties.matches_of(session, volunteer)
    return VolunteerFile(volunteer, matches, look_is_noted=is_noted)


# Written once: to put it together takes longer than to ask for it.
@cache
def _file() -> Select[Volunteer, bool]:
    return (
        select(Volunteer, looks.is_noted(Volunteer))
        .where(Volunteer.public_id == bindparam("public_id", type_=String))
        .options(
            # These are few: one row each costs less than a query each.
            joinedload(Volunteer.languages),
            joinedload(Volunteer.offers),
            joinedload(Volunteer.screening),
        )
    )


def _narrowed(session: Session, wanted: VolunteerFilter, now: datetime) -> Select[Volunteer]:
    statement = select(Volunteer)
    if wanted.state is not None:
        statement = statement.where(Volunteer.state == wanted.state)
    if wanted.weeks:
        statement = statement.where(has_a_free_place(), ready_for(Volunteer, wanted.weeks, now))
    if wanted.place:
        statement = statement.where(narrowing.lives_in(Volunteer, wanted.place))
    if wanted.language:
        statement = statement.where(narrowing.speaks(Volunteer, wanted.language))
    if wanted.name:
        statement = statement.where(narrowing.called(session, Volunteer.id, wanted.name))
    return statement


def _keys(order: Order[VolunteerColumn]) -> list[Key]:
    by, down = order.by, order.descending
    keys = {
        VolunteerColumn.SIGNED_UP: [Key(Volunteer.created_at, down)],
        VolunteerColumn.STATE: [Key(along(Volunteer.state, VolunteerState), down)],
        VolunteerColumn.PLACE: known_first(Volunteer.postcode, "", descending=down),
    }
    return [*keys[by], Key(narrowing.PARTY_ID, down)]
