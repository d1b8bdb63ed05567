"""One question to the whole desk: people and matches by name, by place or by contact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.geocoding import postcodes_called
from web.models import Household, Match, Party, Volunteer
from web.models.base import Public
from web.models.household import REFERENCE
from web.models.name_part import SHORTEST
from web.queries.narrowing import called
from web.queries.order import Key
from web.queries.paging import PAGE_SIZE, Beside, Page, count_of, page_of

Person = TypeVar("Person", Volunteer, Household)
Thing = TypeVar("Thing", bound=Public)
# Of each kind, where all kinds are shown.
FIRST_FEW = 8


class Kind(StrEnum):
    """What can be found."""

    VOLUNTEERS = "volunteers"
    HOUSEHOLDS = "households"
    MATCHES = "matches"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and the keyed hashes of the address or number that it may be."""

    text: str
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Pages of what fits, and the names of a match's two sides by their ids."""

    volunteers: Page[Volunteer] | None
    households: Page[Household] | None
    matches: Page[Match] | None
    names: dict[int, str]

    @property
    def is_empty(self) -> bool:
        pages = (self.volunteers, self.households, self.matches)
        return not any(page.total for page in pages if page)


def everything(session: Session, asked: Asked) -> Found:
    """The newest few of each kind. Seven queries."""
    volunteers = _page(session, _people(session, Volunteer, asked), Volunteer.id, None, FIRST_FEW)
    households = _page(session, _people(session, Household, asked), Household.id, None, FIRST_FEW)
    matches = _page(session, _matches(session, asked), Match.id, None, FIRST_FEW)
    return Found(volunteers, households, matches, _names(session, matches.rows))


def of_kind(session: Session, asked: Asked, kind: Kind, beside: Beside | None) -> Found:
    """One page of one kind, the newest first. Three queries, one more beside a row."""
    if kind is Kind.VOLUNTEERS:
        people = _people(session, Volunteer, asked)
        return Found(_page(session, people, Volunteer.id, beside, PAGE_SIZE), None, None, {})
    if kind is Kind.HOUSEHOLDS:
        families = _people(session, Household, asked)
        return Found(None, _page(session, families, Household.id, beside, PAGE_SIZE), None, {})
    matches = _page(session, _matches(session, asked), Match.id, beside, PAGE_SIZE)
    return Found(None, None, matches, _names(session, matches.rows))


def _page(
    session: Session,
    fitting: Select[Thing],
    row_id: InstrumentedAttribute[int],
    beside: Beside | None,
    size: int,
) -> Page[Thing]:
    total = count_of(session, fitting)
    return page_of(session, fitting, [Key(row_id, descending=True)], beside, total=total, size=size)


def _people(session: Session, side: type[Person], asked: Asked) -> Select[Person]:
    ways = [called(session, side.id, asked.text)]
    for name, postcodes in _with_a_place(asked.text):
        lives = side.postcode.in_(postcodes)
        ways.append(and_(lives, called(session, side.id, name)) if name else lives)
    if asked.contacts:
        ways += [side.email_key.in_(asked.contacts), side.phone_key.in_(asked.contacts)]
    if len(asked.text) == REFERENCE:
        ways.append(side.public_id.startswith(asked.text, autoescape=True))
    return select(side).where(or_(*ways))


def _matches(session: Session, asked: Asked) -> Select[Match]:
    """Those whose two people have every word of a name between them; or a household lives there."""
    ways = [_two_called(session, asked.text)]
    for name, postcodes in _with_a_place(asked.text):
        there = select(Household.id).where(Household.postcode.in_(postcodes))
        lives = Match.household_id.in_(there)
        ways.append(and_(lives, _two_called(session, name)) if name else lives)
    if asked.contacts:
        keys = asked.contacts
        known = select(Party.id).where(or_(Party.email_key.in_(keys), Party.phone_key.in_(keys)))
        ways += [Match.volunteer_id.in_(known), Match.household_id.in_(known)]
    return select(Match).where(or_(*ways))


def _two_called(session: Session, name: str) -> ColumnElement[bool]:
    words = name.split()
    # As for one name: a single letter says too little beside a word.
    said = [word for word in words if len(word) >= SHORTEST] or words
    sides = (Match.volunteer_id, Match.household_id)
    return and_(*(or_(*(called(session, side, word) for side in sides)) for word in said))


def _with_a_place(text: str) -> Iterator[tuple[str, list[str]]]:
    """The text as a place, and as a name before or behind one: 'Maes Courtrai'."""
    words = text.split()
    for cut in range(len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        readings = {(first, last), (last, first)} if first else {("", last)}
        for name, place in sorted(readings):
            if postcodes := postcodes_called(place):
                yield name, postcodes


def _names(session: Session, matches: Sequence[Match]) -> dict[int, str]:
    """The names of both sides by their ids. One query, or none for no match."""
    ids = {party for match in matches for party in (match.volunteer_id, match.household_id)}
    if not ids:
        return {}
    rows = session.execute(
        select(Party.id, Party.first_name, Party.last_name).where(Party.id.in_(ids))
    )
    return {party_id: f"{first} {last}".strip() for party_id, first, last in rows}
