"""The scheme's own questions of a yearly evaluation, in each of its languages."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.evaluation_forms import OwnQuestionsForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages.languages import HOUSEHOLD_LANGUAGES, autonym
from web.models import EvaluationRound
from web.models.vocabulary import Role
from web.queries import rounds
from web.services import evaluations
from web.services import own_questions as services
from web.services.errors import NotFound


@blueprint.get("/evaluation/<public_id>/questions")
@allow(Role.COORDINATOR)
def own_questions(public_id: str) -> str:
    found = evaluations.by_public_id(db.session(), public_id)
    there = {row.number: row.words for row in rounds.own_questions(db.session(), found)}
    words = [there.get(number, {}).get(_language(), "") for number in range(1, services.MOST + 1)]
    return _page(found, OwnQuestionsForm.of(words))


@blueprint.post("/evaluation/<public_id>/questions")
@allow(Role.COORDINATOR)
def save_own_questions(public_id: str) -> ResponseReturnValue:
    session, language = db.session(), _language()
    found = evaluations.by_public_id(session, public_id)
    form = OwnQuestionsForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    return shared.act(
        lambda: services.save(session, found, language, form.sentences),
        said=_("Saved. People are asked this when the round opens."),
        then=url_for("coordinator.own_questions", public_id=public_id, written_in=language),
        again=lambda problem: _page(found, form, problem),
    )


def _page(found: EvaluationRound, form: OwnQuestionsForm, problem: ErrorPage | None = None) -> str:
    written = {tag for row in rounds.own_questions(db.session(), found) for tag in row.words}
    return render_template(
        "coordinator/own_questions.html",
        round=found,
        form=form,
        problem=problem,
        written_in=_language(),
        written=written,
        languages=[(tag, autonym(tag)) for tag in HOUSEHOLD_LANGUAGES],
    )


def _language() -> str:
    wanted = request.args.get("written_in", shared.found(current_scheme()).language)
    if wanted not in HOUSEHOLD_LANGUAGES:
        raise NotFound
    return wanted
