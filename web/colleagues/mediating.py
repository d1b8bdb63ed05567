"""The first page of a mediator."""

from __future__ import annotations

from flask import render_template

from web.access import allow
from web.colleagues.blueprint import blueprint
from web.models.vocabulary import Role


@blueprint.get("/mediation")
@allow(Role.MEDIATOR)
def mediation() -> str:
    """Nothing is handed over to mediators here yet; the page says so, and whom to call."""
    return render_template("colleagues/mediation.html")
