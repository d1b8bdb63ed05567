"""Name, place and languages; and where we write to, which a code proves before it counts."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from web.access import allow
from web.errors import describe
from web.extensions import db, limiter
from web.models.vocabulary import Channel, Role
from web.services import clock, contact_changes, own_details, ways
from web.services.errors import CodeRefused, MovedTooOften, NotFound
from web.volunteer.blueprint import blueprint
from web.volunteer.own_forms import CodeForm, ContactForm, DetailsForm, WayForm, details_of
from web.volunteer.views import myself

OFTEN = "30 per hour"


@blueprint.route("/details", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def details() -> ResponseReturnValue:
    """What matching uses moves along: the place is found anew."""
    session = db.session()
    before = myself().language
    form = DetailsForm(data=details_of(myself()))
    if form.validate_on_submit():
        try:
            own_details.put_right(session, myself(), form.told, clock.now(session))
        except MovedTooOften as refusal:
            problem = describe(refusal)
            form.postcode.errors = [f"{problem.what} {problem.to_do}"]
        else:
            if form.language.data != before:
                browser["language"] = form.language.data
                refresh()
            flash(_("Your details are kept."), "good")
            return redirect(url_for("volunteer.home"))
    return render_template("volunteer/details.html", form=form)


@blueprint.route("/contact", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
@limiter.limit(OFTEN, methods=["POST"])
def contact() -> ResponseReturnValue:
    """Ask for a code at a new address or number."""
    session = db.session()
    form = ContactForm(myself())
    if not form.validate_on_submit():
        return render_template(
            "volunteer/contact.html", form=form, may_choose=_may_choose_way(), volunteer=myself()
        )
    contact_changes.ask(session, myself(), form.contact.data, clock.now(session))
    return redirect(url_for("volunteer.confirm_contact"))


@blueprint.route("/contact/way", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def choose_way() -> ResponseReturnValue:
    """By mail, text message or WhatsApp; where there is no WhatsApp, nothing is to be chosen."""
    if not _may_choose_way():
        raise NotFound
    form = WayForm(myself())
    if not form.validate_on_submit():
        return render_template("volunteer/way.html", form=form)
    session = db.session()
    own_details.choose_way(session, myself(), Channel(form.channel.data), clock.now(session))
    flash(_("Thank you. From now on we write to you like this."), "good")
    return redirect(url_for("volunteer.contact"), 303)


def _may_choose_way() -> bool:
    """Only a number that a code has proved can be chosen."""
    return bool(myself().phone_key) and ways.is_open(Channel.WHATSAPP)


@blueprint.route("/contact/confirm", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
@limiter.limit(OFTEN, methods=["POST"])
def confirm_contact() -> ResponseReturnValue:
    """From the right code on we write there, and where we wrote before is told."""
    session = db.session()
    now = clock.now(session)
    awaited = contact_changes.awaited(session, myself(), now)
    if awaited is None:
        return redirect(url_for("volunteer.contact"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            contact_changes.confirm(session, myself(), form.code.data or "", now)
        except CodeRefused as refusal:
            form.code.errors = [describe(refusal).what]
        else:
            flash(_("Thank you. From now on we write to you there."), "good")
            return redirect(url_for("volunteer.home"))
    return render_template("volunteer/contact_code.html", form=form, contact=awaited.contact)


@blueprint.post("/contact/again")
@allow(Role.VOLUNTEER)
@limiter.limit(OFTEN)
def new_contact_code() -> ResponseReturnValue:
    """Send one more code to the new address or number; how many there may be is limited."""
    session = db.session()
    now = clock.now(session)
    awaited = contact_changes.awaited(session, myself(), now)
    if awaited is not None:
        contact_changes.ask(session, myself(), awaited.contact, now)
        flash(_("A new code is on its way. It can take a minute."))
    return redirect(url_for("volunteer.confirm_contact"))
