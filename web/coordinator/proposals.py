"""Deciding about proposals: approve, reject, allow again, propose by hand."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import households, matches, runs, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import RejectForm, VersionForm
from web.extensions import db
from web.models.vocabulary import RejectReason, Role
from web.queries.paging import Beside
from web.services import households as household_services
from web.services import match_runs, proposals
from web.services import matches as services
from web.services import volunteers as volunteer_services


@blueprint.post("/matches/<public_id>/approve")
@allow(Role.COORDINATOR)
def approve(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.approve(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Approved. Both sides get a message in their language; until then you can undo this."),
        then=_next_page(public_id),
    )


@blueprint.post("/matches/<public_id>/undo")
@allow(Role.COORDINATOR)
def undo(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.undo(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Undone. Nobody was asked, and it is a proposal again."),
        then=_same_place(public_id),
    )


@blueprint.post("/matches/<public_id>/reject")
@allow(Role.COORDINATOR)
def reject(public_id: str) -> ResponseReturnValue:
    form = RejectForm()
    return matches.step(
        public_id,
        form,
        lambda found: services.reject(
            db.session(),
            found,
            actor=me(),
            reason=RejectReason(form.reason.data),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Rejected. These two are not proposed to each other again."),
        then=_next_best(public_id),
    )


@blueprint.post("/matches/<public_id>/lift")
@allow(Role.COORDINATOR)
def lift(public_id: str) -> ResponseReturnValue:
    return matches.step(
        public_id,
        VersionForm(),
        lambda found: services.lift(db.session(), found, actor=me(), now=shared.now()),
        _("These two may be proposed to each other again."),
    )


@blueprint.post("/matches")
@allow(Role.COORDINATOR)
def propose() -> ResponseReturnValue:
    """Propose a pair by hand, such as the next best volunteer of a run."""
    session = db.session()
    volunteer = volunteer_services.by_public_id(session, request.form.get("volunteer", ""))
    household = household_services.by_public_id(session, request.form.get("household", ""))
    run = match_runs.by_public_id(session, _run_asked()) if _run_asked() else None
    return shared.act(
        lambda: proposals.propose_by_hand(
            session, volunteer, household, actor=me(), run=run, now=shared.now()
        ),
        said=_(
            "%(volunteer)s is proposed too. It is among the proposals, waiting for your decision.",
            volunteer=volunteer.full_name,
        ),
        then=_same_place() or url_for("coordinator.household", public_id=household.public_id),
        again=lambda problem: (
            runs.show(run.public_id, problem=problem)
            if run
            else households.show(household.public_id, problem=problem)
        ),
    )


def _run_asked() -> str:
    """The run whose page the button stood on; empty on other pages."""
    return request.form.get("run", "")[:40]


def _among_proposals(anchor: str, *, rejected: str | None = None, at: str | None = None) -> str:
    """The page of the run's proposals that the button stood on."""
    return url_for(
        "coordinator.run",
        public_id=_run_asked(),
        page=Beside.read(request.form.get("page", "")),
        rejected=rejected,
        at=at,
        _anchor=anchor or "proposals",
    )


def _next_page(public_id: str) -> str:
    """Back to the proposals, at the next one; elsewhere the page of the match."""
    following = request.form.get("next", "")[:40]
    return _among_proposals(following) if _run_asked() else matches.this_page(public_id)


def _same_place(public_id: str = "") -> str:
    """Back to the proposals, at this one; elsewhere the page of the match, if there is one."""
    if _run_asked():
        return _among_proposals(public_id)
    return matches.this_page(public_id) if public_id else ""


def _next_best(public_id: str) -> str:
    """Back to the proposals, where the run's next best volunteer is offered at once."""
    if not _run_asked():
        return matches.this_page(public_id)
    following = request.form.get("next", "")[:40]
    return _among_proposals("instead", rejected=public_id, at=following)
