"""Deciding about proposals: approve, reject, allow again."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import among_proposals, matches, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import RejectForm, VersionForm
from web.extensions import db
from web.models.vocabulary import RejectReason, Role
from web.services import matches as services


@blueprint.post("/matches/<public_id>/approve")
@allow(Role.COORDINATOR)
def approve(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.approve(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Approved. Both sides get a message in their language; until then you can undo this."),
        then=_next_page(public_id),
    )


@blueprint.post("/matches/<public_id>/undo")
@allow(Role.COORDINATOR)
def undo(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.undo(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Undone. Nobody was asked, and it is a proposal again."),
        then=among_proposals.same_place(public_id),
    )


@blueprint.post("/matches/<public_id>/reject")
@allow(Role.COORDINATOR)
def reject(public_id: str) -> ResponseReturnValue:
    form = RejectForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.reject(
            db.session(),
            found,
            actor=me(),
            reason=RejectReason(form.reason.data),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Rejected. These two are not proposed to each other again."),
        then=_next_best(public_id),
    )


@blueprint.post("/matches/<public_id>/lift")
@allow(Role.COORDINATOR)
def lift(public_id: str) -> ResponseReturnValue:
    return matches.step(
        public_id,
        VersionForm(),
        lambda found: services.lift(db.session(), found, actor=me(), now=shared.now()),
        _("These two may be proposed to each other again."),
    )


def _next_page(public_id: str) -> str:
    """Back to the proposals, at the next one; elsewhere the page of the match."""
    following = request.form.get("next", "")[:40]
    return (
        among_proposals.page(following)
        if among_proposals.run_asked()
        else matches.this_page(public_id)
    )


def _next_best(public_id: str) -> str:
    """Back to the proposals, where the run's next best volunteer is offered at once."""
    if not among_proposals.run_asked():
        return matches.this_page(public_id)
    following = request.form.get("next", "")[:40]
    return among_proposals.page("instead", rejected=public_id, at=following)
