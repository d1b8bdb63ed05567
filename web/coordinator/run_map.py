"""The map of a run, and the same in words."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.coordinator.blueprint import blueprint
from web.coordinator.runs import run_of
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import map as maps


@blueprint.get("/runs/<public_id>/map.json")
@allow(Role.COORDINATOR)
def run_map(public_id: str) -> ResponseReturnValue:
    """What `static/js/map.js` draws."""
    drawn = maps.of_run(db.session(), run_of(public_id))
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
            }
            for point in drawn.points
        ],
        "pairs": [
            {
                "id": pair.public_id,
                "from": pair.volunteer,
                "to": pair.household,
                "label": f"{names[pair.volunteer]} – {names[pair.household]}",
            }
            for pair in drawn.pairs
        ],
        "places": [
            {"name": place.name, "lat": place.latitude, "lon": place.longitude}
            for place in drawn.places
        ],
    }


@blueprint.get("/runs/<public_id>/table")
@allow(Role.COORDINATOR)
def run_table(public_id: str) -> str:
    """The map in words, for who cannot see it."""
    found = run_of(public_id)
    drawn = maps.of_run(db.session(), found)
    return render_template(
        "coordinator/run_table.html",
        run=found,
        drawn=drawn,
        people={point.public_id: point for point in drawn.points},
    )
