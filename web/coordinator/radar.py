"""The recruitment radar: whom to look for, and the words for a poster."""

from __future__ import annotations

from flask import current_app, render_template, url_for

from config.settings import Settings
from web.access import allow
from web.auth import current_scheme
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages import explanations, recruiting
from web.models import Scheme
from web.models.vocabulary import Role
from web.services import recruiting as services

MOST_ROWS = 20


@blueprint.get("/radar")
@allow(Role.COORDINATOR)
def radar() -> str:
    scheme = shared.found(current_scheme())
    outlook = services.look(db.session(), scheme, now=shared.now())
    rows = outlook.wanted[:MOST_ROWS]
    return render_template(
        "coordinator/radar.html",
        outlook=outlook,
        rows=rows,
        poster=_poster(rows[0], scheme) if rows else "",
        slots_in_words=explanations.slots_in_words,
    )


def _poster(row: services.Wanted, scheme: Scheme) -> str:
    settings: Settings = current_app.config["PALIER"]
    join = settings.base_url + url_for("public.sign_up", scheme_slug=scheme.slug)
    return recruiting.poster(row.area, row.language, row.slots, scheme.name, join)
