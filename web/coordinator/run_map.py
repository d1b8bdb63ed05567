"""The map of a run, and the same in words."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from web.access import allow
from web.coordinator import map_data, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.runs import run_of
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import map as maps


@blueprint.get("/runs/<public_id>/map.json")
@allow(Role.COORDINATOR)
def run_map(public_id: str) -> ResponseReturnValue:
    """What `static/js/map.js` draws."""
    return map_data.of(maps.of_run(db.session(), run_of(public_id), shared.page_asked()))


@blueprint.get("/runs/<public_id>/table")
@allow(Role.COORDINATOR)
def run_table(public_id: str) -> str:
    """The map in words, for who cannot see it."""
    found = run_of(public_id)
    drawn = maps.of_run(db.session(), found, shared.page_asked())
    return render_template(
        "coordinator/run_table.html",
        run=found,
        drawn=drawn,
        people=drawn.people,
        waiting=[point for point in drawn.points if point.waiting],
    )
