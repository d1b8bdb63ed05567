"""A match that lives: pausing it, letting it go on, ending it, and taking an end back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import matches, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import EndForm, VersionForm
from web.coordinator.hand_forms import ClosingForm, PauseForm, ReopenForm
from web.extensions import db
from web.models.vocabulary import EndReason, PauseReason, Role
from web.services import matches as services


@blueprint.post("/matches/<public_id>/pause")
@allow(Role.COORDINATOR)
def pause(public_id: str) -> ResponseReturnValue:
    form = PauseForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.pause(
            db.session(),
            found,
            actor=me(),
            reason=PauseReason(form.reason.data),
            until=form.until.data,
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Paused. Nobody is asked anything until it goes on."),
    )


@blueprint.post("/matches/<public_id>/resume")
@allow(Role.COORDINATOR)
def resume(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.resume(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Active again."),
    )


@blueprint.post("/matches/<public_id>/end")
@allow(Role.COORDINATOR)
def end(public_id: str) -> ResponseReturnValue:
    form = ClosingForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.end(
            db.session(),
            found,
            actor=me(),
            reason=EndReason(form.reason.data),
            note=form.note.data or "",
            closing=form.closing(),
            version=form.seen_version,
            now=shared.now(),
        ),
        _("The match has ended."),
    )


@blueprint.post("/matches/<public_id>/cancel")
@allow(Role.COORDINATOR)
def cancel(public_id: str) -> ResponseReturnValue:
    form = EndForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.cancel(
            db.session(),
            found,
            actor=me(),
            reason=EndReason(form.reason.data),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Cancelled. The household is on the waiting list again, with its old place."),
    )


@blueprint.post("/matches/<public_id>/reopen")
@allow(Role.COORDINATOR)
def reopen(public_id: str) -> ResponseReturnValue:
    form = ReopenForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.reopen(
            db.session(),
            found,
            actor=me(),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("The match goes on, as if it had not ended."),
    )
