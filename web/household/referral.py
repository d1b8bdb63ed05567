"""A family asks for a neighbour by itself: fourteen languages, no account."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from web.access import anyone
from web.extensions import csrf, db, limiter
from web.forms import ReferralForm, came_by, follow
from web.household.blueprint import blueprint
from web.models.vocabulary import Source
from web.services import clock, households, schemes

FORMS = "60 per hour"


@blueprint.route("/<scheme_slug>/refer", methods=["GET", "POST"])
@csrf.exempt
@anyone
@limiter.limit(FORMS, methods=["POST"])
def refer(scheme_slug: str) -> ResponseReturnValue:
    """The form, in the family's language."""
    session = db.session()
    spoken = str(get_locale())
    form = ReferralForm(
        data={"language": spoken, "languages": [{"tag": spoken, "level": ""}], "channel": "sms"}
    )
    follow(form.language, spoken)
    follow(form.languages[0].form.tag, spoken)
    if not form.validate_on_submit():
        return render_template("household/refer.html", form=form)
    households.refer(
        session,
        schemes.by_slug(session, scheme_slug),
        form.referral,
        source=Source.SELF,
        referred_by=None,
        origin_key=form.origin_key,
        now=clock.now(session),
        campaign=came_by(),
    )
    return redirect(url_for("household.referred", scheme_slug=scheme_slug))


@blueprint.get("/<scheme_slug>/refer/thank-you")
@anyone
def referred(scheme_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the scheme of the page
    """What happens next."""
    return render_template("household/referred.html")
