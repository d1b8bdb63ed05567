"""The page of a household with the steps of its path."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import changes, looks, next_steps, shared, timelines
from web.coordinator.blueprint import blueprint
from web.coordinator.colleague_forms import CaseloadForm
from web.coordinator.hand_forms import BreakForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Household
from web.models.vocabulary import Role
from web.queries import decided, notes
from web.queries import households as queries
from web.services import addresses
from web.services import households as services


@blueprint.get("/households/<public_id>")
@allow(Role.COORDINATOR)
def household(public_id: str) -> str:
    return show(public_id)


@blueprint.post("/households/<public_id>/intake")
@allow(Role.COORDINATOR)
def household_intake(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.start_intake(db.session(), who, me(), shared.now()),
        _("The intake has begun."),
    )


@blueprint.post("/households/<public_id>/ready")
@allow(Role.COORDINATOR)
def household_ready(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.make_ready(db.session(), who, me(), shared.now()),
        _("Ready: this household takes part in the next run."),
    )


@blueprint.post("/households/<public_id>/leave")
@allow(Role.COORDINATOR)
def household_leave(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.leave(db.session(), who, me(), shared.now()),
        _("This household has left the scheme."),
    )


@blueprint.post("/households/<public_id>/address")
@allow(Role.COORDINATOR)
def household_address(public_id: str) -> str:
    who = _file_of(public_id).household
    street = addresses.show(db.session(), who, actor=me(), now=shared.now())
    return show(public_id, street=street)


def _file_of(public_id: str) -> queries.HouseholdFile:
    return shared.found(queries.file_of(db.session(), public_id, me(), shared.now()))


def _step(public_id: str, do: Callable[[Household], object], said: str) -> ResponseReturnValue:
    who = _file_of(public_id).household
    return shared.act(
        lambda: do(who),
        said=said,
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem),
    )


def show(
    public_id: str,
    *,
    problem: ErrorPage | None = None,
    street: str | None = None,
    caseload: CaseloadForm | None = None,
    pausing: BreakForm | None = None,
) -> str:
    found = _file_of(public_id)
    looks.note(found.household, is_noted=found.look_is_noted)
    return render_template(
        "coordinator/household.html",
        found=found,
        household=found.household,
        missing=next_steps.missing_of(found.household),
        next_step=next_steps.of_household(found),
        pausing=pausing or BreakForm(formdata=None),
        pausing_open=pausing is not None,
        decided=decided.of_person(db.session(), found.household),
        timeline=timelines.of_person(found.household),
        notes=notes.on(db.session(), found.household),
        outlook=changes.outlook_of(found),
        problem=problem,
        street=street,
        caseload=caseload or CaseloadForm.of(found.household),
        now=shared.now(),
        today=shared.today(),
    )
