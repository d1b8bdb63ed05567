"""The volunteers' meeting of a round: when and where, who was there, and what was said."""

from __future__ import annotations

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import evaluations as pages
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.evaluation_forms import MeetingForm, MinutesForm
from web.extensions import db
from web.messages.calendar import Entry, file_of
from web.models.vocabulary import Role
from web.services import evaluations, meeting_records, volunteers_meeting
from web.services.errors import NotFound


@blueprint.post("/evaluation/<public_id>/meeting")
@allow(Role.COORDINATOR)
def evaluation_meeting(public_id: str) -> ResponseReturnValue:
    """Set or move the volunteers' meeting."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    form = MeetingForm()
    if not form.validate_on_submit():
        return pages.round_page(found, form=form), 422
    place = " ".join((form.meeting_place.data or "").split())
    volunteers_meeting.set_up(session, found, form.instant, place, shared.now())
    flash(_("The date is kept. Volunteers get a message with it once the round is open."), "good")
    return pages.to(found)


@blueprint.post("/evaluation/<public_id>/calendar")
@allow(Role.COORDINATOR)
def evaluation_calendar(public_id: str) -> Response:
    """The meeting as a file for one's own calendar: the same entry that volunteers get."""
    found = evaluations.by_public_id(db.session(), public_id)
    if found.meeting_at is None:
        raise NotFound
    entry = Entry(
        f"volunteers-meeting-{found.id}",
        found.meeting_at,
        _("Meeting of all volunteers"),
        found.meeting_place,
    )
    file = file_of([entry], shared.found(current_scheme()).slug, shared.now())
    response = Response(file, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


@blueprint.post("/evaluation/<public_id>/attendance")
@allow(Role.COORDINATOR)
def evaluation_attendance(public_id: str) -> ResponseReturnValue:
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    names = set(request.form.getlist("present"))
    there = meeting_records.note_attendance(session, found, names, shared.now())
    said = ngettext(
        "Noted: one volunteer was there.", "Noted: %(num)s volunteers were there.", there
    )
    flash(said, "good")
    return pages.to(found)


@blueprint.post("/evaluation/<public_id>/minutes")
@allow(Role.COORDINATOR)
def evaluation_minutes(public_id: str) -> ResponseReturnValue:
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    form = MinutesForm()
    if not form.validate():
        return pages.round_page(found, minutes_form=form), 422
    return shared.act(
        lambda: meeting_records.save_minutes(
            session,
            found,
            form.text.data,
            actor=me(),
            version=form.seen_version or 0,
            now=shared.now(),
        ),
        said=_("The minutes are kept.") if form.text.data else _("The minutes are taken away."),
        then=pages.address_of(found),
        again=lambda problem: pages.round_page(found, minutes_form=form, problem=problem),
    )
