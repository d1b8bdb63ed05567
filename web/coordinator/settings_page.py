"""Where everything is that a scheme decides for itself."""

from __future__ import annotations

from flask import render_template

from web.access import allow
from web.coordinator.blueprint import blueprint
from web.models.vocabulary import Role


@blueprint.get("/settings")
@allow(Role.COORDINATOR)
def settings() -> str:
    return render_template("coordinator/settings.html")
