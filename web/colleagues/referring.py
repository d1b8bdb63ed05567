"""What a partner sees: the households they referred, no more of them than this, and the form."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.colleagues.blueprint import blueprint
from web.extensions import db
from web.forms.referral import ReferralForm
from web.messages.desk_words import state_name
from web.models.vocabulary import Role, Source
from web.queries import households as queries
from web.services import clock
from web.services import households as services


@blueprint.get("/referred")
@allow(Role.PARTNER)
def referred() -> str:
    """Those that this partner referred, the newest first."""
    return render_template(
        "colleagues/referred.html",
        households=queries.referred_by(db.session(), me()),
        state_name=state_name,
    )


@blueprint.route("/referred/new", methods=["GET", "POST"])
@allow(Role.PARTNER)
def refer() -> ResponseReturnValue:
    form = ReferralForm()
    if request.method == "GET":
        return render_template("colleagues/refer.html", form=form)
    if not form.validate():
        return render_template("colleagues/refer.html", form=form), 422
    session, scheme = db.session(), current_scheme()
    if scheme is None:
        abort(404)
    services.refer(
        session,
        scheme,
        form.referral,
        source=Source.PARTNER,
        referred_by=me(),
        origin_key=form.origin_key,
        now=clock.now(session),
    )
    flash(_("Thank you. A coordinator calls the household."), "success")
    return redirect(url_for("colleagues.referred"), 303)
