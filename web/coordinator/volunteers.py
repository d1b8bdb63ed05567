"""The page of a volunteer with the steps of their path."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import looks, next_steps, shared, timelines
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import ScreeningForm
from web.coordinator.hand_forms import BreakForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Volunteer
from web.models.vocabulary import Role
from web.queries import decided, notes
from web.queries import volunteers as queries
from web.services import addresses
from web.services import volunteers as services


@blueprint.get("/volunteers/<public_id>")
@allow(Role.COORDINATOR)
def volunteer(public_id: str) -> str:
    return show(public_id)


@blueprint.post("/volunteers/<public_id>/trained")
@allow(Role.COORDINATOR)
def volunteer_trained(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.mark_trained(db.session(), who, me(), shared.now()),
        _("The training is recorded."),
    )


@blueprint.post("/volunteers/<public_id>/screening")
@allow(Role.COORDINATOR)
def volunteer_screening(public_id: str) -> ResponseReturnValue:
    form = ScreeningForm()
    if not form.validate():
        return show(public_id, screening=form), 422
    return _step(
        public_id,
        lambda who: services.record_screening(
            db.session(),
            who,
            me(),
            seen_on=form.seen_on.data,
            passed=form.outcome.data == "yes",
            renew_on=form.renew_on.data,
            now=shared.now(),
        ),
        _("The check is recorded."),
        screening=form,
    )


@blueprint.post("/volunteers/<public_id>/ready")
@allow(Role.COORDINATOR)
def volunteer_ready(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.make_ready(db.session(), who, me(), shared.now()),
        _("Ready: this volunteer takes part in the next run."),
    )


@blueprint.post("/volunteers/<public_id>/leave")
@allow(Role.COORDINATOR)
def volunteer_leave(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.leave(db.session(), who, me(), shared.now()),
        _("This volunteer has left the scheme."),
    )


@blueprint.post("/volunteers/<public_id>/address")
@allow(Role.COORDINATOR)
def volunteer_address(public_id: str) -> str:
    who = _file_of(public_id).volunteer
    street = addresses.show(db.session(), who, actor=me(), now=shared.now())
    return show(public_id, street=street)


def _file_of(public_id: str) -> queries.VolunteerFile:
    return shared.found(queries.file_of(db.session(), public_id, me(), shared.now()))


def _step(
    public_id: str,
    do: Callable[[Volunteer], object],
    said: str,
    *,
    screening: ScreeningForm | None = None,
) -> ResponseReturnValue:
    who = _file_of(public_id).volunteer
    return shared.act(
        lambda: do(who),
        said=said,
        then=url_for("coordinator.volunteer", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem, screening=screening),
    )


def show(
    public_id: str,
    *,
    problem: ErrorPage | None = None,
    screening: ScreeningForm | None = None,
    street: str | None = None,
    pausing: BreakForm | None = None,
) -> str:
    found = _file_of(public_id)
    looks.note(found.volunteer, is_noted=found.look_is_noted)
    return render_template(
        "coordinator/volunteer.html",
        found=found,
        volunteer=found.volunteer,
        missing=next_steps.missing_of(found.volunteer),
        next_step=next_steps.of_volunteer(found, shared.today()),
        pausing=pausing or BreakForm(formdata=None),
        pausing_open=pausing is not None,
        decided=decided.of_person(db.session(), found.volunteer),
        timeline=timelines.of_person(found.volunteer),
        notes=notes.on(db.session(), found.volunteer),
        problem=problem,
        screening=screening or ScreeningForm(formdata=None),
        screening_open=screening is not None,
        street=street,
        today=shared.today(),
    )
