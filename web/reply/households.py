"""A household's own page, behind its link: how it stands, what we know, call me, stop."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.extensions import db
from web.models import Household, Link, Match
from web.models.vocabulary import Side
from web.queries import household_page, own_matches
from web.reply import telling
from web.reply.pages import Page, register
from web.services import clock, households, links, matches, meeting_news, ways
from web.services.errors import NotFound
from web.services.links import Purpose


def show(link: Link) -> ResponseReturnValue:
    """The screen that the address asks for; nonsense is the first one."""
    screen, household = request.args.get("show", ""), _of(link)
    if telling.topic_of(screen) is not None:
        return telling.show(household, screen, _here())
    session = db.session()
    shown = household_page.summary(session, household, clock.now(session))
    if screen not in {"known", "tell", "stop"}:
        return render_template("household/home.html", summary=shown)
    known = household_page.known(household) if screen == "known" else None
    return render_template(
        f"household/{screen}.html",
        summary=shown,
        known=known,
        writes_by=ways.chosen_by(household),
        back=_here(),
    )


def act(link: Link) -> ResponseReturnValue:
    """Somebody calls the family, it tells something, or nothing new is proposed to it."""
    screen, household = request.args.get("show", ""), _of(link)
    if telling.topic_of(screen) is not None:
        return telling.act(household, screen, _here())
    session = db.session()
    now = clock.now(session)
    if asked := request.form.get("match"):
        return redirect(_way_to_answer(link, asked), code=303)
    if wanted := request.form.get("again"):
        meeting_news.send_again(session, _own(link, wanted, now), Side.HOUSEHOLD, now)
        flash(_("If this link was yours, a new one is on its way to you."), "good")
    wish = request.form.get("wish")
    if wish == "call_me":
        households.ask_to_be_called(session, household, now)
        flash(_("We will call you soon."), "good")
    elif wish == "break":
        households.ask_to_stop(session, household, now)
        # What follows from it stands on the page.
        flash(_("Thank you. We have noted it."), "good")
    elif wish == "back":
        households.come_back(session, household, now)
        flash(_("Thank you. We have noted it."), "good")
    elif wish == "stop":
        households.stop_for_good(session, household, now)
        flash(_("You have stopped. We will call you."), "good")
    return redirect(_here(), code=303)


def _way_to_answer(link: Link, public_id: str) -> str:
    """A link of its own for this match: each link opens one thing."""
    session = db.session()
    now = clock.now(session)
    match = _own(link, public_id, now)
    return links.create(session, link.party, Purpose.MATCH, match.id, now=now)


def _own(link: Link, public_id: str, now: datetime) -> Match:
    """Another family's match answers exactly like one that is not there."""
    match = matches.by_public_id(db.session(), public_id)
    if match.household_id != link.party_id or not own_matches.is_shown(match, now):
        raise NotFound
    return match


def _here() -> str:
    return url_for("reply.open", **(request.view_args or {}))


def _of(link: Link) -> Household:
    if not isinstance(link.party, Household):
        raise NotFound
    return link.party


register(Purpose.HOUSEHOLD, Page(show=show, act=act))
