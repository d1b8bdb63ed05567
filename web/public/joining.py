"""Becoming a volunteer: one form, then the code that proves the contact."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web import auth
from web.access import anyone
from web.evenly import evenly
from web.extensions import csrf, db, limiter
from web.forms import follow
from web.models import Volunteer
from web.public import waiting_codes
from web.public.blueprint import blueprint
from web.public.forms import CodeForm, SignUpForm
from web.services import accounts, clock, codes, schemes, volunteers
from web.services.errors import CodeRefused

# A whole training day signs up behind one address; a robot wants more.
FORMS = "60 per hour"
CODES = "60 per hour"
_PURPOSE = "join"


@blueprint.route("/<scheme_slug>/join", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(FORMS, methods=["POST"])
@evenly
def sign_up(scheme_slug: str) -> ResponseReturnValue:
    """The form; a known contact gets the same answer as a new one."""
    session = db.session()
    spoken = str(get_locale())
    form = SignUpForm(data={"languages": [{"tag": spoken, "level": ""}]})
    follow(form.languages[0].form.tag, spoken)
    if not form.validate_on_submit():
        return render_template("public/sign_up.html", form=form)
    scheme = schemes.by_slug(session, scheme_slug)
    volunteer = volunteers.sign_up(session, scheme, form.sign_up, now=clock.now(session))
    contact = form.email.data or form.phone.data
    waiting_codes.expect(_PURPOSE, volunteer.public_id, contact=contact)
    return redirect(url_for("public.confirm", scheme_slug=scheme_slug))


@blueprint.route("/<scheme_slug>/join/confirm", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(CODES, methods=["POST"])
@evenly
def confirm(scheme_slug: str) -> ResponseReturnValue:
    """The code signs in; a wrong one is counted and said at the field."""
    volunteer = _joining()
    if volunteer is None:
        return redirect(url_for("public.sign_in"))
    session = db.session()
    form = CodeForm()
    if form.validate_on_submit():
        now = clock.now(session)
        try:
            codes.redeem(session, volunteer, form.code.data or "", now=now)
        except CodeRefused:
            form.refuse(waiting_codes.count_try())
        else:
            volunteers.confirm(session, volunteer, now)
            auth.sign_in(volunteer)
            return redirect(url_for("volunteer.home"))
    again = url_for("public.new_joining_code", scheme_slug=scheme_slug)
    back = url_for("public.sign_up", scheme_slug=scheme_slug)
    return render_template(
        "public/code.html", form=form, again=again, back=back, contact=waiting_codes.contact()
    )


@blueprint.post("/<scheme_slug>/join/code")
@anyone
@limiter.limit(CODES)
@evenly
def new_joining_code(scheme_slug: str) -> ResponseReturnValue:
    """Send one more code; how many there may be in an hour is limited, and not told."""
    volunteer = _joining()
    if volunteer is None:
        return redirect(url_for("public.sign_in"))
    session = db.session()
    codes.request(session, volunteer, now=clock.now(session))
    waiting_codes.begin_again()
    flash(_("A new code is on its way. It can take a minute."))
    return redirect(url_for("public.confirm", scheme_slug=scheme_slug))


def _joining() -> Volunteer | None:
    name = waiting_codes.expected(_PURPOSE)
    party = accounts.by_public_id(db.session(), name) if name else None
    return party if isinstance(party, Volunteer) else None
