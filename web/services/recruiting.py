"""Where one more volunteer would add most: the radar over the scheme as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matcher import RadarCell, radar
from web.models import Household, Scheme, Volunteer
from web.models.vocabulary import HouseholdState
from web.queries.waiting import has_a_free_place, is_waiting
from web.services import clock, matching_input

# Up to so many the radar takes less than half a second, and is computed while somebody waits.
MOST_VOLUNTEERS, MOST_HOUSEHOLDS = 500, 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody to look for: where they live, what they speak, when they are free.

    `slots` are the moments of the week that are equally good, one of which is enough. `families`
    would gain by such a volunteer; the whole scheme would have `pairs` more, or `points` more.
    The point is the middle of the area's households.
    """

    area: str
    language: str
    slots: int
    families: int
    pairs: int
    points: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whom to look for, the most useful first; unknown where too many people are ready."""

    households: int
    wanted: tuple[Wanted, ...] = ()
    is_too_large: bool = False


def look(session: Session, scheme: Scheme, *, now: datetime) -> Outlook:
    """Everybody worth looking for. At most ten queries."""
    if _more_than(session, scheme, Volunteer, has_a_free_place(), MOST_VOLUNTEERS) or _more_than(
        session, scheme, Household, is_waiting(), MOST_HOUSEHOLDS
    ):
        return Outlook(households=0, is_too_large=True)
    entrants = matching_input.entrants_of(session, scheme.id)
    policy = matching_input.policy_of(session, scheme)
    inputs = matching_input.assemble(session, scheme.id, entrants, policy, now)
    cells = radar(
        inputs.volunteers,
        inputs.households,
        inputs.policy,
        _areas(session, scheme),
        now=now.astimezone(clock.ZONE),
    )
    return Outlook(len(entrants["households"]), _joined(cells))


def _more_than(
    session: Session,
    scheme: Scheme,
    side: type[Volunteer | Household],
    fits: ColumnElement[bool],
    most: int,
) -> bool:
    """Whether so many could take part; as lists have it, without counting anybody's matches."""
    located = select(side.id).where(side.scheme_id == scheme.id, fits, side.latitude.is_not(None))
    return session.scalar(located.offset(most).limit(1)) is not None


def _joined(cells: Iterable[RadarCell]) -> tuple[Wanted, ...]:
    """One row for the moments of the week that would bring the same families the same."""
    rows: dict[tuple[object, ...], Wanted] = {}
    for cell in cells:
        same = (cell.area, cell.language, cell.pairs, cell.points, cell.households)
        families, middle = len(cell.households), cell.newcomer.place
        row = rows.get(same) or Wanted(
            *(cell.area, cell.language, 0, families, cell.pairs, cell.points),
            latitude=middle.latitude,
            longitude=middle.longitude,
        )
        rows[same] = replace(row, slots=row.slots | 1 << cell.slot)
    return tuple(rows.values())


def _areas(session: Session, scheme: Scheme) -> dict[str, str]:
    """The commune of each ready household, or its postcode where no commune is known."""
    rows = session.execute(
        select(Household.public_id, Household.locality, Household.postcode).where(
            Household.scheme_id == scheme.id, Household.state == HouseholdState.READY
        )
    )
    named = {public_id: locality or postcode for public_id, locality, postcode in rows}
    return {public_id: area for public_id, area in named.items() if area}
