"""How the work in the background stands, and what was given up."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from web.access import allow
from web.administrator import words
from web.administrator.blueprint import blueprint
from web.auth import me
from web.extensions import db
from web.models import Job, Notification
from web.models.duty import BACKUP
from web.models.vocabulary import Role
from web.queries import operations as queries
from web.services import clock, second_tries


@blueprint.get("/")
@allow(Role.ADMINISTRATOR)
def operations() -> str:
    session = db.session()
    now = clock.now(session)
    duties, oldest = queries.duties(session), queries.oldest_due(session, now)
    backup = next((duty for duty in duties if duty.name == BACKUP), None)
    return render_template(
        "administrator/operations.html",
        lines=queries.lines(session, now),
        oldest=oldest,
        late=oldest is not None and oldest <= now - queries.LATE,
        silent=queries.is_silent(duties, now),
        sweeps=[duty for duty in duties if duty.name != BACKUP],
        backup=backup,
        backup_fails=backup is not None and queries.is_overdue(backup, now),
        messages=queries.parked(session, Notification),
        jobs=queries.parked(session, Job),
        may_be_done_again=second_tries.may_be_done_again,
        words=words,
    )


@blueprint.post("/messages/<int:row_id>/again")
@allow(Role.ADMINISTRATOR)
def message_again(row_id: int) -> ResponseReturnValue:
    session = db.session()
    sent = second_tries.message(session, row_id, me(), clock.now(session))
    return _back(_("It is sent again now.") if sent else _("It is on its way already."))


@blueprint.post("/messages/again")
@allow(Role.ADMINISTRATOR)
def recent_messages_again() -> ResponseReturnValue:
    session = db.session()
    number = second_tries.recent_messages(session, me(), clock.now(session))
    return _back(
        ngettext("%(num)s message is sent again.", "%(num)s messages are sent again.", number)
    )


@blueprint.post("/jobs/<int:row_id>/again")
@allow(Role.ADMINISTRATOR)
def job_again(row_id: int) -> ResponseReturnValue:
    session = db.session()
    begun = second_tries.job(session, row_id, me(), clock.now(session))
    overtaken = _("It is under way already, or a newer one has taken its place.")
    return _back(_("It is done again now.") if begun else overtaken)


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("administrator.operations"), 303)
