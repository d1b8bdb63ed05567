"""Several proposals of a run at once: approving them, and taking that back."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from web.access import allow
from web.auth import me
from web.coordinator import proposal_list, runs, shared
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage, describe
from web.extensions import db
from web.models.vocabulary import MatchState, Role
from web.queries.paging import Beside
from web.services import at_once
from web.services.at_once import Outcome
from web.services.transitions import took_last

MOST = 100


@blueprint.post("/runs/<public_id>/approve")
@allow(Role.COORDINATOR)
def approve_chosen(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        at_once.approve,
        MatchState.APPROVED,
        lambda number: ngettext(
            "%(num)s match is approved. Until the messages leave you can undo this.",
            "%(num)s matches are approved. Until the messages leave you can undo this.",
            number,
        ),
    )


@blueprint.post("/runs/<public_id>/undo")
@allow(Role.COORDINATOR)
def undo_chosen(public_id: str) -> ResponseReturnValue:
    return _step(
        public_id,
        at_once.undo,
        MatchState.PROPOSED,
        lambda number: ngettext(
            "%(num)s approval is undone. Nobody was asked.",
            "%(num)s approvals are undone. Nobody was asked.",
            number,
        ),
    )


def _step(
    public_id: str, do: Callable[..., Outcome], to: MatchState, said: Callable[[int], str]
) -> ResponseReturnValue:
    """Take one step with everything that was ticked; what I did just before is done."""
    proposal_list.run_of(public_id)
    chosen = _chosen()
    if not chosen:
        return _nothing_chosen(public_id)
    outcome = do(db.session(), chosen, actor=me(), now=shared.now())
    again = [one for one, _ in outcome.refused if took_last(one, to, me(), reason=None, note="")]
    refused = [(one, why) for one, why in outcome.refused if one not in again]
    return _go_on(public_id, Outcome([*outcome.done, *again], refused), said)


def _chosen() -> dict[str, int]:
    """What was ticked, each with the version that was looked at; nonsense is left out."""
    ticked = [text.rpartition(".") for text in request.form.getlist("chosen")[:MOST]]
    return {
        name: int(version)
        for name, _dot, version in ticked
        if version.isdecimal() and len(version) < 10  # noqa: PLR2004 - longer is no version
    }


def _nothing_chosen(public_id: str) -> ResponseReturnValue:
    problem = ErrorPage(
        422,
        _("Nothing is chosen"),
        _("Nothing was changed."),
        _("Please tick at least one proposal."),
    )
    return runs.show(public_id, problem=problem), problem.status


def _go_on(public_id: str, outcome: Outcome, said: Callable[[int], str]) -> ResponseReturnValue:
    """Back to the proposals; where something was refused, the page names it with the reason."""
    if not outcome.refused:
        flash(said(len(outcome.done)), "success")
        page = Beside.read(request.form.get("page", ""))
        there = url_for(
            "coordinator.run",
            public_id=public_id,
            page=page,
            _anchor="proposals",
            **proposal_list.kept(),
        )
        return redirect(there, 303)
    refusals = [
        _(
            "%(volunteer)s – %(household)s: %(reason)s",
            volunteer=match.volunteer.full_name,
            household=match.household.full_name,
            reason=describe(refusal).what,
        )
        for match, refusal in outcome.refused
    ]
    what = ngettext(
        "With %(num)s pair it was not possible.",
        "With %(num)s pairs it was not possible.",
        len(refusals),
    )
    to_do = said(len(outcome.done)) if outcome.done else _("Nothing was changed.")
    problem = ErrorPage(409, _("Not everything was possible"), what, to_do)
    return runs.show(public_id, problem=problem, refusals=refusals), problem.status
