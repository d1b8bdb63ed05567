"""Both sides of matches with all that a page shows of them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload, with_polymorphic

from web.models import Household, Match, Party, Volunteer

_SIDE = with_polymorphic(Party, [Volunteer, Household])


def sides_of(
    session: Session,
    matches: Iterable[Match],
    public_ids: Iterable[str] = (),
    also: Iterable[int] = (),
) -> dict[int, Party]:
    """The parties of these matches and those named beside, by id. Four queries.

    Whoever keeps the result may read `match.volunteer` and `match.household` without another.
    """
    found = [*matches]
    ids = {match.volunteer_id for match in found} | {match.household_id for match in found}
    return load(session, ids.union(also), public_ids)


def named_sides_of(session: Session, matches: Iterable[Match]) -> dict[int, Party]:
    """As `sides_of`, but only how people are called: all that a list shows of them. One query."""
    found = [*matches]
    ids = {match.volunteer_id for match in found} | {match.household_id for match in found}
    rows = session.scalars(
        select(_SIDE)
        .where(_SIDE.id.in_(ids))
        .options(load_only(_SIDE.public_id, _SIDE.first_name, _SIDE.last_name))
    )
    return {party.id: party for party in rows}


def load(session: Session, ids: Iterable[int], public_ids: Iterable[str] = ()) -> dict[int, Party]:
    """Volunteers and households with languages, offers, needs, members and screening."""
    ids, public_ids = [*ids], [*public_ids]
    if not ids and not public_ids:
        return {}
    rows = session.scalars(
        select(_SIDE)
        .where(or_(_SIDE.id.in_(ids), _SIDE.public_id.in_(public_ids)))
        .options(
            selectinload(_SIDE.languages),
            selectinload(_SIDE.offers),
            selectinload(_SIDE.Household.needs),
            joinedload(_SIDE.Household.members),
            joinedload(_SIDE.Volunteer.screening),
        )
    ).unique()
    return {party.id: party for party in rows}
