"""A volunteer's own pages: one next step at a time."""

from __future__ import annotations

from enum import StrEnum

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.extensions import db
from web.models import Volunteer
from web.models.vocabulary import Role, Side, VolunteerState
from web.queries import meeting_times, own_matches
from web.services import clock, legal_note, pauses, volunteers
from web.volunteer import own_answers
from web.volunteer.blueprint import blueprint
from web.volunteer.forms import QuestionnaireForm, answered
from web.volunteer.own_forms import BreakForm


class NextStep(StrEnum):
    """What a volunteer's home asks for, or tells to wait for."""

    NOTE = "note"
    QUESTIONNAIRE = "questionnaire"
    TRAINING = "training"
    COORDINATOR = "coordinator"
    READY = "ready"
    PAUSED = "paused"


@blueprint.get("/")
@allow(Role.VOLUNTEER)
def home() -> ResponseReturnValue:
    """What happens next, and the matches."""
    return _home(BreakForm(formdata=None))


def _home(pausing: BreakForm) -> str:
    volunteer = myself()
    session = db.session()
    lines = own_matches.of_volunteer(session, volunteer, clock.now(session))
    return render_template(
        "volunteer/home.html",
        volunteer=volunteer,
        step=next_step(volunteer),
        matches=lines,
        waits=not own_matches.going_on(lines),
        planning={
            match.id: meeting_times.planning(session, match, Side.VOLUNTEER) for match in lines
        },
        answers=own_answers.of(volunteer),
        pausing=pausing,
    )


@blueprint.route("/note", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def note() -> ResponseReturnValue:
    """The legal note: reading it is kept with its date and version."""
    session = db.session()
    now = clock.now(session)
    volunteer = myself()
    if request.method == "POST":
        volunteers.read_note(session, volunteer, now)
        flash(_("Thank you. We keep the date on which you read it."), "good")
        return redirect(url_for("volunteer.home"))
    ceilings = legal_note.ceilings_on(clock.local_date(now))
    return render_template("volunteer/note.html", volunteer=volunteer, ceilings=ceilings)


@blueprint.route("/questionnaire", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def questionnaire() -> ResponseReturnValue:
    """What matching needs to know; it can be changed at any time."""
    session = db.session()
    volunteer = myself()
    form = QuestionnaireForm(data=answered(volunteer))
    if not form.validate_on_submit():
        return render_template("volunteer/questionnaire.html", form=form)
    volunteers.complete_questionnaire(session, volunteer, form.answers, clock.now(session))
    flash(_("Your answers are kept. You can change them whenever you like."), "good")
    return redirect(url_for("volunteer.home"))


@blueprint.route("/pause", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def pause() -> ResponseReturnValue:
    """Nobody new until they are back: on a day they name, or when they say so."""
    # After a slip, whoever chooses another language comes here by its address.
    if request.method == "GET":
        return redirect(url_for("volunteer.home"))
    form = BreakForm()
    if not form.validate():
        return _home(form), 422
    session = db.session()
    pauses.pause(session, myself(), me(), clock.now(session), until=form.until.data)
    flash(_("You are on a break. Nobody new will be proposed to you."), "good")
    return redirect(url_for("volunteer.home"))


@blueprint.post("/resume")
@allow(Role.VOLUNTEER)
def resume() -> ResponseReturnValue:
    session = db.session()
    pauses.resume(session, myself(), me(), clock.now(session))
    flash(_("Good to have you back."), "good")
    return redirect(url_for("volunteer.home"))


def myself() -> Volunteer:
    """The volunteer who is signed in."""
    volunteer = me()
    assert isinstance(volunteer, Volunteer)  # noqa: S101 - the role says so
    return volunteer


def next_step(volunteer: Volunteer) -> NextStep:
    """The first thing on the path that has not been done."""
    if volunteer.state is VolunteerState.READY:
        return NextStep.READY
    if volunteer.state is VolunteerState.PAUSED:
        return NextStep.PAUSED
    if volunteer.informed_at is None:
        return NextStep.NOTE
    if volunteer.questionnaire_at is None:
        return NextStep.QUESTIONNAIRE
    return NextStep.TRAINING if volunteer.trained_at is None else NextStep.COORDINATOR
