"""The list of matches, on a page and as a file."""

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
from web.models.vocabulary import MatchState, Role
from web.queries import matches as queries
from web.queries.matches import USUAL_ORDER, MatchFilter


@blueprint.get("/matches")
@allow(Role.COORDINATOR)
def matches() -> str:
    wanted = _wanted()
    return render_template(
        "coordinator/matches.html",
        found=queries.listed(db.session(), wanted, shared.page_asked(), shared.now()),
        states=MatchState,
        **lists.shown(wanted, _kept(wanted)),
    )


@blueprint.post("/matches/narrowed")
@allow(Role.COORDINATOR)
def matches_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.matches", _kept(_wanted()))


@blueprint.post("/matches/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def matches_export() -> ResponseReturnValue:
    heading = [
        _("Volunteer"),
        _("Household"),
        _("State"),
        _("Proposed"),
        _("First meeting"),
        _("Ended"),
    ]
    found = queries.exported(db.session(), _wanted(), shared.now())
    # Looked up once each: a catalog asked for every cell takes most of the time of a long list.
    state = cache(state_name)
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            exports.full_name(one.household_first_name, one.household_last_name),
            state(one.state),
            exports.day(one.proposed_at),
            one.first_meeting_on,
            one.ended_on,
        )
        for one in found
    )
    return exports.answer("matches", heading, rows)


def _wanted() -> MatchFilter:
    return MatchFilter(
        state=shared.word_of(MatchState, request.values.get("state")),
        name=lists.name(),
        **lists.narrowing(USUAL_ORDER),
    )


def _kept(wanted: MatchFilter) -> dict[str, str]:
    return lists.kept(USUAL_ORDER, wanted, state=wanted.state, name=wanted.name)
