"""The map of a run, and the same in words."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from web.access import allow
from web.coordinator import map_data, proposal_list, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.proposal_list import run_of
from web.extensions import db
from web.models import MatchRun
from web.models.vocabulary import Role
from web.queries import map as maps
from web.queries.map import RunMap


@blueprint.get("/runs/<public_id>/map.json")
@allow(Role.COORDINATOR)
def run_map(public_id: str) -> ResponseReturnValue:
    """What `static/js/map.js` draws."""
    return map_data.of(_drawn(run_of(public_id)))


@blueprint.get("/runs/<public_id>/table")
@allow(Role.COORDINATOR)
def run_table(public_id: str) -> str:
    """The map in words, for who cannot see it."""
    found = run_of(public_id)
    drawn = _drawn(found)
    return render_template(
        "coordinator/run_table.html",
        run=found,
        drawn=drawn,
        arguments=proposal_list.kept(),
        people=drawn.people,
        waiting=[point for point in drawn.points if point.waiting],
    )


def _drawn(run: MatchRun) -> RunMap:
    """What the list shows, on the map."""
    return maps.of_run(db.session(), run, proposal_list.wanted(), shared.page_asked(), shared.now())
