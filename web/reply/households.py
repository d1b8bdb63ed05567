"""A household's own page, behind its link: how it stands, call me, stop."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.extensions import db
from web.models import Household, Link
from web.queries import own_matches
from web.queries.household_page import summary
from web.reply.pages import Page, register
from web.services import clock, households, links, matches
from web.services.errors import NotFound
from web.services.links import Purpose


def show(link: Link) -> ResponseReturnValue:
    """How it stands and what is known."""
    session = db.session()
    shown = summary(session, _of(link), clock.now(session))
    return render_template("household/home.html", summary=shown)


def act(link: Link) -> ResponseReturnValue:
    """Somebody calls the family, or nothing new is proposed to it."""
    session = db.session()
    now = clock.now(session)
    if asked := request.form.get("match"):
        return redirect(_way_to_answer(link, asked), code=303)
    wish = request.form.get("wish")
    if wish == "call_me":
        households.ask_to_be_called(session, _of(link), now)
        flash(_("We will call you soon."), "good")
    elif wish == "stop":
        households.ask_to_stop(session, _of(link), now)
        flash(_("You have stopped. We will call you."), "good")
    return redirect(url_for("reply.open", **(request.view_args or {})), code=303)


def _way_to_answer(link: Link, public_id: str) -> str:
    """A link of its own for this match: each link opens one thing."""
    session = db.session()
    now = clock.now(session)
    match = matches.by_public_id(session, public_id)
    if match.household_id != link.party_id or not own_matches.is_shown(match, now):
        raise NotFound
    return links.create(session, link.party, Purpose.MATCH, match.id, now=now)


def _of(link: Link) -> Household:
    if not isinstance(link.party, Household):
        raise NotFound
    return link.party


register(Purpose.HOUSEHOLD, Page(show=show, act=act))
