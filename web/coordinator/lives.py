"""A match that lives: pausing it, letting it go on, ending it, and taking an end back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import EndForm, VersionForm
from web.coordinator.hand_forms import ClosingForm, PauseForm, ReopenForm
from web.coordinator.matches import step
from web.models.vocabulary import Role
from web.services import matches as services


@blueprint.post("/matches/<public_id>/pause")
@allow(Role.COORDINATOR)
def pause(public_id: str) -> ResponseReturnValue:
    said = _("Paused. Nobody is asked anything until it goes on.")
    return step(public_id, PauseForm(), services.pause, said)


@blueprint.post("/matches/<public_id>/resume")
@allow(Role.COORDINATOR)
def resume(public_id: str) -> ResponseReturnValue:
    return step(public_id, VersionForm(), services.resume, _("Active again."))


@blueprint.post("/matches/<public_id>/end")
@allow(Role.COORDINATOR)
def end(public_id: str) -> ResponseReturnValue:
    return step(public_id, ClosingForm(), services.end, _("The match has ended."))


@blueprint.post("/matches/<public_id>/cancel")
@allow(Role.COORDINATOR)
def cancel(public_id: str) -> ResponseReturnValue:
    said = _("Cancelled. The household is on the waiting list again, with its old place.")
    return step(public_id, EndForm(), services.cancel, said)


@blueprint.post("/matches/<public_id>/reopen")
@allow(Role.COORDINATOR)
def reopen(public_id: str) -> ResponseReturnValue:
    said = _("The match goes on, as if it had not ended.")
    return step(public_id, ReopenForm(), services.reopen, said)
