"""Links that arrive by message: no sign-in, GET only shows, POST acts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from web import i18n
from web.access import anyone
from web.auth import current_scheme, enter_scheme
from web.evenly import evenly
from web.extensions import csrf, db, limiter
from web.forms import reads_on
from web.models import Household, Link, Scheme
from web.reply.blueprint import blueprint
from web.reply.pages import PAGES, Page, Renewal
from web.services import clock, links, outbox, schemes
from web.services.links import Purpose

# Enough for a family that taps impatiently behind one shared address, too few to try secrets.
OFTEN = "60 per minute"
RENEWALS = "10 per hour"


@blueprint.get("/<public_id>/<secret>")
@anyone
@limiter.limit(OFTEN)
def open(public_id: str, secret: str) -> ResponseReturnValue:  # noqa: A001 - the endpoint's name
    """Show the page of the link; a preview or a prefetch changes nothing."""
    found = _find(public_id, secret)
    if found is None or found.expired:
        return _ended(public_id, secret)
    if found.revoked:
        settled = found.page.settled
        return settled(found.link) if settled else _ended(public_id, secret)
    return found.page.show(found.link)


@blueprint.post("/<public_id>/<secret>")
@csrf.exempt  # the secret in the address proves more than a cookie's token would
@anyone
@limiter.limit(OFTEN)
def act(public_id: str, secret: str) -> ResponseReturnValue:
    """Do what was tapped; a second tap on what has been settled sees how it stands."""
    found = _find(public_id, secret)
    if found is None or found.expired:
        return _ended(public_id, secret)
    act = found.page.undo if found.revoked else found.page.act
    return act(found.link) if act else open(public_id, secret)


@blueprint.post("/<public_id>/<secret>/again")
@csrf.exempt
@anyone
@limiter.limit(RENEWALS)
@evenly
def again(public_id: str, secret: str) -> ResponseReturnValue:
    """Send the owner a new link; the answer does not tell whether there is an owner."""
    found = _find(public_id, secret)
    # Reading on in another language asks for nothing.
    renewal = _renewal(found) if found and not reads_on() else None
    if found and renewal:
        session = db.session()
        now = clock.now(session)
        outbox.notify(
            session,
            found.link.party,
            renewal.kind,
            params=renewal.params,
            # Tapped ten times within an hour, it comes once.
            dedupe_key=f"again:{found.link.id}:{now:%Y%m%d%H}",
            now=now,
            at_once=True,
        )
    return render_template("reply/on_its_way.html", schemes=_schemes())


@blueprint.get("/")
@blueprint.get("/<path:_part>")
@anyone
@limiter.limit(OFTEN)
def cut_off(_part: str = "") -> ResponseReturnValue:
    """A link without its secret: the same page whatever is left of it, and whoever it was for."""
    return render_template("reply/cut_off.html", schemes=_schemes()), 410


@dataclass(frozen=True, slots=True)
class Found:
    link: Link
    page: Page
    expired: bool

    @property
    def revoked(self) -> bool:
        return self.link.revoked_at is not None


def _find(public_id: str, secret: str) -> Found | None:
    """The link, if the secret fits, with its page; the request then speaks for its owner."""
    session = db.session()
    link = links.find(session, public_id, secret)
    page = PAGES.get(Purpose(link.purpose)) if link else None
    if link is None or page is None:
        return None
    enter_scheme(schemes.by_id(session, link.scheme_id))
    i18n.speak_to(link.party, link.public_id)
    return Found(link, page, expired=link.expires_at <= clock.now(session))


def _renewal(found: Found) -> Renewal | None:
    """What the link was about, or, where that is over, the way to the family's own page."""
    renewal = found.page.renewal(found.link) if found.page.renewal else None
    if renewal is None and isinstance(found.link.party, Household):
        return Renewal("own_page", {})
    return renewal


def _schemes() -> list[Scheme]:
    """Where a new link can be asked for by phone number or e-mail."""
    scheme = current_scheme()
    return [scheme] if scheme else schemes.every(db.session())


def _ended(public_id: str, secret: str) -> ResponseReturnValue:
    return render_template("reply/ended.html", public_id=public_id, secret=secret), 410
