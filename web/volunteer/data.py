"""What is held about a volunteer: to read, to take along, and to have erased."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web import auth
from web.access import allow
from web.errors import describe
from web.extensions import db, limiter
from web.messages import own_data
from web.models.vocabulary import Role
from web.queries import own_matches
from web.services import clock, codes, personal_data
from web.services.errors import CodeRefused
from web.services.personal_data import Section
from web.volunteer.blueprint import blueprint
from web.volunteer.own_forms import CodeForm
from web.volunteer.views import myself

CODES = "30 per hour"


@blueprint.get("/data")
@allow(Role.VOLUNTEER)
def data() -> str:
    """One section at a time."""
    asked = request.args.get("section", "")
    section = Section(asked) if asked in set(Section) else Section.PERSON
    return render_template(
        "volunteer/data.html",
        section=section,
        sections=list(Section),
        held=personal_data.held(db.session(), myself(), section),
        words=own_data,
    )


@blueprint.post("/data/file")
@allow(Role.VOLUNTEER)
@limiter.limit(CODES)
def data_file() -> Response:
    """All of it, as a file that other programs read."""
    session = db.session()
    file = personal_data.export(session, myself(), myself(), clock.now(session))
    response = Response(json.dumps(file, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@blueprint.get("/data/erase")
@allow(Role.VOLUNTEER)
def erasing() -> str:
    """What goes, what stays as a number, and with whom it ends."""
    session = db.session()
    lines = own_matches.of_volunteer(session, myself(), clock.now(session))
    return render_template("volunteer/erase.html", matches=own_matches.going_on(lines))


@blueprint.post("/data/erase")
@allow(Role.VOLUNTEER)
@limiter.limit(CODES)
def ask_to_erase() -> ResponseReturnValue:
    """Send a code: a phone that was left on a table erases nobody."""
    session = db.session()
    codes.request(session, myself(), now=clock.now(session))
    flash(_("A new code is on its way. It can take a minute."))
    return redirect(url_for("volunteer.erase"))


@blueprint.route("/data/erase/confirm", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
@limiter.limit(CODES, methods=["POST"])
def erase() -> ResponseReturnValue:
    """The code erases, at once and for good."""
    session = db.session()
    form = CodeForm()
    if form.validate_on_submit():
        now = clock.now(session)
        try:
            codes.redeem(session, myself(), form.code.data or "", now=now)
        except CodeRefused as refusal:
            form.code.errors = [describe(refusal).what]
        else:
            personal_data.erase(session, myself(), myself(), now)
            auth.sign_out()
            flash(_("Everything about you is erased. Thank you, and good luck!"), "good")
            return redirect(url_for("public.home"))
    return render_template("volunteer/erase_code.html", form=form)
