"""The yearly evaluation, and how long matches endure. Readers see figures only."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared, survival_chart
from web.coordinator.blueprint import blueprint
from web.coordinator.evaluation_forms import MeetingForm, MinutesForm, PlanForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages.desk_words import end_reason
from web.messages.outcomes import agreement_name, outcome_name, satisfaction_name
from web.models import EvaluationRound, Scheme
from web.models.vocabulary import TAKING_ANSWERS, Outcome, Role, RoundState
from web.queries import evaluation as figures
from web.queries import rounds
from web.services import evaluations, own_questions

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
    return to(planned)


@blueprint.get("/evaluation/<public_id>")
@allow(Role.COORDINATOR, Role.READER)
def evaluation_round(public_id: str) -> ResponseReturnValue:
    """One round: what was answered, and what happens next."""
    found = evaluations.by_public_id(db.session(), public_id)
    return round_page(found)


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
    return to(found)


@blueprint.post("/evaluation/<public_id>/stop")
@allow(Role.COORDINATOR)
def stop_evaluation(public_id: str) -> ResponseReturnValue:
    """Ask nobody any more; late answers still count until the round is closed."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    if evaluations.stop_asking(session, found, shared.now()):
        flash(_("Nobody is asked any more. Late answers still count."), "good")
    return to(found)


@blueprint.post("/evaluation/<public_id>/close")
@allow(Role.COORDINATOR)
def close_evaluation(public_id: str) -> ResponseReturnValue:
    """Stop asking, and keep the figures as they are."""
    session = db.session()
    found = evaluations.by_public_id(session, public_id)
    if evaluations.close_round(session, found, shared.now()):
        flash(_("The round is closed. Its figures stay as they are."), "good")
    return to(found)


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


def round_page(
    found: EvaluationRound,
    *,
    form: MeetingForm | None = None,
    minutes_form: MinutesForm | None = None,
    problem: ErrorPage | None = None,
) -> str:
    """The page of a round; readers see figures only.

    Args:
        form: of the meeting, where it was sent and not taken; so `minutes_form`.
    """
    session = db.session()
    shown = figures.figures(session, found, shared.today(), for_reader=_is_reader())
    return render_template(
        "coordinator/evaluation_round.html",
        round=found,
        form=form or MeetingForm.of(found),
        figures=shown,
        endurance=shown.endurance,
        chart=survival_chart.draw(shown.endurance),
        outcomes=tuple(Outcome),
        outcome_name=outcome_name,
        own_sentence=own_sentence,
        agreement_name=agreement_name,
        satisfaction_name=satisfaction_name,
        end_reason=end_reason,
        freezes_on=evaluations.freezes_on(found),
        problem=problem,
        may_plan=not _is_reader(),
        **({} if _is_reader() else _for_coordinators(found, minutes_form, problem)),
    )


def own_sentence(words: dict[str, str]) -> str:
    """A question of the scheme's own, as this page's reader reads it."""
    return own_questions.read_in(words, str(get_locale()), _scheme().language)[0]


def _for_coordinators(
    found: EvaluationRound, form: MinutesForm | None, problem: ErrorPage | None
) -> dict[str, object]:
    session = db.session()
    minutes = rounds.minutes(session, found)
    if form and problem and minutes:
        # Whoever saves again has seen the minutes that came between.
        form.version.data = str(minutes.version)
    asking = found.state in TAKING_ANSWERS
    return {
        "comments": figures.comments(session, found),
        "invited": rounds.volunteers(session, found),
        "minutes": minutes,
        "minutes_form": form or MinutesForm.of(minutes),
        "silent": rounds.silent(session, found) if asking else None,
    }


def address_of(found: EvaluationRound) -> str:
    return url_for("coordinator.evaluation_round", public_id=found.public_id)


def to(found: EvaluationRound) -> ResponseReturnValue:
    return redirect(address_of(found), 303)


def _is_reader() -> bool:
    return me().role is Role.READER


def _scheme() -> Scheme:
    scheme = current_scheme()
    if scheme is None:
        raise LookupError("staff always belong to a scheme")
    return scheme
