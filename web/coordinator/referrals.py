"""Referring a household from the desk, and putting right what is known of one."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.forms.referral import ReferralForm, typed_about
from web.models.vocabulary import Role, Source
from web.services import addresses
from web.services import households as services


@blueprint.route("/households/new", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def refer() -> ResponseReturnValue:
    form = ReferralForm()
    if request.method == "GET":
        return render_template("coordinator/refer.html", form=form, household=None)
    if not form.validate():
        return render_template("coordinator/refer.html", form=form, household=None), 422
    household = services.refer(
        db.session(),
        shared.found(current_scheme()),
        form.referral,
        source=Source.COORDINATOR,
        referred_by=me(),
        origin_key=form.origin_key,
        now=shared.now(),
    )
    flash(_("The household is on the list. The intake comes next."), "success")
    return redirect(url_for("coordinator.household", public_id=household.public_id), 303)


@blueprint.route("/households/<public_id>/edit", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_edit(public_id: str) -> ResponseReturnValue:
    session = db.session()
    household = services.by_public_id(session, public_id)
    if request.method == "GET":
        # The street is shown by its own button only, which leaves a trace.
        form = ReferralForm(data={**typed_about(household), "street": ""})
        return render_template("coordinator/refer.html", form=form, household=household)
    form = ReferralForm()
    if not form.validate():
        return render_template("coordinator/refer.html", form=form, household=household), 422
    referral = form.referral
    if not referral.street and referral.postcode == household.postcode:
        referral = replace(referral, street=addresses.unchanged(session, household))
    services.revise(session, household, referral, me(), shared.now())
    flash(_("Kept."), "success")
    return redirect(url_for("coordinator.household", public_id=public_id), 303)
