"""A map as `static/js/map.js` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from web.messages import recruiting
from web.queries import map as maps
from web.queries.map import PlaceName, RunMap
from web.services.recruiting import Wanted


def of(drawn: RunMap) -> dict[str, Any]:
    """Who lives about where, the pairs between them, and the names of towns."""
    names = {point.public_id: point.name for point in drawn.points}
    return {
        "points": [
            {
                "id": point.public_id,
                "kind": point.kind,
                "lat": point.latitude,
                "lon": point.longitude,
                "label": point.name,
                "href": url_for(f"coordinator.{point.kind}", public_id=point.public_id),
                "waiting": point.waiting,
                "mark": point.mark,
            }
            for point in drawn.points
        ],
        "pairs": [
            {
                "id": pair.public_id,
                "from": pair.volunteer,
                "to": pair.household,
                "change": pair.change,
                "label": f"{names[pair.volunteer]} – {names[pair.household]}",
            }
            for pair in drawn.pairs
        ],
        "places": places(drawn.places),
    }


def of_areas(wanted: Sequence[Wanted]) -> dict[str, Any]:
    """Each area once, with its first row of the table: the families that somebody would help."""
    first: dict[str, Wanted] = {}
    for row in wanted:
        first.setdefault(row.area, row)
    return {
        "points": [
            {
                "id": row.area,
                "kind": "area",
                "lat": row.latitude,
                "lon": row.longitude,
                "label": recruiting.area_in_words(row.area, row.families, row.language),
                "href": "#whom-to-look-for",
                "number": row.families,
            }
            for row in first.values()
        ],
        "places": places(maps.places_around([*first.values()])),
    }


def places(towns: Sequence[PlaceName]) -> list[dict[str, Any]]:
    return [{"name": town.name, "lat": town.latitude, "lon": town.longitude} for town in towns]
