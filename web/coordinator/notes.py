"""Notes on a person or a match, for the desk only."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.forms import Needed, NoteField, WordedForm
from web.models import Match, Party
from web.models.vocabulary import Role
from web.queries import notes as queries
from web.services import households, matches, volunteers
from web.services import notes as services


class NoteForm(WordedForm):
    text = NoteField(_l("Note"), id="note-text", validators=[Needed()])


@blueprint.post("/volunteers/<public_id>/notes")
@allow(Role.COORDINATOR)
def volunteer_note(public_id: str) -> ResponseReturnValue:
    return _write(volunteers.by_public_id(db.session(), public_id), "volunteer")


@blueprint.post("/households/<public_id>/notes")
@allow(Role.COORDINATOR)
def household_note(public_id: str) -> ResponseReturnValue:
    return _write(households.by_public_id(db.session(), public_id), "household")


@blueprint.post("/matches/<public_id>/notes")
@allow(Role.COORDINATOR)
def match_note(public_id: str) -> ResponseReturnValue:
    return _write(matches.by_public_id(db.session(), public_id), "match")


@blueprint.route("/notes/<public_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def note(public_id: str) -> ResponseReturnValue:
    """Put one's own note right."""
    session = db.session()
    found = services.to_change(session, public_id, me())
    back = _page_of(queries.about(session, found))
    form = NoteForm(data={"text": found.text})
    if request.method == "GET":
        return _page(form, back)
    if not form.validate():
        return _page(form, back), 422
    services.edit(found, form.text.data, shared.now())
    flash(_("Kept."), "success")
    return redirect(back, 303)


@blueprint.post("/notes/<public_id>/remove")
@allow(Role.COORDINATOR)
def note_removed(public_id: str) -> ResponseReturnValue:
    session = db.session()
    found = services.own(session, public_id, me())
    services.remove(found, shared.now())
    flash(_("The note is removed."), "success")
    return redirect(_page_of(queries.about(session, found)), 303)


def _write(about: Party | Match, kind: str) -> ResponseReturnValue:
    """Keep a note, or show what was typed with what is wrong with it."""
    back = _page_of(queries.About(kind, about.public_id))
    form = NoteForm()
    if not form.validate():
        return _page(form, back), 422
    services.write(db.session(), about, form.text.data, me(), shared.now())
    flash(_("The note is kept."), "success")
    return redirect(back, 303)


def _page(form: NoteForm, back: str) -> str:
    return render_template("coordinator/note.html", form=form, back=back)


def _page_of(about: queries.About) -> str:
    return url_for(f"coordinator.{about.kind}", public_id=about.public_id) + "#notes"
