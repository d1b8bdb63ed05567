"""The page of a match with what can be done in its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import ahead, glance, meeting_card, phrases, shared, timelines
from web.coordinator.blueprint import blueprint
from web.coordinator.forms import EndForm, FirstMeetingForm, RejectForm, VersionForm
from web.coordinator.hand_forms import ClosingForm, NeverForm, PauseForm, PinForm, ReopenForm
from web.errors import ErrorPage
from web.extensions import db
from web.models import Match
from web.models.vocabulary import MatchState, Role, Side
from web.queries import decided, notes
from web.queries import matches as queries
from web.services import addresses, follow_up_tasks, living_matches, transitions
from web.services import matches as services

# What could not be done, if anything, and what was typed.
Again = Callable[[ErrorPage | None, VersionForm], str]
# The steps that hold when they are taken twice, and the state in which they leave the match.
_LEADS_TO: Mapping[Callable[..., object], MatchState] = MappingProxyType(
    {
        services.approve: MatchState.APPROVED,
        services.undo: MatchState.PROPOSED,
        services.reject: MatchState.REJECTED,
        services.cancel: MatchState.CANCELLED,
        services.resume: MatchState.ACTIVE,
        services.reopen: MatchState.ACTIVE,
    }
)
# Where people are to meet or meet already, a coordinator may bring them together.
MEETING_STATES = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})


@blueprint.get("/matches/<public_id>")
@allow(Role.COORDINATOR)
def match(public_id: str) -> str:
    return show(public_id)


@blueprint.post("/matches/<public_id>/first-meeting")
@allow(Role.COORDINATOR)
def first_meeting(public_id: str) -> ResponseReturnValue:
    return step(public_id, FirstMeetingForm(), services.record_first_meeting, _("Recorded."))


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
    do: Callable[..., object],
    said: str,
    then: str | None = None,
    again: Again | None = None,
) -> ResponseReturnValue:
    """Take one step with a match and go on, to its own page unless `then` says otherwise.

    Args:
        again: renders the page that the button stood on, where that is not the match's own.
        do: a service that takes the session, the match, `actor`, `version`, `now`, and what the
            form decides.
    """
    if not form.validate():
        return again(None, form) if again else show(public_id, form=form), 422
    session = db.session()
    found = services.by_public_id(session, public_id)
    seen = form.seen_version
    return shared.act(
        lambda: do(session, found, actor=me(), version=seen, now=shared.now(), **form.decision()),
        said=said,
        then=then or this_page(public_id),
        again=lambda problem: (
            again(problem, form) if again else show(public_id, problem=problem, form=form)
        ),
        repeated=lambda: _took(found, do, **form.decision()),
    )


def _took(
    match: Match,
    do: Callable[..., object],
    reason: str | None = None,
    note: str = "",
    **_more: object,
) -> bool:
    to = _LEADS_TO.get(do)
    return to is not None and transitions.took_last(match, to, me(), reason=reason, note=note)


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
        ahead=ahead.of(found, form),
        asked=[one for one in found.follow_ups if one.sent_at or one.answered_at],
        asked_on=follow_up_tasks.asked_on,
        answered_on=timelines.answers_of(found),
        criteria=phrases.criteria_of(found.match),
        leaving=glance.leaving_of(found.match, shared.now()),
        timeline=timelines.of_match(found.match),
        notes=notes.on(db.session(), found.match),
        problem=problem,
        form=form,
        meeting=meeting,
        arranging=meeting_card.of(found.match, form),
        reject=form if isinstance(form, RejectForm) else RejectForm(formdata=None),
        cancelling=form if type(form) is EndForm else EndForm(formdata=None),
        ending=form if isinstance(form, ClosingForm) else ClosingForm(formdata=None),
        pausing=form if isinstance(form, PauseForm) else PauseForm(formdata=None),
        known=decided.of_pair(db.session(), found.match.volunteer_id, found.match.household_id),
        pinning=PinForm(formdata=None),
        forbidding=NeverForm(formdata=None),
        reopening=form if isinstance(form, ReopenForm) else ReopenForm(formdata=None),
        may_reopen=living_matches.may_reopen(found.match, shared.today()),
        in_spite_of=phrases.in_spite_of(found.match),
        streets=streets,
        may_meet=found.match.state in MEETING_STATES,
        today=shared.today(),
    )


def this_page(public_id: str) -> str:
    return url_for("coordinator.match", public_id=public_id)
