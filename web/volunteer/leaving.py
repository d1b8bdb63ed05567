"""Leaving the scheme: what happens is told before, and both sides of every match are told after."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web import auth
from web.access import allow
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import own_matches
from web.services import clock, volunteers
from web.volunteer.blueprint import blueprint
from web.volunteer.views import myself


@blueprint.get("/leave")
@allow(Role.VOLUNTEER)
def leaving() -> ResponseReturnValue:
    """What leaving means, with whom."""
    session = db.session()
    lines = own_matches.of_volunteer(session, myself(), clock.now(session))
    return render_template("volunteer/leave.html", matches=own_matches.going_on(lines))


@blueprint.post("/leave")
@allow(Role.VOLUNTEER)
def leave() -> ResponseReturnValue:
    """Leave; whoever signs up again later begins at the start of the path."""
    session = db.session()
    volunteers.leave(session, myself(), myself(), clock.now(session))
    auth.sign_out()
    flash(_("You have left. Thank you for being a neighbour!"), "good")
    return redirect(url_for("public.home"))
