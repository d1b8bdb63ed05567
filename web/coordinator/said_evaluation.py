"""The yearly evaluation of a family or a volunteer, filled in for them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.said_form import HeardForm
from web.errors import ErrorPage
from web.extensions import db
from web.forms import questionnaire
from web.forms.questionnaire import Questionnaire
from web.models import EvaluationAnswer, Household, Volunteer
from web.models.vocabulary import Role
from web.services import evaluations, households, own_questions, said_for, volunteers


@blueprint.route("/households/<public_id>/evaluation", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_evaluation(public_id: str) -> ResponseReturnValue:
    """The questions about one match; which one stands in the address."""
    return _evaluation(households.by_public_id(db.session(), public_id))


@blueprint.route("/volunteers/<public_id>/evaluation", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def volunteer_evaluation(public_id: str) -> ResponseReturnValue:
    return _evaluation(volunteers.by_public_id(db.session(), public_id))


def _evaluation(person: Household | Volunteer) -> ResponseReturnValue:
    session, now = db.session(), shared.now()
    answer = said_for.evaluation_of(session, person, request.args.get("match", ""))
    if answer is None:
        return render_template("coordinator/said_evaluation.html", person=person)
    own = own_questions.asked_in(session, answer, str(get_locale()))
    asked = questionnaire.asking(answer, evaluations.outcomes_asked(answer), own)
    if request.method == "GET":
        form = asked(data=questionnaire.given(answer))
        return _page(person, answer, form, HeardForm(formdata=None))
    form, heard = asked(request.form), HeardForm()
    if not (heard.validate() & form.validate()):
        return _page(person, answer, form, heard), 422
    of_family = isinstance(person, Household)
    return shared.act(
        lambda: said_for.enter_evaluation(
            session, person, answer, form.answers, heard=heard.how, actor=me(), now=now
        ),
        said=_("Entered for the family.") if of_family else _("Entered for the volunteer."),
        then=url_for(f"coordinator.{person.kind}", public_id=person.public_id),
        again=lambda problem: _page(person, answer, form, heard, problem),
    )


def _page(
    person: Household | Volunteer,
    answer: EvaluationAnswer,
    form: Questionnaire,
    heard: HeardForm,
    problem: ErrorPage | None = None,
) -> str:
    return render_template(
        "coordinator/said_evaluation.html",
        person=person,
        answer=answer,
        form=form,
        heard=heard,
        problem=problem,
    )
