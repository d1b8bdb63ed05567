"""The first meeting with one household, and the log of those that follow."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.errors import describe
from web.extensions import db
from web.forms import reads_on
from web.forms.meeting_times import suiting, ticked
from web.models.vocabulary import Role, Side
from web.queries import meeting_times
from web.services import clock, first_meetings, held_meetings
from web.services.errors import AnswerClosed, DateRefused
from web.volunteer.blueprint import blueprint
from web.volunteer.matches import mine, page
from web.volunteer.own_forms import MeetingForm
from web.volunteer.views import myself


@blueprint.route("/matches/<public_id>/meetings", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def write_down(public_id: str) -> ResponseReturnValue:
    """Keep a day on which they met; who opens the address instead is led to the match."""
    session = db.session()
    found, form = mine(public_id), MeetingForm()
    if request.method == "GET":
        return redirect(url_for("volunteer.match", public_id=public_id))
    if not form.validate():
        return page(found, meeting=form), 422
    told = {"held_on": form.held_on.data, "said": form.said.data}
    try:
        held_meetings.write_down(session, found, myself(), **told, now=clock.now(session))
    except DateRefused as refusal:
        session.rollback()
        form.held_on.errors = [describe(refusal).what]
        return page(found, meeting=form), 422
    flash(_("Thank you. It is written down."), "good")
    return redirect(url_for("volunteer.match", public_id=public_id))


@blueprint.route("/matches/<public_id>/times", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def answer_times(public_id: str) -> ResponseReturnValue:
    """Keep which times suit for the first meeting, as behind the link in the message."""
    session = db.session()
    found = mine(public_id)
    back = redirect(url_for("volunteer.match", public_id=public_id))
    if request.method == "GET":
        return back
    times = meeting_times.of_match(session, found)
    if reads_on():
        return page(found, ticked=ticked(times))
    suits = suiting(times)
    if times and suits is None and found.meeting_at is None:
        return page(found, ticked=(), nothing_ticked=True), 422
    try:
        first_meetings.answer(session, found, Side.VOLUNTEER, suits or (), now=clock.now(session))
        flash(_("Thank you. We have your answer."), "good")
    except AnswerClosed:
        # A time was set a moment ago: the page that follows says which.
        session.rollback()
    return back


@blueprint.post("/matches/<public_id>/meetings/<meeting_id>/strike-out")
@allow(Role.VOLUNTEER)
def strike_out(public_id: str, meeting_id: str) -> ResponseReturnValue:
    """Forget a line that was written by mistake."""
    found = mine(public_id)
    held_meetings.strike_out(db.session(), meeting_id, myself())
    flash(_("The line is gone."), "good")
    return redirect(url_for("volunteer.match", public_id=found.public_id))
