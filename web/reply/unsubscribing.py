"""No more questions: the page behind List-Unsubscribe, and the one click of a mail program.

A mail program posts here without asking its reader (RFC 8058), so a POST that says nothing else
stops, and answers without a redirect. Whoever opens the link, a scanner too, only sees the button.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.extensions import db
from web.models import Link
from web.reply.pages import Page, register
from web.services import clock, unsubscribing
from web.services.links import Purpose


def show(link: Link) -> ResponseReturnValue:
    stopped = link.party.unsubscribed_at is not None
    return render_template("reply/unsubscribe.html", stopped=stopped)


def act(link: Link) -> ResponseReturnValue:
    """Stop, or take that back."""
    session = db.session()
    now = clock.now(session)
    if request.form.get("wish") == "again":
        unsubscribing.resume(session, link.party, now)
    else:
        unsubscribing.stop(session, link.party, now)
    return show(link)


register(Purpose.UNSUBSCRIBE, Page(show, act))
