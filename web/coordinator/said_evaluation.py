"""The yearly evaluation of a family, filled in for it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
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
from web.models import EvaluationAnswer, Household
from web.models.vocabulary import Role
from web.services import evaluations, households, said_for


@blueprint.route("/households/<public_id>/evaluation", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_evaluation(public_id: str) -> ResponseReturnValue:
    """The questions about one match; which one stands in the address."""
    session, now = db.session(), shared.now()
    household = households.by_public_id(session, public_id)
    answer = said_for.evaluation_of(session, household, request.args.get("match", ""), now)
    if answer is None:
        return render_template("coordinator/said_evaluation.html", household=household)
    asked = questionnaire.asking(answer, evaluations.outcomes_asked(answer))
    if request.method == "GET":
        form = asked(data=questionnaire.given(answer))
        return _page(household, answer, form, HeardForm(formdata=None))
    form, heard = asked(request.form), HeardForm()
    if not (heard.validate() & form.validate()):
        return _page(household, answer, form, heard), 422
    return shared.act(
        lambda: said_for.enter_evaluation(
            session, household, answer, form.answers, heard=heard.how, actor=me(), now=now
        ),
        said=_("Entered for the family."),
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: _page(household, answer, form, heard, problem),
    )


def _page(
    household: Household,
    answer: EvaluationAnswer,
    form: Questionnaire,
    heard: HeardForm,
    problem: ErrorPage | None = None,
) -> str:
    return render_template(
        "coordinator/said_evaluation.html",
        household=household,
        answer=answer,
        form=form,
        heard=heard,
        problem=problem,
    )
