"""Match runs: starting one, watching it, and going through what it proposes."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import map_data, phrases, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages import waiting
from web.messages.desk_words import reject_reason
from web.models import MatchRun
from web.models.vocabulary import Progress, RejectReason, Role
from web.queries import map as maps
from web.queries import runs as queries
from web.services import match_runs as services

RUNNING = frozenset({Progress.QUEUED, Progress.RUNNING})


@blueprint.get("/runs")
@allow(Role.COORDINATOR)
def runs() -> str:
    return render_template(
        "coordinator/runs.html",
        found=queries.listed(db.session(), shared.page_asked()),
        counts=shared.desk_counts(),
    )


@blueprint.post("/runs")
@allow(Role.COORDINATOR)
def start_run() -> ResponseReturnValue:
    scheme = shared.found(current_scheme())
    run = services.start(db.session(), scheme, actor=me(), now=shared.now())
    return redirect(url_for("coordinator.run", public_id=run.public_id), 303)


@blueprint.get("/runs/<public_id>")
@allow(Role.COORDINATOR)
def run(public_id: str) -> str:
    found = _run(public_id)
    if found.progress in RUNNING:
        return render_template("coordinator/run_progress.html", run=found)
    return render_template(
        "coordinator/run.html",
        run=found,
        found=queries.proposals(db.session(), found, shared.page_asked()),
        criteria_of=phrases.criteria_of,
        summary_of=phrases.summary_of,
        reject_reasons=[(reason.value, reject_reason(reason)) for reason in RejectReason],
        now=shared.now(),
    )


@blueprint.get("/runs/<public_id>/progress")
@allow(Role.COORDINATOR)
def run_progress(public_id: str) -> ResponseReturnValue:
    """The part of a page that shows how far a run is; asks for the whole page when it is done."""
    found = _run(public_id)
    response = make_response(render_template("coordinator/_run_progress.html", run=found))
    if found.progress not in RUNNING:
        response.headers["HX-Refresh"] = "true"
    return response


@blueprint.get("/runs/<public_id>/waiting")
@allow(Role.COORDINATOR)
def run_waiting(public_id: str) -> str:
    found = _run(public_id)
    return render_template(
        "coordinator/run_waiting.html",
        run=found,
        page=queries.waiting(db.session(), found, shared.page_asked()),
        funnel_sentences=waiting.funnel_sentences,
        relaxation_sentence=waiting.relaxation_sentence,
        now=shared.now(),
    )


@blueprint.get("/runs/<public_id>/map.json")
@allow(Role.COORDINATOR)
def run_map(public_id: str) -> ResponseReturnValue:
    """What `static/js/map.js` draws."""
    return map_data.of(maps.of_run(db.session(), _run(public_id)))


@blueprint.get("/runs/<public_id>/table")
@allow(Role.COORDINATOR)
def run_table(public_id: str) -> str:
    """The map in words, for who cannot see it."""
    found = _run(public_id)
    drawn = maps.of_run(db.session(), found)
    return render_template(
        "coordinator/run_table.html",
        run=found,
        drawn=drawn,
        people=drawn.people,
    )


def _run(public_id: str) -> MatchRun:
    return shared.found(queries.by_public_id(db.session(), public_id))
