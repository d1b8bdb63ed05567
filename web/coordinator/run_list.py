"""The list of match runs, on a page and as a file."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages.desk_words import state_name
from web.models.vocabulary import Progress, Role
from web.queries import run_list as queries
from web.queries.run_list import USUAL_ORDER, RunFilter


@blueprint.get("/runs")
@allow(Role.COORDINATOR)
def runs() -> str:
    wanted = _wanted()
    return render_template(
        "coordinator/runs.html",
        found=queries.listed(db.session(), wanted, shared.page_asked()),
        states=[(state.value, state_name(state)) for state in Progress],
        is_usual=wanted == RunFilter(),
        **lists.remembered(wanted, _kept(wanted)),
    )


@blueprint.post("/runs/narrowed")
@allow(Role.COORDINATOR)
def runs_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.runs", _kept(_wanted()))


@blueprint.post("/runs/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def runs_export() -> ResponseReturnValue:
    heading = [
        _("Started"),
        _("By"),
        _("State"),
        _("Pairs"),
        _("Left waiting"),
        _("Still to decide"),
        _("Proof"),
    ]
    found = queries.exported(db.session(), _wanted())
    rows = (
        (
            exports.day(one.created_at),
            exports.full_name(one.first_name or "", one.last_name or "") or _("by itself"),
            state_name(one.progress),
            one.receipt.get("pairs"),
            one.receipt.get("waiting"),
            one.to_decide,
            _("proven best") if one.proven else "",
        )
        for one in found
    )
    return exports.answer("runs", heading, rows)


def _wanted() -> RunFilter:
    state = shared.word_of(Progress, request.values.get("state"))
    return RunFilter(state=state, order=lists.order(USUAL_ORDER))


def _kept(wanted: RunFilter) -> dict[str, str]:
    return lists.said(USUAL_ORDER, wanted.order, state=wanted.state)
