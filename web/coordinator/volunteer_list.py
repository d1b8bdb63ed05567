"""The list of volunteers, on a page and as a file."""

from __future__ import annotations

from functools import cache

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages.desk_words import state_name
from web.messages.languages import language_name
from web.messages.places import town_called
from web.models.vocabulary import Role, VolunteerState
from web.queries import volunteers as queries
from web.queries.volunteers import USUAL_ORDER, VolunteerFilter


@blueprint.get("/volunteers")
@allow(Role.COORDINATOR)
def volunteers() -> str:
    wanted = _wanted()
    return render_template(
        "coordinator/volunteers.html",
        found=queries.listed(db.session(), wanted, shared.page_asked(), shared.now()),
        states=VolunteerState,
        **lists.shown(wanted, _kept(wanted)),
    )


@blueprint.post("/volunteers")
@allow(Role.COORDINATOR)
def volunteers_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.volunteers", _kept(_wanted()))


@blueprint.post("/volunteers/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def volunteers_export() -> ResponseReturnValue:
    heading = [
        _("Name"),
        _("State"),
        _("Postcode"),
        _("Place"),
        _("Languages"),
        _("Places taken"),
        _("Places"),
        _("Signed up"),
    ]
    found = queries.exported(db.session(), _wanted(), shared.now())
    # Looked up once each: a catalog asked for every cell takes most of the time of a long list.
    state, language = cache(state_name), cache(language_name)
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            state(one.state),
            one.postcode,
            town_called(one.locality or "", one.postcode or ""),
            exports.names(one.languages, language),
            one.places_taken,
            one.capacity,
            exports.day(one.created_at),
        )
        for one in found
    )
    return exports.answer("volunteers", heading, rows)


def _wanted() -> VolunteerFilter:
    return VolunteerFilter(
        state=shared.word_of(VolunteerState, request.values.get("state")),
        name=lists.name(),
        **lists.narrowing(USUAL_ORDER),
    )


def _kept(wanted: VolunteerFilter) -> dict[str, str]:
    return lists.kept(USUAL_ORDER, wanted, state=wanted.state, name=wanted.name)
