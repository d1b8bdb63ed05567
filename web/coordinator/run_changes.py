"""What an open page of proposals learns without being loaded again."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from web.access import allow
from web.coordinator import glance, proposal_list, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.proposal_list import run_of
from web.errors import describe
from web.extensions import db
from web.models.vocabulary import MatchState, Role
from web.queries import findings, runs
from web.queries import run_changes as queries
from web.queries.runs import PROPOSALS_A_PAGE
from web.services.errors import ChangedMeanwhile


@blueprint.get("/runs/<public_id>/changes")
@allow(Role.COORDINATOR)
def run_changes(public_id: str) -> ResponseReturnValue:
    """Who decided what about the proposals that are shown; nothing at all where nothing changed."""
    session = db.session()
    found = run_of(public_id)
    standing = queries.standing(session, found)
    if request.args.get("mark") == standing.mark:
        return "", 204
    shown = [name[:40] for name in request.args.getlist("shown")[:PROPOSALS_A_PAGE]]
    unasked = runs.unasked(session, found, shared.now())
    part = render_template(
        "coordinator/_run_changes.html",
        run=found,
        receipt=findings.told(session, found).receipt,
        mark=standing.mark,
        shown=shown,
        by_state=standing.by_state,
        decided={step.public_id: _said(step) for step in queries.last_steps(session, found, shown)},
        unasked=unasked.matches,
        here=shared.page_asked(),
        arguments=proposal_list.kept(),
        leaving_of=glance.leaving_of,
        now=shared.now(),
    )
    answer = make_response(part)
    # The map listens to this.
    answer.headers["HX-Trigger"] = "map-stale"
    return answer


def _said(step: queries.LastStep) -> str:
    """Who decided and how it stands now; empty while it waits for a decision."""
    if step.state is MatchState.PROPOSED:
        return ""
    return describe(ChangedMeanwhile(step.state, step.by, step.at)).what
