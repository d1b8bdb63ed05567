"""What a family said by phone, on paper or in person, entered for them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.said_form import SaidForm
from web.errors import ErrorPage
from web.extensions import db
from web.models.vocabulary import Role
from web.queries.open_questions import OpenQuestions
from web.services import households, said_for


@blueprint.route("/households/<public_id>/said", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_said(public_id: str) -> ResponseReturnValue:
    session, now = db.session(), shared.now()
    household = households.by_public_id(session, public_id)
    questions = said_for.what_is_open(session, household, now)
    form = SaidForm(questions)
    if request.method == "GET":
        return _page(public_id, form, questions)
    if not form.validate():
        return _page(public_id, form, questions), 422
    return shared.act(
        lambda: said_for.enter(session, household, form.said, heard=form.how, actor=me(), now=now),
        said=_("Entered for the family."),
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: _page(public_id, form, questions, problem),
    )


def _page(
    public_id: str, form: SaidForm, questions: OpenQuestions, problem: ErrorPage | None = None
) -> str:
    return render_template(
        "coordinator/said.html",
        household=households.by_public_id(db.session(), public_id),
        form=form,
        evaluations=questions.evaluations,
        problem=problem,
    )
