"""Referring a household from the desk."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.household_form import HouseholdForm
from web.extensions import db
from web.models.vocabulary import Role, Source
from web.services import households as services


@blueprint.route("/households/new", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def refer() -> ResponseReturnValue:
    form = HouseholdForm()
    if request.method == "GET":
        return render_template("coordinator/refer.html", form=form)
    if not form.validate():
        return render_template("coordinator/refer.html", form=form), 422
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
