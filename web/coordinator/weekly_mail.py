"""Monday's mail of what waits: wanted or not, at the foot of 'Today'."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator.blueprint import blueprint
from web.models import Staff
from web.models.vocabulary import Role
from web.services import digest


@blueprint.post("/weekly-mail")
@allow(Role.COORDINATOR)
def weekly_mail() -> ResponseReturnValue:
    wanted, colleague = request.form.get("wanted") == "1", me()
    if isinstance(colleague, Staff):
        digest.choose(colleague, wanted=wanted)
    said = _("You get it on Monday mornings.") if wanted else _("You do not get it any more.")
    flash(said, "success")
    return redirect(url_for("coordinator.today") + "#weekly-mail", 303)
