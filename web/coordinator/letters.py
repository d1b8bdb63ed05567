"""A letter to a family that uses no link: one page of A4 with a code to point a phone at."""

from __future__ import annotations

from babel import Locale
from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from config.settings import Settings
from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages.languages import language_of
from web.messages.matches import introduction_by_topic
from web.models import Household
from web.models.vocabulary import Role, Side
from web.queries import offers
from web.services import households, paper_links


@blueprint.get("/households/<public_id>/letter")
@allow(Role.COORDINATOR)
def household_letter(public_id: str) -> ResponseReturnValue:
    """What the letter will be about; the link in it is made when it is asked for."""
    session = db.session()
    household = households.by_public_id(session, public_id)
    return render_template(
        "coordinator/letter.html",
        household=household,
        asked=paper_links.asked(session, household, shared.now()),
        language=_language(household),
    )


@blueprint.post("/households/<public_id>/letter")
@allow(Role.COORDINATOR)
def household_letter_made(public_id: str) -> ResponseReturnValue:
    """The letter itself, in the language of the family."""
    session = db.session()
    household = households.by_public_id(session, public_id)
    link = paper_links.make(session, household, me(), shared.now())
    offer = offers.offer_for(session, link.match, Side.HOUSEHOLD) if link.match else None
    settings: Settings = current_app.config["PALIER"]
    with force_locale(str(Locale.parse(_language(household), sep="-"))):
        return render_template(
            "household/letter.html",
            household=household,
            code=code_of(settings.base_url + link.path),
            last_day=link.last_day,
            today=shared.today(),
            offer=offer,
            told=introduction_by_topic(offer) if offer else {},
        )


def code_of(address: str) -> Markup:
    """The address as a drawing that the camera of a phone reads, also from a creased sheet."""
    import segno  # noqa: PLC0415 - only a letter draws one

    drawn = segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn from squares


def _language(household: Household) -> str:
    return language_of(household.language, shared.found(current_scheme()).language)
