"""The log of meetings with one household."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.errors import describe
from web.extensions import db
from web.models.vocabulary import Role
from web.services import clock, held_meetings
from web.services.errors import DateRefused
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


@blueprint.post("/matches/<public_id>/meetings/<meeting_id>/strike-out")
@allow(Role.VOLUNTEER)
def strike_out(public_id: str, meeting_id: str) -> ResponseReturnValue:
    """Forget a line that was written by mistake."""
    found = mine(public_id)
    held_meetings.strike_out(db.session(), meeting_id, myself())
    flash(_("The line is gone."), "good")
    return redirect(url_for("volunteer.match", public_id=found.public_id))
