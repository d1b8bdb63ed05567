"""Pausing a volunteer or a household, and bringing them back."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import households, shared, volunteers
from web.coordinator.blueprint import blueprint
from web.coordinator.hand_forms import BreakForm
from web.extensions import db
from web.models import Household, Volunteer
from web.models.vocabulary import PauseReason, Role
from web.services import households as household_services
from web.services import pauses as services
from web.services import volunteers as volunteer_services


@blueprint.post("/households/<public_id>/pause")
@allow(Role.COORDINATOR)
def household_pause(public_id: str) -> ResponseReturnValue:
    return _pause(household_services.by_public_id(db.session(), public_id))


@blueprint.post("/households/<public_id>/resume")
@allow(Role.COORDINATOR)
def household_resume(public_id: str) -> ResponseReturnValue:
    said = _("Back again: this household takes part in the next run.")
    return _resume(household_services.by_public_id(db.session(), public_id), said)


@blueprint.post("/volunteers/<public_id>/pause")
@allow(Role.COORDINATOR)
def volunteer_pause(public_id: str) -> ResponseReturnValue:
    return _pause(volunteer_services.by_public_id(db.session(), public_id))


@blueprint.post("/volunteers/<public_id>/resume")
@allow(Role.COORDINATOR)
def volunteer_resume(public_id: str) -> ResponseReturnValue:
    said = _("Back again: this volunteer takes part in the next run.")
    return _resume(volunteer_services.by_public_id(db.session(), public_id), said)


def _pause(who: Volunteer | Household) -> ResponseReturnValue:
    form, kind, public_id = BreakForm(), who.kind, who.public_id
    show = volunteers.show if isinstance(who, Volunteer) else households.show
    if not form.validate():
        return show(public_id, pausing=form), 422
    return shared.act(
        lambda: services.pause(
            db.session(),
            who,
            me(),
            shared.now(),
            reason=PauseReason(form.reason.data),
            until=form.until.data,
        ),
        said=_("Paused: no new proposals for now."),
        then=url_for(f"coordinator.{kind}", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem, pausing=form),
    )


def _resume(who: Volunteer | Household, said: str) -> ResponseReturnValue:
    kind, public_id = who.kind, who.public_id
    show = volunteers.show if isinstance(who, Volunteer) else households.show
    return shared.act(
        lambda: services.resume(db.session(), who, me(), shared.now()),
        said=said,
        then=url_for(f"coordinator.{kind}", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem),
    )
