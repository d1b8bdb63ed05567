"""Match runs: starting one, watching it, and going through what it proposes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import (
    among_proposals,
    glance,
    lists,
    phrases,
    promise_words,
    proposal_list,
    shared,
)
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import RejectForm, VersionForm
from web.coordinator.proposal_list import run_of
from web.errors import ErrorPage
from web.extensions import db
from web.messages.desk_words import reject_reason
from web.models.vocabulary import RejectReason, Role
from web.queries import findings
from web.queries import map as maps
from web.queries import runs as queries
from web.services import match_runs as services
from web.services.progress import UNDER_WAY


@blueprint.post("/runs")
@allow(Role.COORDINATOR)
def start_run() -> ResponseReturnValue:
    scheme = shared.found(current_scheme())
    run = services.start(db.session(), scheme, actor=me(), now=shared.now())
    return redirect(url_for("coordinator.run", public_id=run.public_id), 303)


@blueprint.get("/runs/<public_id>")
@allow(Role.COORDINATOR)
def run(public_id: str) -> str:
    return show(public_id)


@blueprint.post("/runs/<public_id>/cancel")
@allow(Role.COORDINATOR)
def cancel_run(public_id: str) -> ResponseReturnValue:
    session = db.session()
    found = services.by_public_id(session, public_id)
    return shared.act(
        lambda: services.cancel(session, found, actor=me(), now=shared.now()),
        said=_("Cancelled. Nothing was written."),
        then=url_for("coordinator.run", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem),
    )


def show(
    public_id: str,
    *,
    problem: ErrorPage | None = None,
    refusals: Sequence[str] = (),
    refused: tuple[str, VersionForm] | None = None,
) -> str:
    """The page of a run as it is now.

    Args:
        problem: what could not be done.
        refusals: the pairs with which it could not, a sentence each.
        refused: the one match with which it could not, and what was typed.
    """
    session, found = db.session(), run_of(public_id)
    if found.progress in UNDER_WAY:
        return render_template("coordinator/run_progress.html", run=found)
    told = findings.told(session, found)
    rejected, now = request.args.get("rejected", "")[:40], shared.now()
    wanted = proposal_list.wanted()
    if refused and problem:
        refusals = [among_proposals.pair_named(refused[0])]
    return render_template(
        "coordinator/run.html",
        run=found,
        unkept_pins=queries.unkept_pins(session, found),
        receipt=told.receipt,
        unkept_promises=promise_words.unkept_by(told.unkept_promises),
        found=queries.proposed(session, found, wanted, shared.page_asked(), now, rejected),
        problem=problem,
        refusals=refusals,
        # What was typed is kept in the place where it was.
        typed={refused[0]: refused[1]} if refused and isinstance(refused[1], RejectForm) else {},
        # Where the next best one is offered: in front of the proposal that follows.
        at=request.args.get("at", ""),
        tick_all="all" in request.args,
        criteria_of=phrases.criteria_of,
        glance_of=glance.lines_of,
        leaving_of=glance.leaving_of,
        reject_reasons=[(reason.value, reject_reason(reason)) for reason in RejectReason],
        most_drawn=maps.MOST_DRAWN,
        now=now,
        **lists.shown(wanted, proposal_list.kept()),
    )


@blueprint.get("/runs/<public_id>/progress")
@allow(Role.COORDINATOR)
def run_progress(public_id: str) -> ResponseReturnValue:
    found = run_of(public_id)
    part = render_template("coordinator/_run_progress.html", run=found)
    return shared.progress_part(part, over=found.progress not in UNDER_WAY)
