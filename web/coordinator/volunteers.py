"""The list of volunteers, and the page of one with the steps of their path."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared, timelines
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import ScreeningForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages.desk_words import step_name
from web.models import Volunteer
from web.models.vocabulary import Role, VolunteerState
from web.queries import volunteers as queries
from web.queries.volunteers import VolunteerFilter, VolunteerOrder
from web.services import addresses, path
from web.services import volunteers as services


@blueprint.get("/volunteers")
@allow(Role.COORDINATOR)
def volunteers() -> str:
    wanted = VolunteerFilter(
        state=shared.word_of(VolunteerState, request.args.get("state")),
        postcode=request.args.get("postcode", "").strip()[:10],
        language=request.args.get("language", "")[:12],
        order=shared.word_of(VolunteerOrder, request.args.get("order")) or VolunteerOrder.NEWEST,
    )
    return render_template(
        "coordinator/volunteers.html",
        found=queries.listed(db.session(), wanted, shared.page_number()),
        wanted=wanted,
        arguments=_kept(wanted),
        states=VolunteerState,
        orders=_order_names(),
        languages=shared.language_choices(),
    )


@blueprint.get("/volunteers/<public_id>")
@allow(Role.COORDINATOR)
def volunteer(public_id: str) -> str:
    return _page(public_id)


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
        return _page(public_id, screening=form), 422
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


@blueprint.post("/volunteers/<public_id>/pause")
@allow(Role.COORDINATOR)
def volunteer_pause(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.pause(db.session(), who, me(), shared.now()),
        _("Paused: no new proposals until you resume."),
    )


@blueprint.post("/volunteers/<public_id>/resume")
@allow(Role.COORDINATOR)
def volunteer_resume(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.resume(db.session(), who, me(), shared.now()),
        _("Back again: this volunteer takes part in the next run."),
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
    who = shared.found(queries.file_of(db.session(), public_id)).volunteer
    street = addresses.show(db.session(), who, actor=me(), now=shared.now())
    return _page(public_id, street=street)


def _step(
    public_id: str,
    do: Callable[[Volunteer], object],
    said: str,
    *,
    screening: ScreeningForm | None = None,
) -> ResponseReturnValue:
    who = shared.found(queries.file_of(db.session(), public_id)).volunteer
    return shared.act(
        lambda: do(who),
        said=said,
        then=url_for("coordinator.volunteer", public_id=public_id),
        again=lambda problem: _page(public_id, problem=problem, screening=screening),
    )


def _page(
    public_id: str,
    *,
    problem: ErrorPage | None = None,
    screening: ScreeningForm | None = None,
    street: str | None = None,
) -> str:
    found = shared.found(queries.file_of(db.session(), public_id))
    return render_template(
        "coordinator/volunteer.html",
        found=found,
        volunteer=found.volunteer,
        missing=[step_name(step) for step in path.missing_of_volunteer(found.volunteer)],
        timeline=timelines.of_volunteer(found),
        problem=problem,
        screening=screening or ScreeningForm(formdata=None),
        screening_open=screening is not None,
        street=street,
        today=shared.today(),
    )


def _kept(wanted: VolunteerFilter) -> dict[str, str]:
    """The filter as a query string, so that a page of a list can be bookmarked."""
    kept = {
        "state": wanted.state.value if wanted.state else "",
        "postcode": wanted.postcode,
        "language": wanted.language,
        "order": "" if wanted.order is VolunteerOrder.NEWEST else wanted.order.value,
    }
    return {name: value for name, value in kept.items() if value}


def _order_names() -> list[tuple[str, str]]:
    return [
        (VolunteerOrder.NEWEST.value, _("newest first")),
        (VolunteerOrder.OLDEST.value, _("oldest first")),
        (VolunteerOrder.POSTCODE.value, _("by postcode")),
    ]
