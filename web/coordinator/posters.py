"""A poster that looks for somebody: to print or to copy, in each language of the volunteers."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from config.settings import Settings
from web.access import allow
from web.auth import current_scheme
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.messages import recruiting
from web.messages.explanations import DAYS, PARTS
from web.messages.languages import SPOKEN_LANGUAGES, STAFF_LANGUAGES, autonym
from web.models.vocabulary import Role
from web.services.errors import NotFound

LONGEST_AREA = 80


@blueprint.get("/radar/poster")
@allow(Role.COORDINATOR)
def poster() -> ResponseReturnValue:
    """The poster for one row of the radar; the row stands in the address."""
    area = request.args.get("area", "").strip()
    language = request.args.get("language", "")
    slots = request.args.get("slots", 0, type=int)
    if not area or len(area) > LONGEST_AREA or language not in SPOKEN_LANGUAGES:
        raise NotFound
    if not 0 < slots < 1 << (DAYS * PARTS):
        raise NotFound
    scheme = shared.found(current_scheme())
    wanted = request.args.get("in", scheme.language)
    written_in = wanted if wanted in STAFF_LANGUAGES else STAFF_LANGUAGES[0]
    with force_locale(written_in):
        text = text_of(area, language, slots)
    return render_template(
        "coordinator/poster.html",
        text=text,
        written_in=written_in,
        row={"area": area, "language": language, "slots": slots},
        languages=[(tag, autonym(tag)) for tag in STAFF_LANGUAGES],
    )


def text_of(area: str, language: str, slots: int) -> str:
    """In the language of the moment, with the address where people sign up."""
    scheme = shared.found(current_scheme())
    settings: Settings = current_app.config["PALIER"]
    join = settings.base_url + url_for("public.sign_up", scheme_slug=scheme.slug)
    return recruiting.poster(area, language, slots, scheme.name, join)
