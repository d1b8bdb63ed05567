"""Who is away, who stands in, and what the stand-in must know."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.colleague_forms import AbsenceForm
from web.coordinator.task_words import card_of
from web.errors import ErrorPage
from web.extensions import db
from web.models.vocabulary import MatchState, Role
from web.queries import caseload, team
from web.services import absences as services
from web.services.errors import NotFound


@blueprint.get("/absences")
@allow(Role.COORDINATOR)
def absences() -> str:
    return _page()


@blueprint.post("/absences")
@allow(Role.COORDINATOR)
def record_absence() -> ResponseReturnValue:
    colleagues = team.team(db.session(), shared.today())
    form = AbsenceForm(colleagues, me())
    if not form.validate():
        return _page(form), 422
    away, stand_in = form.people(colleagues)
    return shared.act(
        lambda: services.record(
            db.session(),
            away,
            stand_in,
            from_on=form.from_on.data,
            until_on=form.until_on.data,
            actor=me(),
            now=shared.now(),
        ),
        said=_("Noted. The tasks and households come back by themselves after the last day."),
        then=url_for("coordinator.absences"),
        again=lambda problem: _page(form, problem=problem),
    )


@blueprint.post("/absences/<public_id>/end")
@allow(Role.COORDINATOR)
def end_absence(public_id: str) -> ResponseReturnValue:
    session = db.session()
    try:
        services.end(session, services.by_public_id(session, public_id), me(), shared.now())
    except NotFound:
        # One that had not begun is gone after the first click of two.
        if not services.has_just_ended_one(session, me(), shared.now()):
            raise
    flash(_("The tasks and households are back where they were."), "success")
    return redirect(url_for("coordinator.absences"), 303)


@blueprint.get("/absences/<public_id>/briefing")
@allow(Role.COORDINATOR)
def briefing(public_id: str) -> str:
    """What is open, to print: for the colleague who stands in."""
    session, day = db.session(), shared.today()
    absence = services.by_public_id(session, public_id)
    found = caseload.of(session, absence.away, day)
    return render_template(
        "coordinator/briefing.html",
        absence=absence,
        found=found,
        states=MatchState,
        cards=[card_of(task) for task in found.tasks],
        now=shared.now(),
        today=day,
    )


def _page(form: AbsenceForm | None = None, *, problem: ErrorPage | None = None) -> str:
    session, day = db.session(), shared.today()
    colleagues = team.team(session, day)
    form = form or AbsenceForm(colleagues, me(), formdata=None)
    if problem is not None:
        form.stand_in.errors = [problem.what]
    return render_template(
        "coordinator/absences.html",
        absences=team.absences(session, day),
        colleagues=colleagues,
        form=form,
        today=day,
    )
