"""The list of households, the page of one, and referring a new one."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared, timelines
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage
from web.extensions import db
from web.messages.desk_words import step_name
from web.models import Household
from web.models.vocabulary import HouseholdState, Role
from web.queries import households as queries
from web.queries.households import HouseholdFilter, HouseholdOrder
from web.services import addresses, path
from web.services import households as services

WAITING = "waiting"


@blueprint.get("/households")
@allow(Role.COORDINATOR)
def households() -> str:
    asked = request.args.get("state")
    wanted = HouseholdFilter(
        state=shared.word_of(HouseholdState, asked),
        waiting=asked == WAITING,
        postcode=request.args.get("postcode", "").strip()[:10],
        language=request.args.get("language", "")[:12],
        order=shared.word_of(HouseholdOrder, request.args.get("order")) or HouseholdOrder.WAITING,
    )
    return render_template(
        "coordinator/households.html",
        found=queries.listed(db.session(), wanted, shared.page_number()),
        wanted=wanted,
        arguments=_kept(wanted),
        states=HouseholdState,
        orders=_order_names(),
        languages=shared.language_choices(),
        now=shared.now(),
    )


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


@blueprint.post("/households/<public_id>/pause")
@allow(Role.COORDINATOR)
def household_pause(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.pause(db.session(), who, me(), shared.now()),
        _("Paused: no new proposals until you resume."),
    )


@blueprint.post("/households/<public_id>/resume")
@allow(Role.COORDINATOR)
def household_resume(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        lambda who: services.resume(db.session(), who, me(), shared.now()),
        _("Back again: this household takes part in the next run."),
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
    who = shared.found(queries.file_of(db.session(), public_id)).household
    street = addresses.show(db.session(), who, actor=me(), now=shared.now())
    return show(public_id, street=street)


def _step(public_id: str, do: Callable[[Household], object], said: str) -> ResponseReturnValue:
    who = shared.found(queries.file_of(db.session(), public_id)).household
    return shared.act(
        lambda: do(who),
        said=said,
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: show(public_id, problem=problem),
    )


def show(public_id: str, *, problem: ErrorPage | None = None, street: str | None = None) -> str:
    found = shared.found(queries.file_of(db.session(), public_id))
    return render_template(
        "coordinator/household.html",
        found=found,
        household=found.household,
        missing=[step_name(step) for step in path.missing_of_household(found.household)],
        timeline=timelines.of_household(found),
        problem=problem,
        street=street,
        now=shared.now(),
        today=shared.today(),
    )


def _kept(wanted: HouseholdFilter) -> dict[str, str]:
    """The filter as a query string, so that a page of a list can be bookmarked."""
    state = wanted.state.value if wanted.state else ""
    kept = {
        "state": WAITING if wanted.waiting else state,
        "postcode": wanted.postcode,
        "language": wanted.language,
        "order": "" if wanted.order is HouseholdOrder.WAITING else wanted.order.value,
    }
    return {name: value for name, value in kept.items() if value}


def _order_names() -> list[tuple[str, str]]:
    return [
        (HouseholdOrder.WAITING.value, _("longest waiting first")),
        (HouseholdOrder.NEWEST.value, _("newest first")),
        (HouseholdOrder.POSTCODE.value, _("by postcode")),
    ]
