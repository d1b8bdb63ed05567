"""The yearly evaluation, and how long matches endure. Readers see figures only."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared, survival_chart
from web.coordinator.blueprint import blueprint
from web.coordinator.evaluation_forms import MeetingForm, PlanForm
from web.extensions import db
from web.messages.desk_words import end_reason
from web.messages.outcomes import agreement_name, outcome_name, satisfaction_name
from web.models import EvaluationRound, Scheme
from web.models.vocabulary import Outcome, Role, RoundState
from web.queries import evaluation as figures
from web.services import clock, evaluations, volunteers_meeting

ANSWERING_TIME = timedelta(days=30)


@blueprint.get("/evaluation")
@allow(Role.COORDINATOR, Role.READER)
def evaluation() -> ResponseReturnValue:
    """Every round, and the endurance of the scheme's matches today."""
    today = shared.today()
    form = PlanForm(
        formdata=None, year=today.year, opens_on=today, closes_on=today + ANSWERING_TIME
    )
    return _overview(form)


@blueprint.post("/evaluation")
@allow(Role.COORDINATOR)
def plan_evaluation() -> ResponseReturnValue:
    """Plan a year's round, or move its dates."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _overview(form), 422
    session = db.session()
    planned = evaluations.plan(
        session,
        _scheme(),
        form.year.data,
        shared.now(),
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
    )
    return _to(planned)


@blueprint.get("/evaluation/<public_id>")
@allow(Role.COORDINATOR, Role.READER)
def evaluation_round(public_id: str) -> ResponseReturnValue:
    """One round: what was answered, and what happens next."""
    found = evaluations.by_public_id(db.session(), public_id)
    form = MeetingForm(
        formdata=None,
        meeting_at=found.meeting_at and found.meeting_at.astimezone(clock.ZONE),
        meeting_place=found.meeting_place,
    )
    return _round_page(found, form)


@blueprint.post("/evaluation/<public_id>/open")
@allow(Role.COORDINATOR)
def open_evaluation(public_id: str) -> ResponseReturnValue:
    """Send the questions out now."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    invited = evaluations.open_round(session, found, shared.now())
    if found.state is RoundState.OPEN and invited:
        flash(
            ngettext(
                "The questions are on their way to one person.",
                "The questions are on their way to %(num)s people.",
                invited,
            ),
            "good",
        )
    return _to(found)


@blueprint.post("/evaluation/<public_id>/close")
@allow(Role.COORDINATOR)
def close_evaluation(public_id: str) -> ResponseReturnValue:
    """Stop asking, and keep the figures as they are."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    if evaluations.close_round(session, found, shared.now()):
        flash(_("The round is closed. Its figures stay as they are."), "good")
    return _to(found)


@blueprint.post("/evaluation/<public_id>/meeting")
@allow(Role.COORDINATOR)
def evaluation_meeting(public_id: str) -> ResponseReturnValue:
    """Set or move the volunteers' meeting."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    form = MeetingForm()
    if not form.validate_on_submit():
        return _round_page(found, form), 422
    place = " ".join((form.meeting_place.data or "").split())
    volunteers_meeting.set_up(session, found, form.instant, place, shared.now())
    flash(_("The date is kept. Volunteers get a message with it once the round is open."), "good")
    return _to(found)


def _overview(form: PlanForm) -> str:
    session, scheme = db.session(), _scheme()
    shown = figures.endurance_now(session, scheme.id, shared.today(), for_reader=_is_reader())
    return render_template(
        "coordinator/evaluation.html",
        form=form,
        rounds=figures.rounds(session, scheme.id),
        endurance=shown,
        chart=survival_chart.draw(shown),
        end_reason=end_reason,
        may_plan=not _is_reader(),
    )


def _round_page(found: EvaluationRound, form: MeetingForm) -> str:
    session = db.session()
    shown = figures.figures(session, found, shared.today(), for_reader=_is_reader())
    return render_template(
        "coordinator/evaluation_round.html",
        round=found,
        form=form,
        figures=shown,
        endurance=shown.endurance,
        chart=survival_chart.draw(shown.endurance),
        comments=[] if _is_reader() else figures.comments(session, found),
        outcomes=tuple(Outcome),
        outcome_name=outcome_name,
        agreement_name=agreement_name,
        satisfaction_name=satisfaction_name,
        end_reason=end_reason,
        may_plan=not _is_reader(),
    )


def _to(found: EvaluationRound) -> ResponseReturnValue:
    return redirect(url_for("coordinator.evaluation_round", public_id=found.public_id), 303)


def _is_reader() -> bool:
    return me().role is Role.READER


def _scheme() -> Scheme:
    scheme = current_scheme()
    if scheme is None:
        raise LookupError("staff always belong to a scheme")
    return scheme
