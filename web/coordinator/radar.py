"""The recruitment radar: whom to look for, and the words for a poster."""

from __future__ import annotations

from flask import render_template

from web.access import allow
from web.auth import current_scheme
from web.coordinator import map_data, posters, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages import explanations
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
        map_data=map_data.of_areas(rows),
        poster=posters.text_of(rows[0].area, rows[0].language, rows[0].slots) if rows else "",
        slots_in_words=explanations.slots_in_words,
    )
