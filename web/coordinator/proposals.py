"""Deciding about proposals: approve, reject, allow again."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import matches, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import RejectForm, VersionForm
from web.extensions import db
from web.models.vocabulary import RejectReason, Role
from web.queries.paging import Beside
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
        _("Approved. Both sides get a message in their language."),
        then=_next_page(public_id),
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
        then=_next_page(public_id),
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
    """Back to the proposals that the button stood among, at the next one, else the match."""
    run = request.form.get("run", "")[:40]
    if not run:
        return matches.this_page(public_id)
    page = Beside.read(request.form.get("page", ""))
    anchor = request.form.get("next", "")[:40]
    return url_for("coordinator.run", public_id=run, page=page, _anchor=anchor or "proposals")
