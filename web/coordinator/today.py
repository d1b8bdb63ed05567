"""What needs me today."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.task_words import card_of
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import desk
from web.services import tasks

SNOOZE_DAYS = (1, 7, 30)


@blueprint.get("/")
@allow(Role.COORDINATOR)
def today() -> str:
    now = shared.now()
    found = desk.today(db.session(), shared.today())
    return render_template(
        "coordinator/today.html",
        cards=[card_of(task) for task in found.tasks],
        found=found,
        counts=shared.desk_counts(),
        snooze_days=SNOOZE_DAYS,
        now=now,
        today=shared.today(),
    )


@blueprint.post("/tasks/<public_id>/done")
@allow(Role.COORDINATOR)
def task_done(public_id: str) -> ResponseReturnValue:
    session = db.session()
    tasks.finish(session, tasks.by_public_id(session, public_id), me(), shared.now())
    flash(_("Done."), "success")
    return redirect(url_for("coordinator.today"), 303)


@blueprint.post("/tasks/<public_id>/snooze")
@allow(Role.COORDINATOR)
def task_snooze(public_id: str) -> ResponseReturnValue:
    session = db.session()
    days = request.form.get("days", type=int)
    if days not in SNOOZE_DAYS:
        days = SNOOZE_DAYS[0]
    until = shared.today() + timedelta(days=days)
    tasks.snooze(session, tasks.by_public_id(session, public_id), until, shared.now())
    flash(_("It comes back on %(day)s.", day=shared.day(until)), "success")
    return redirect(url_for("coordinator.today"), 303)
