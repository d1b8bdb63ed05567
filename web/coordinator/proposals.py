"""Deciding about proposals: approve, reject, allow again."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.coordinator import among_proposals, runs
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import RejectForm, VersionForm
from web.coordinator.matches import Again, step, this_page
from web.models.vocabulary import Role
from web.services import matches as services


@blueprint.post("/matches/<public_id>/approve")
@allow(Role.COORDINATOR)
def approve(public_id: str) -> ResponseReturnValue:
    said = _("Approved. Both sides get a message in their language; until then you can undo this.")
    then, again = _next_page(public_id), _again(public_id)
    return step(public_id, VersionForm(), services.approve, said, then=then, again=again)


@blueprint.post("/matches/<public_id>/undo")
@allow(Role.COORDINATOR)
def undo(public_id: str) -> ResponseReturnValue:
    said = _("Undone. Nobody was asked, and it is a proposal again.")
    then, again = among_proposals.same_place(public_id), _again(public_id)
    return step(public_id, VersionForm(), services.undo, said, then=then, again=again)


@blueprint.post("/matches/<public_id>/reject")
@allow(Role.COORDINATOR)
def reject(public_id: str) -> ResponseReturnValue:
    said = _("Rejected. These two are not proposed to each other again.")
    then, again = _next_best(public_id), _again(public_id)
    return step(public_id, RejectForm(), services.reject, said, then=then, again=again)


@blueprint.post("/matches/<public_id>/lift")
@allow(Role.COORDINATOR)
def lift(public_id: str) -> ResponseReturnValue:
    said = _("These two may be proposed to each other again.")
    return step(public_id, VersionForm(), services.lift, said)


def _again(public_id: str) -> Again | None:
    """The same page of the proposals, with what could not be done and what was typed."""
    run = among_proposals.run_asked()
    if not run:
        return None
    return lambda problem, form: runs.show(run, problem=problem, refused=(public_id, form))


def _next_page(public_id: str) -> str:
    """Back to the proposals, at the next one; elsewhere the page of the match."""
    following = request.form.get("next", "")[:40]
    return among_proposals.page(following) if among_proposals.run_asked() else this_page(public_id)


def _next_best(public_id: str) -> str:
    """Back to the proposals, where the run's next best volunteer is offered at once."""
    if not among_proposals.run_asked():
        return this_page(public_id)
    following = request.form.get("next", "")[:40]
    return among_proposals.page("instead", rejected=public_id, at=following)
