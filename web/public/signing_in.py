"""Signing in with a code, or with a link and a tap. Nobody has a password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web import auth
from web.access import anyone, home_of
from web.evenly import evenly
from web.extensions import csrf, db, limiter
from web.models import Party, Volunteer
from web.public import waiting_codes
from web.public.blueprint import blueprint
from web.public.forms import CodeForm, SignInForm
from web.public.paths import local
from web.services import accounts, clock, codes, volunteers
from web.services.errors import CodeRefused

FORMS = "60 per hour"
_PURPOSE = "sign_in"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(FORMS, methods=["POST"])
@evenly
def sign_in() -> ResponseReturnValue:
    """Ask for a code. Whether there is anybody to send it to is not told."""
    next_path = local(request.args.get("next"))
    party = auth.signed_in_party()
    if party is not None:
        return redirect(next_path or home_of(party.role))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("public/sign_in.html", form=form)
    key = accounts.contact_key(form.contact.data)
    _send_code(key)
    waiting_codes.expect(_PURPOSE, key, next_path=next_path)
    return redirect(url_for("public.sign_in_code"))


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(FORMS, methods=["POST"])
@evenly
def sign_in_code() -> ResponseReturnValue:
    """The code signs in; a wrong one answers the same whether or not there is anybody."""
    key = waiting_codes.expected(_PURPOSE)
    if key is None:
        return redirect(url_for("public.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        next_path = waiting_codes.next_path()
        party = _redeem(key, form.code.data or "")
        if party is not None:
            auth.sign_in(party)
            return redirect(local(next_path) or home_of(party.role))
        form.refuse(waiting_codes.count_try())
    again, back = url_for("public.new_sign_in_code"), url_for("public.sign_in")
    return render_template("public/code.html", form=form, again=again, back=back)


@blueprint.post("/sign-in/again")
@anyone
@limiter.limit(FORMS)
@evenly
def new_sign_in_code() -> ResponseReturnValue:
    """Send one more code to the same contact."""
    key = waiting_codes.expected(_PURPOSE)
    if key is None:
        return redirect(url_for("public.sign_in"))
    _send_code(key)
    waiting_codes.begin_again()
    flash(_("A new code is on its way. It can take a minute."))
    return redirect(url_for("public.sign_in_code"))


@blueprint.get("/sign-in/<public_id>/<secret>")
@anyone
@limiter.limit(FORMS)
def sign_in_link(public_id: str, secret: str) -> ResponseReturnValue:
    """A page with one button: mail scanners open links, but press nothing."""
    session = db.session()
    accounts.open_sign_in_link(session, public_id, secret, now=clock.now(session))
    return render_template("public/sign_in_link.html")


@blueprint.post("/sign-in/<public_id>/<secret>")
@csrf.exempt  # the secret in the address proves more than a cookie's token would
@anyone
@limiter.limit(FORMS)
def use_sign_in_link(public_id: str, secret: str) -> ResponseReturnValue:
    """Sign in and use the link up."""
    session = db.session()
    now = clock.now(session)
    party = accounts.sign_in_by_link(session, public_id, secret, now=now)
    _prove(party)
    auth.sign_in(party)
    return redirect(home_of(party.role))


@blueprint.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    auth.sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"))


def _send_code(key: str) -> None:
    session = db.session()
    party = _party_of(key)
    if party is not None:
        codes.request(session, party, now=clock.now(session))


def _redeem(key: str, typed: str) -> Party | None:
    """Who has proved to be the owner of the contact, if the code was right."""
    session = db.session()
    party = _party_of(key)
    if party is None:
        return None
    try:
        codes.redeem(session, party, typed, now=clock.now(session))
    except CodeRefused:
        return None
    _prove(party)
    return party


def _prove(party: Party) -> None:
    """What reached a volunteer proves their contact, as the code of signing up would."""
    session = db.session()
    if isinstance(party, Volunteer) and party.confirmed_at is None:
        volunteers.confirm(session, party, clock.now(session))


def _party_of(key: str) -> Party | None:
    scheme = auth.current_scheme()
    return accounts.find_by_key(db.session(), scheme.id if scheme else None, key)
