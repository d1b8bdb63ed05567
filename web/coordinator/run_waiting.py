"""The list of those whom a run left waiting, on a page and as a file."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.proposal_list import run_of
from web.extensions import db
from web.messages import waiting
from web.messages.languages import language_name
from web.messages.places import town_called
from web.models import MatchRun
from web.models.vocabulary import Role
from web.queries import left_waiting as queries
from web.queries.households import USUAL_ORDER
from web.queries.left_waiting import LeftFilter


@blueprint.get("/runs/<public_id>/waiting")
@allow(Role.COORDINATOR)
def run_waiting(public_id: str) -> str:
    run = run_of(public_id)
    wanted = _wanted(run)
    return render_template(
        "coordinator/run_waiting.html",
        run=run,
        page=queries.listed(db.session(), run, wanted, shared.page_asked(), shared.now()),
        reasons=[(reason, waiting.stuck_sentence(reason)) for reason in queries.reasons(run)],
        funnel_sentences=waiting.funnel_sentences,
        relaxation_sentence=waiting.relaxation_sentence,
        now=shared.now(),
        **lists.shown(wanted, _kept(wanted)),
    )


@blueprint.post("/runs/<public_id>/waiting")
@allow(Role.COORDINATOR)
def run_waiting_narrowed(public_id: str) -> ResponseReturnValue:
    asked: dict[str, Any] = _kept(_wanted(run_of(public_id)))
    return lists.narrowed("coordinator.run_waiting", {"public_id": public_id, **asked})


@blueprint.post("/runs/<public_id>/waiting/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def run_waiting_export(public_id: str) -> ResponseReturnValue:
    heading = [
        _("Name"),
        _("Postcode"),
        _("Place"),
        _("Languages"),
        _("Ready since"),
        _("Why they wait"),
        _("What would help"),
    ]
    run = run_of(public_id)
    wanted = _wanted(run)
    facts = queries.facts_of(run, wanted)
    found = queries.exported(db.session(), facts, wanted, shared.now())
    language = cache(language_name)
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            one.postcode,
            town_called(one.locality or "", one.postcode or ""),
            exports.names(one.languages, language),
            exports.day(one.ready_at),
            waiting.stuck_sentence(queries.reason_of(facts[one.public_id])),
            waiting.relaxation_sentence(facts[one.public_id]["relaxation"]),
        )
        for one in found
    )
    return exports.answer("waiting", heading, rows)


def _wanted(run: MatchRun) -> LeftFilter:
    reason = request.values.get("reason", "")
    return LeftFilter(
        reason=reason if reason in queries.reasons(run) else "",
        name=lists.name(),
        **lists.narrowing(USUAL_ORDER),
    )


def _kept(wanted: LeftFilter) -> dict[str, str]:
    return lists.kept(USUAL_ORDER, wanted, name=wanted.name, reason=wanted.reason)
