"""The page of a match with what can be done in its state."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import glance, phrases, shared, timelines
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import EndForm, FirstMeetingForm, PauseForm, RejectForm, VersionForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Match
from web.models.vocabulary import EndReason, MatchState, Role, Side
from web.queries import matches as queries
from web.services import addresses
from web.services import matches as services

# Where people are to meet or meet already, a coordinator may bring them together.
MEETING_STATES = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})


@blueprint.get("/matches/<public_id>")
@allow(Role.COORDINATOR)
def match(public_id: str) -> str:
    return show(public_id)


@blueprint.post("/matches/<public_id>/first-meeting")
@allow(Role.COORDINATOR)
def first_meeting(public_id: str) -> ResponseReturnValue:
    form = FirstMeetingForm()
    return step(
        public_id,
        form,
        lambda found: services.record_first_meeting(
            db.session(),
            found,
            actor=me(),
            held_on=form.held_on.data,
            charter_signed_on=form.charter_signed_on.data,
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Recorded."),
    )


@blueprint.post("/matches/<public_id>/pause")
@allow(Role.COORDINATOR)
def pause(public_id: str) -> ResponseReturnValue:
    form = PauseForm()
    return step(
        public_id,
        form,
        lambda found: services.pause(
            db.session(),
            found,
            actor=me(),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        _("Paused. Nobody is asked anything until you resume."),
    )


@blueprint.post("/matches/<public_id>/resume")
@allow(Role.COORDINATOR)
def resume(public_id: str) -> ResponseReturnValue:
    form = VersionForm()
    return step(
        public_id,
        form,
        lambda found: services.resume(
            db.session(), found, actor=me(), version=form.seen_version, now=shared.now()
        ),
        _("Active again."),
    )


@blueprint.post("/matches/<public_id>/end")
@allow(Role.COORDINATOR)
def end(public_id: str) -> ResponseReturnValue:
    return _close(public_id, services.end, _("The match has ended."))


@blueprint.post("/matches/<public_id>/cancel")
@allow(Role.COORDINATOR)
def cancel(public_id: str) -> ResponseReturnValue:
    said = _("Cancelled. The household is on the waiting list again, with its old place.")
    return _close(public_id, services.cancel, said)


def _close(public_id: str, closing: Callable[..., None], said: str) -> ResponseReturnValue:
    """End or cancel: both ask for the reason of the same list."""
    form = EndForm()
    return step(
        public_id,
        form,
        lambda found: closing(
            db.session(),
            found,
            actor=me(),
            reason=EndReason(form.reason.data),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        said,
    )


@blueprint.post("/matches/<public_id>/addresses")
@allow(Role.COORDINATOR)
def match_addresses(public_id: str) -> ResponseReturnValue:
    """Both addresses, to bring two people together; each reading leaves a trace."""
    session = db.session()
    found = services.by_public_id(session, public_id)
    if found.state not in MEETING_STATES:
        return show(public_id), 409
    streets = {
        side: addresses.show(session, found.party(side), actor=me(), now=shared.now())
        for side in Side
    }
    return show(public_id, streets=streets)


def step(
    public_id: str,
    form: VersionForm,
    do: Callable[[Match], object],
    said: str,
    then: str | None = None,
) -> ResponseReturnValue:
    """Take one step with a match and go on, to its own page unless `then` says otherwise."""
    if not form.validate():
        return show(public_id, form=form), 422
    found = services.by_public_id(db.session(), public_id)
    return shared.act(
        lambda: do(found),
        said=said,
        then=then or this_page(public_id),
        again=lambda problem: show(public_id, problem=problem, form=form),
    )


def show(
    public_id: str,
    *,
    problem: ErrorPage | None = None,
    form: VersionForm | None = None,
    streets: dict[Side, str] | None = None,
) -> str:
    found = shared.found(queries.file_of(db.session(), public_id))
    meeting = form if isinstance(form, FirstMeetingForm) else FirstMeetingForm(formdata=None)
    return render_template(
        "coordinator/match.html",
        found=found,
        match=found.match,
        sides=Side,
        reason=phrases.reason_of(found.match.state, found.match.reason),
        answered_on=timelines.answers_of(found),
        criteria=phrases.criteria_of(found.match),
        leaving=glance.leaving_of(found.match, shared.now()),
        timeline=timelines.of_match(found),
        problem=problem,
        form=form,
        meeting=meeting,
        reject=form if isinstance(form, RejectForm) else RejectForm(formdata=None),
        ending=form if isinstance(form, EndForm) else EndForm(formdata=None),
        pausing=form if isinstance(form, PauseForm) else PauseForm(formdata=None),
        streets=streets,
        may_meet=found.match.state in MEETING_STATES,
        today=shared.today(),
    )


def this_page(public_id: str) -> str:
    return url_for("coordinator.match", public_id=public_id)
