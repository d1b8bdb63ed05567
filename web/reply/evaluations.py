"""The yearly questionnaire: one short page, in the words of the side that answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web.extensions import db
from web.forms import questionnaire
from web.forms.questionnaire import Questionnaire
from web.models import EvaluationAnswer, Link
from web.models.vocabulary import Side
from web.reply.pages import Page, Renewal, register
from web.services import clock, evaluations, own_questions
from web.services.errors import AnswerClosed
from web.services.links import Purpose


def show(link: Link) -> ResponseReturnValue:
    """The questions, with the answers that were given before."""
    answer = _of(link)
    if not evaluations.is_open(answer):
        return closed(link)
    return _page(answer, _form(answer)(data=questionnaire.given(answer)))


def act(link: Link) -> ResponseReturnValue:
    """Keep the answers; any question may be left out, but not all."""
    answer = _of(link)
    form = _form(answer)(request.form)
    if not form.validate():
        return _page(answer, form), 422
    try:
        session = db.session()
        evaluations.answer(session, answer, now=clock.now(session), **form.answers)
    except AnswerClosed:
        return closed(link), 409
    flash(_("Thank you. We have your answers."), "good")
    return redirect(request.path, 303)


def closed(_link: Link) -> str:
    """What a link shows when the round is over."""
    return render_template("reply/evaluation_closed.html")


def _form(answer: EvaluationAnswer) -> type[Questionnaire]:
    own = own_questions.asked_in(db.session(), answer, str(get_locale()))
    return questionnaire.asking(answer, evaluations.outcomes_asked(answer), own)


def _page(answer: EvaluationAnswer, form: Questionnaire) -> str:
    of_volunteer = answer.side is Side.VOLUNTEER
    match = answer.match
    return render_template(
        "reply/evaluation.html",
        form=form,
        of_volunteer=of_volunteer,
        other=match.household.shown_name if of_volunteer else match.volunteer.first_name,
        answered=answer.answered_at is not None,
    )


def _of(link: Link) -> EvaluationAnswer:
    return evaluations.of_party(db.session(), link.subject_id, link.party)


def _renewal(link: Link) -> Renewal | None:
    answer = _of(link)
    if not evaluations.is_open(answer):
        return None
    return Renewal(
        "evaluation_invitation",
        {"match_id": answer.match_id, "side": answer.side.value, "subject_id": answer.id},
    )


register(Purpose.EVALUATION, Page(show, act, settled=closed, renewal=_renewal))
