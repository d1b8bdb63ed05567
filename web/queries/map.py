"""Who lives about where: snapped points, never an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import cos, radians, sin, sqrt
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from matcher import Comparison
from web.geocoding.places import load_gazetteer
from web.messages.places import place, town_called
from web.models import Match, MatchRun, Party
from web.queries import findings, proposals
from web.queries.paging import Beside, Page, count_of, page_of
from web.queries.proposals import ProposalFilter

MOST_PLACES = 24
# So many proposals, which is a scheme's whole run, and so many households left waiting: with more a
# map is a blot, and slow.
MOST_DRAWN = 200
_GOLDEN_ANGLE = 2.399963
# About 70 m: people of one cell stand beside each other instead of hiding each other.
_STEP_DEGREES = 0.00065
_MARGIN_DEGREES = 0.03

_PEOPLE = select(
    Party.id,
    Party.public_id,
    Party.kind,
    Party.first_name,
    Party.postcode,
    Party.locality,
    Party.latitude,
    Party.longitude,
)


class Mark(StrEnum):
    """What another policy would change for a household."""

    GAINS = "gains"
    LOSES = "loses"


class Change(StrEnum):
    """Whether a pair is there under both policies, or under one."""

    KEPT = "kept"
    GAINED = "gained"
    LOST = "lost"


class Located(Protocol):
    """Whatever has a place."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Point:
    """Someone on the map; `waiting` is a household that the run found nobody for.

    `mark` says what a preview would change for a household: a word of `Mark`, or nothing.
    """

    public_id: str
    kind: str
    name: str
    place: str
    latitude: float
    longitude: float
    waiting: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal, by the public ids of the match and its two sides.

    `change` is a word of `Change` where a preview is drawn, else nothing.
    """

    public_id: str
    volunteer: str
    household: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class RunMap:
    """`page` tells of how many proposals of a run the pairs are some.

    `waiting` is how many households the run left waiting, drawn or not.
    """

    points: Sequence[Point]
    pairs: Sequence[Pair]
    places: Sequence[PlaceName]
    page: Page[Match] | None = None
    waiting: int = 0

    @property
    def people(self) -> dict[str, Point]:
        return {point.public_id: point for point in self.points}


def of_run(
    session: Session, run: MatchRun, wanted: ProposalFilter, asked: Beside | None, now: datetime
) -> RunMap:
    """The proposals of a run that fit and the households left waiting. At most six queries.

    Of more proposals than can be drawn those from a page of the list on, as `runs.proposed` has
    it; of the households the first.
    """
    proposed = proposals.fitting(session, run, wanted, now)
    total = count_of(session, proposed)
    page = page_of(
        session,
        proposed.options(load_only(Match.public_id, Match.volunteer_id, Match.household_id)),
        proposals.keys(wanted.order),
        asked if total > MOST_DRAWN else None,
        total=total,
        size=MOST_DRAWN,
    )
    ends = page.rows
    matched = {end for row in ends for end in (row.volunteer_id, row.household_id)}
    waiting = findings.left_waiting(session, run)
    left = {str(row["household"]) for row in waiting[:MOST_DRAWN]}
    # Somebody may have been proposed by hand to a household that the run left waiting.
    people = {
        row.id: row
        for some in (Party.id.in_(matched), Party.public_id.in_(left))
        for row in session.execute(_PEOPLE.where(some))
    }
    placed = [
        row for row in people.values() if row.latitude is not None and row.longitude is not None
    ]
    points = side_by_side(_point(row, waiting=row.id not in matched) for row in placed)
    name_of = {row.id: row.public_id for row in placed}
    pairs = [
        Pair(row.public_id, name_of[row.volunteer_id], name_of[row.household_id])
        for row in ends
        if row.volunteer_id in name_of and row.household_id in name_of
    ]
    return RunMap(points, pairs, places_around(points), page, len(waiting))


def of_comparison(session: Session, found: Comparison) -> RunMap:
    """The pairs under two policies, with what another one would change. One query."""
    marks = dict.fromkeys(found.households_gaining, Mark.GAINS) | dict.fromkeys(
        found.households_losing, Mark.LOSES
    )
    changes = [
        (Change.LOST, found.lost),
        (Change.KEPT, found.kept),
        (Change.GAINED, found.gained),
    ]
    pairs = [
        Pair(f"{volunteer} {household}", volunteer, household, change)
        for change, some in changes
        for volunteer, household in some
    ]
    ids = {end for pair in pairs for end in (pair.volunteer, pair.household)}
    points = side_by_side(
        _point(row, mark=marks.get(row.public_id, ""))
        for row in session.execute(_PEOPLE.where(Party.public_id.in_(ids)).order_by(Party.id))
        # Somebody may have left or moved since they were compared.
        if row.latitude is not None and row.longitude is not None
    )
    there = {point.public_id for point in points}
    seen = [pair for pair in pairs if {pair.volunteer, pair.household} <= there]
    return RunMap(points, seen, places_around(points))


def _point(row: Any, *, waiting: bool = False, mark: str = "") -> Point:  # noqa: ANN401 - a row
    return Point(
        row.public_id,
        row.kind,
        row.first_name,
        place(row),
        row.latitude,
        row.longitude,
        waiting,
        mark,
    )


def side_by_side(points: Iterable[Point]) -> list[Point]:
    """Spread those of one cell on a spiral around its middle."""
    seen: Counter[tuple[float, float]] = Counter()
    spread = []
    for point in points:
        cell = (point.latitude, point.longitude)
        turn = seen[cell]
        seen[cell] += 1
        away = _STEP_DEGREES * sqrt(turn)
        east = cos(turn * _GOLDEN_ANGLE) / cos(radians(point.latitude))
        spread.append(
            replace(
                point,
                latitude=point.latitude + away * sin(turn * _GOLDEN_ANGLE),
                longitude=point.longitude + away * east,
            )
        )
    return spread


def places_around(points: Sequence[Located]) -> list[PlaceName]:
    """The largest towns in sight, so that a map without tiles can be read."""
    if not points:
        return []
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    south, north = min(latitudes) - _MARGIN_DEGREES, max(latitudes) + _MARGIN_DEGREES
    west, east = min(longitudes) - _MARGIN_DEGREES, max(longitudes) + _MARGIN_DEGREES
    towns = [
        town
        for town in load_gazetteer().localities
        if town.kind == "municipality"
        and south <= town.latitude <= north
        and west <= town.longitude <= east
    ]
    towns.sort(key=lambda town: town.standing)
    return [
        PlaceName(town_called(town.name, town.postcode), town.latitude, town.longitude)
        for town in towns[:MOST_PLACES]
    ]
