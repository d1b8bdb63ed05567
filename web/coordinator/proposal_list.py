"""The list of a run's proposals: what its address says, and the list as a file.

The page itself is in `runs`. Its buttons send the address along, and so lead back to the list as it
was.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages.desk_words import state_name
from web.messages.languages import language_name
from web.messages.places import town_called
from web.models import MatchRun
from web.models.vocabulary import MatchState, Role
from web.queries import proposals as queries
from web.queries import runs
from web.queries.proposals import USUAL_ORDER, ProposalFilter


@blueprint.post("/runs/<public_id>")
@allow(Role.COORDINATOR)
def run_narrowed(public_id: str) -> ResponseReturnValue:
    run_of(public_id)
    return lists.narrowed("coordinator.run", {"public_id": public_id, **kept()})


@blueprint.post("/runs/<public_id>/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def run_export(public_id: str) -> ResponseReturnValue:
    heading = [
        _("Volunteer"),
        _("Household"),
        _("Postcode"),
        _("Place"),
        _("Languages"),
        _("State"),
        _("Points"),
        _("Ready since"),
    ]
    found = queries.exported(db.session(), run_of(public_id), wanted(), shared.now())
    # Looked up once each: a catalog asked for every cell takes most of the time of a long list.
    state, language = cache(state_name), cache(language_name)
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            exports.full_name(one.household_first_name, one.household_last_name),
            one.postcode,
            town_called(one.locality or "", one.postcode or ""),
            exports.names(one.languages, language),
            state(one.state),
            one.points,
            exports.day(one.ready_at),
        )
        for one in found
    )
    return exports.answer("proposals", heading, rows)


def run_of(public_id: str) -> MatchRun:
    return shared.found(runs.by_public_id(db.session(), public_id))


def wanted() -> ProposalFilter:
    """What the address asks for, of the page or of one of its buttons."""
    state = shared.word_of(MatchState, request.values.get("state"))
    return ProposalFilter(
        state=state or MatchState.PROPOSED, name=lists.name(), **lists.narrowing(USUAL_ORDER)
    )


def kept() -> dict[str, Any]:
    """What the address says, written again; nothing usual."""
    asked = wanted()
    state = "" if asked.state is MatchState.PROPOSED else asked.state
    return {**lists.kept(USUAL_ORDER, asked, name=asked.name, state=state)}
