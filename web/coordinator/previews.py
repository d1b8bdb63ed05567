"""Trying a policy before it is saved: small schemes at once, others while a page shows how far."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.auth import me
from web.coordinator import policy_page, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.policy_forms import PolicyForm
from web.extensions import db
from web.models import PolicyPreview
from web.models.vocabulary import Role
from web.queries import policies as queries
from web.services import previews as services
from web.services.preview_results import Preview
from web.services.progress import UNDER_WAY


@blueprint.post("/policy/preview")
@allow(Role.COORDINATOR)
def preview_policy() -> ResponseReturnValue:
    """What would change, with nothing saved: on this page, or soon on one of its own."""
    form = PolicyForm()
    if not form.validate_for_preview():
        return policy_page.render(form), 422
    found = services.ask(
        db.session(),
        policy_page.scheme(),
        form.tried,
        name=form.name.data,
        actor=me(),
        version=form.seen_version,
        now=shared.now(),
    )
    if isinstance(found, Preview):
        return policy_page.render(form, preview=found)
    return _to(found.public_id)


@blueprint.get("/policy/previews/<public_id>")
@allow(Role.COORDINATOR)
def preview(public_id: str) -> str:
    """How far it is; then the form as it was filled in, with what was found."""
    found = _preview_of(public_id)
    if found.progress in UNDER_WAY:
        return render_template("coordinator/preview_progress.html", work=found)
    form = PolicyForm.of(found.decided, found.name, found.version)
    shown = Preview.from_json(found.result) if found.result else None
    return policy_page.render(form, preview=shown, work=found)


@blueprint.get("/policy/previews/<public_id>/progress")
@allow(Role.COORDINATOR)
def preview_progress(public_id: str) -> ResponseReturnValue:
    found = _preview_of(public_id)
    part = render_template("coordinator/_preview_progress.html", work=found)
    return shared.progress_part(part, over=found.progress not in UNDER_WAY)


@blueprint.post("/policy/previews/<public_id>/cancel")
@allow(Role.COORDINATOR)
def cancel_preview(public_id: str) -> ResponseReturnValue:
    """Who was too late sees what was found."""
    services.cancel(db.session(), _preview_of(public_id), actor=me(), now=shared.now())
    return _to(public_id)


def _to(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("coordinator.preview", public_id=public_id), 303)


def _preview_of(public_id: str) -> PolicyPreview:
    return shared.found(queries.preview(db.session(), public_id))
