"""A volunteer's own match: what they may know of the other side, and their answer."""

from __future__ import annotations

from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.extensions import db
from web.messages.matches import introduction_by_topic
from web.messages.words import decline_reason
from web.models import Match
from web.models.vocabulary import Answer, DeclineReason, MatchState, Role, Side
from web.queries import held_meetings, meeting_times, offers, own_matches
from web.services import clock, mistaken_no
from web.services import matches as services
from web.services.errors import DomainError, NotFound
from web.services.held_meetings import MEETING
from web.volunteer.blueprint import blueprint
from web.volunteer.own_forms import MeetingForm
from web.volunteer.views import myself


@blueprint.get("/matches/<public_id>")
@allow(Role.VOLUNTEER)
def match(public_id: str) -> ResponseReturnValue:
    """How it stands with one household, and the question while it waits for an answer."""
    return page(mine(public_id))


@blueprint.post("/matches/<public_id>")
@allow(Role.VOLUNTEER)
def answer(public_id: str) -> ResponseReturnValue:
    """Yes, no with a reason, later or call me; it can be changed while nobody has settled it."""
    found = mine(public_id)
    answer, reason = _typed()
    if answer is None or (answer is Answer.NO and reason is None):
        return page(found, reason_missing=answer is Answer.NO)
    session = db.session()
    now = clock.now(session)
    services.answer(session, found, Side.VOLUNTEER, answer, reason=reason, now=now)
    flash(_("Thank you. We have your answer."), "good")
    return redirect(url_for("volunteer.match", public_id=public_id))


@blueprint.post("/matches/<public_id>/undo")
@allow(Role.VOLUNTEER)
def take_back_no(public_id: str) -> ResponseReturnValue:
    """A no by mistake, as long as the other side has not been told."""
    session, found = db.session(), mine(public_id)
    try:
        if found.state is MatchState.DECLINED:
            mistaken_no.take_back(session, found, Side.VOLUNTEER, clock.now(session))
    except DomainError:
        session.rollback()
        flash(
            _("This no cannot be taken back any more. Call us, and we look at it together."), "bad"
        )
    return redirect(url_for("volunteer.match", public_id=public_id))


def mine(public_id: str) -> Match:
    """Another volunteer's match answers exactly like one that is not there."""
    session = db.session()
    found = services.by_public_id(session, public_id)
    shown = own_matches.is_shown(found, clock.now(session))
    if found.volunteer_id != myself().id or not shown:
        raise NotFound
    return found


def page(
    found: Match,
    *,
    reason_missing: bool = False,
    meeting: MeetingForm | None = None,
    ticked: Collection[int] | None = None,
    nothing_ticked: bool = False,
) -> str:
    """The match as it stands; `meeting` is a line that was not right, `ticked` not sent yet."""
    session = db.session()
    now = clock.now(session)
    times = meeting_times.of_match(session, found) if found.meeting_at is None else ()
    suiting = [time.id for time in times if time.suits_volunteer]
    offer = offers.offer_for(session, found, Side.VOLUNTEER)
    told = introduction_by_topic(offer) if offer else {}
    if found.state in MEETING:
        # What they could do together they know better by now.
        told.pop("together", None)
    return render_template(
        "volunteer/match.html",
        match=found,
        offer=offer,
        sentences=told.values(),
        reasons=[(reason.value, decline_reason(reason)) for reason in DeclineReason],
        reason_missing=reason_missing,
        may_take_back=mistaken_no.may_take_back(found, Side.VOLUNTEER, now),
        planning=meeting_times.planning(session, found, Side.VOLUNTEER),
        times=times,
        ticked=suiting if ticked is None else ticked,
        nothing_ticked=nothing_ticked,
        meetings=held_meetings.of_match(session, found),
        may_write_down=found.state in MEETING,
        meeting=meeting or MeetingForm(formdata=None),
        today=clock.local_date(now),
    )


def _typed() -> tuple[Answer | None, DeclineReason | None]:
    answer, reason = request.form.get("answer", ""), request.form.get("reason", "")
    return (
        Answer(answer) if answer in set(Answer) else None,
        DeclineReason(reason) if reason in set(DeclineReason) else None,
    )
