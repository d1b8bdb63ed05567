"""May one thing be otherwise, so that somebody can come? One tap; it can be taken back."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from web.extensions import db
from web.messages import changes, volunteer_questions
from web.models import ChangeQuestion, Link
from web.models.vocabulary import Answer
from web.reply.pages import Page, Renewal, register
from web.services import change_questions, clock
from web.services.errors import AnswerClosed
from web.services.links import Purpose

ANSWERS = frozenset(Answer)


def show(link: Link) -> ResponseReturnValue:
    """The question, or what was answered and a way to change it."""
    question = _of(link)
    of_family = question.volunteer is None
    if question.answer is not None and request.args.get("answer") != "change":
        return render_template(
            "reply/change_answered.html", answer=question.answer, of_family=of_family
        )
    words = changes if of_family else volunteer_questions
    asked = words.question(question.change, question.amount)
    return render_template("reply/change.html", question=asked, of_family=of_family)


def act(link: Link) -> ResponseReturnValue:
    """Keep the answer; then show it. What is no answer shows the question again."""
    question, typed = _of(link), request.form.get("answer", "")
    if typed in ANSWERS:
        try:
            session = db.session()
            change_questions.answer(session, question, Answer(typed), clock.now(session))
        except AnswerClosed:
            return render_template("reply/follow_up_closed.html"), 409
    return redirect(request.path, 303)


def _of(link: Link) -> ChangeQuestion:
    return change_questions.of_party(db.session(), link.subject_id, link.party)


def _renewal(link: Link) -> Renewal | None:
    question = _of(link)
    if question.answer is not None:
        return None
    params = change_questions.params_of(question)
    if question.volunteer is not None:
        return Renewal("change_question_volunteer", params)
    return Renewal("change_question", params)


register(Purpose.CHANGE, Page(show, act, renewal=_renewal))
