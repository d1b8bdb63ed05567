"""Both sides of matches with all that a page shows of them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload, with_polymorphic
from sqlalchemy.orm.attributes import set_committed_value

from web.models import Household, Match, Party, Volunteer

_SIDE = with_polymorphic(Party, [Volunteer, Household])
# How somebody is called, and the address of their page.
NAMES = (Party.public_id, Party.first_name, Party.last_name)


def sides_of(
    session: Session,
    matches: Iterable[Match],
    public_ids: Iterable[str] = (),
    also: Iterable[int] = (),
) -> dict[int, Party]:
    """The parties of these matches and those named beside, by id. Three queries.

    Whoever keeps the result may read `match.volunteer` and `match.household` without another.
    """
    return load(session, _ids_of(matches).union(also), public_ids)


def at_a_glance(
    session: Session, matches: Iterable[Match], public_ids: Iterable[str]
) -> dict[int, Party]:
    """As `sides_of`, with languages and members only: what a list of proposals shows. Two queries.

    What they would do together stands in the criteria of the match.
    """
    return _load(session, _glance(), _ids_of(matches), public_ids)


def named_sides_of(session: Session, matches: Iterable[Match]) -> dict[int, Party]:
    """As `sides_of`, but only how people are called: all that a list shows of them. One query."""
    matches = [*matches]
    rows = session.scalars(_named(), {"ids": [*_ids_of(matches)]})
    sides = {party.id: party for party in rows}
    for match in matches:
        # They would be found by themselves, one at a time.
        set_committed_value(match, "volunteer", sides[match.volunteer_id])
        set_committed_value(match, "household", sides[match.household_id])
    return sides


def matches_of(session: Session, person: Volunteer | Household) -> Sequence[Match]:
    """The matches of a person, the newest first, with how the other side is called. One query."""
    found = session.scalars(_matches_of(type(person)), {"person": person.id})
    # A person has few: with an order, SQLite goes through the matches of everybody in that order.
    return sorted(found, key=lambda match: match.proposed_at, reverse=True)


def load(session: Session, ids: Iterable[int], public_ids: Iterable[str] = ()) -> dict[int, Party]:
    """Volunteers and households with languages, offers, needs, members and screening."""
    return _load(session, _whole(), ids, public_ids)


def _ids_of(matches: Iterable[Match]) -> set[int]:
    return {end for match in matches for end in (match.volunteer_id, match.household_id)}


def _load(
    session: Session, wanted: Select[Party], ids: Iterable[int], public_ids: Iterable[str]
) -> dict[int, Party]:
    ids, public_ids = [*ids], [*public_ids]
    if not ids and not public_ids:
        return {}
    rows = session.scalars(wanted, {"ids": ids, "public_ids": public_ids}).unique()
    return {party.id: party for party in rows}


# Written once each: to put them together takes longer than to ask for them.
@cache
def _glance() -> Select[Party]:
    asked = or_(
        _SIDE.id.in_(bindparam("ids", expanding=True)),
        _SIDE.public_id.in_(bindparam("public_ids", expanding=True)),
    )
    shown = (selectinload(_SIDE.languages), joinedload(_SIDE.Household.members))
    return select(_SIDE).where(asked).options(*shown)


@cache
def _whole() -> Select[Party]:
    return _glance().options(
        selectinload(_SIDE.offers),
        joinedload(_SIDE.Household.needs),
        joinedload(_SIDE.Volunteer.screening),
    )


@cache
def _named() -> Select[Party]:
    # What a volunteer or a household has beyond it stays where it is.
    named = select(Party).where(Party.id.in_(bindparam("ids", expanding=True)))
    return named.options(load_only(*NAMES))


@cache
def _matches_of(kind: type[Volunteer | Household]) -> Select[Match]:
    if kind is Volunteer:
        mine, other = Match.volunteer_id, joinedload(Match.household)
        names = other.load_only(Household.public_id, Household.first_name, Household.last_name)
    else:
        mine, other = Match.household_id, joinedload(Match.volunteer)
        names = other.load_only(Volunteer.public_id, Volunteer.first_name, Volunteer.last_name)
    return select(Match).where(mine == bindparam("person", type_=Integer)).options(names)
