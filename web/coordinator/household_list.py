"""The list of households, on a page and as a file."""

from __future__ import annotations

from functools import cache

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages import words
from web.messages.desk_words import state_name
from web.messages.languages import language_name
from web.messages.places import town_called
from web.models.vocabulary import HouseholdState, Role
from web.queries import households as queries
from web.queries.households import USUAL_ORDER, HouseholdFilter

WAITING = "waiting"


@blueprint.get("/households")
@allow(Role.COORDINATOR)
def households() -> str:
    wanted = _wanted()
    return render_template(
        "coordinator/households.html",
        found=queries.listed(db.session(), wanted, shared.page_asked(), shared.now()),
        states=HouseholdState,
        **lists.shown(wanted, _kept(wanted)),
        now=shared.now(),
    )


@blueprint.post("/households")
@allow(Role.COORDINATOR)
def households_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.households", _kept(_wanted()))


@blueprint.post("/households/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def households_export() -> ResponseReturnValue:
    heading = [
        _("Name"),
        _("State"),
        _("Postcode"),
        _("Place"),
        _("Languages"),
        _("What would help"),
        _("People"),
        _("Volunteers"),
        _("Volunteers wanted"),
        _("Ready since"),
        _("Referred"),
    ]
    found = queries.exported(db.session(), _wanted(), shared.now())
    # Looked up once each: a catalog asked for every cell takes most of the time of a long list.
    state, language = cache(state_name), cache(language_name)
    category = cache(words.category_name)
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            state(one.state),
            one.postcode,
            town_called(one.locality or "", one.postcode or ""),
            exports.names(one.languages, language),
            exports.names(one.needs, category),
            one.members + 1,
            one.places_taken,
            one.wanted,
            exports.day(one.ready_at),
            exports.day(one.created_at),
        )
        for one in found
    )
    return exports.answer("households", heading, rows)


def _wanted() -> HouseholdFilter:
    asked = request.values.get("state")
    return HouseholdFilter(
        state=shared.word_of(HouseholdState, asked),
        waiting=asked == WAITING,
        name=lists.name(),
        **lists.narrowing(USUAL_ORDER),
    )


def _kept(wanted: HouseholdFilter) -> dict[str, str]:
    return lists.kept(
        USUAL_ORDER, wanted, state=WAITING if wanted.waiting else wanted.state, name=wanted.name
    )
