"""The yearly questionnaire: one short page, in the words of the side that answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from web.extensions import db
from web.messages.outcomes import agreement_name, outcome_statement, satisfaction_name
from web.models import EvaluationAnswer, Link
from web.models.vocabulary import Side
from web.reply.pages import Page, Renewal, register
from web.services import clock, evaluations
from web.services.errors import AnswerClosed
from web.services.links import Purpose

SCALE = (1, 2, 3, 4, 5)


def met_choices() -> dict[str, str]:
    return {"yes": _("Yes"), "no": _("No")}


def satisfactions() -> dict[str, str]:
    return {str(mark): satisfaction_name(mark) for mark in SCALE}


def agreements() -> dict[str, str]:
    return {str(mark): agreement_name(mark) for mark in SCALE}


class Questionnaire(Form):
    """The questions to everybody; those on outcomes are added by `_questionnaire`."""

    still_meet = RadioField(_l("Do you still meet?"), choices=met_choices, validators=[Optional()])
    satisfaction = RadioField(
        _l("How is it, or how was it?"), choices=satisfactions, validators=[Optional()]
    )
    comment = TextAreaField(
        _l("Do you want to tell us something?"),
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=2000, message=_l("This is too long. Please write it shorter."))],
    )

    @property
    def is_blank(self) -> bool:
        return not any(self.data.values())


def show(link: Link) -> ResponseReturnValue:
    """The questions, with the answers that were given before."""
    answer = _of(link)
    if not evaluations.is_open(answer):
        return closed(link)
    return _page(answer, _questionnaire(answer)(data=_given(answer)))


def act(link: Link) -> ResponseReturnValue:
    """Keep the answers; any question may be left out, but not all."""
    answer = _of(link)
    form = _questionnaire(answer)(request.form)
    if not form.validate():
        return _page(answer, form), 422
    if form.is_blank:
        form.form_errors.append(_("Please answer at least one question."))
        return _page(answer, form), 422
    try:
        _keep(answer, form)
    except AnswerClosed:
        return closed(link), 409
    flash(_("Thank you. We have your answers."), "good")
    return redirect(request.path, 303)


def closed(_link: Link) -> str:
    """What a link shows when the round is over."""
    return render_template("reply/evaluation_closed.html")


def _keep(answer: EvaluationAnswer, form: Questionnaire) -> None:
    session = db.session()
    marks = {name: form[name.value].data for name in evaluations.outcomes_asked(answer)}
    evaluations.answer(
        session,
        answer,
        still_meet={"yes": True, "no": False}.get(form.still_meet.data or ""),
        satisfaction=_mark(form.satisfaction.data),
        outcomes={name: mark for name, sent in marks.items() if (mark := _mark(sent))},
        comment=form.comment.data,
        now=clock.now(session),
    )


def _mark(sent: str | None) -> int | None:
    """A mark of the scale; blanks are no answer, as `Optional` sees it."""
    return int(sent) if sent and sent.strip() else None


def _questionnaire(answer: EvaluationAnswer) -> type[Questionnaire]:
    """The form for this person: a question for each outcome that concerns their match."""
    asked: dict[str, object] = {
        name.value: RadioField(
            outcome_statement(name, answer.side), choices=agreements, validators=[Optional()]
        )
        for name in evaluations.outcomes_asked(answer)
    }
    return type("Asked", (Questionnaire,), asked)


def _given(answer: EvaluationAnswer) -> dict[str, str | None]:
    met = {True: "yes", False: "no"}.get(answer.still_meet) if answer.still_meet is not None else ""
    return {
        "still_meet": met,
        "satisfaction": str(answer.satisfaction) if answer.satisfaction else None,
        "comment": answer.comment,
        **{name: str(mark) for name, mark in answer.outcomes.items()},
    }


def _page(answer: EvaluationAnswer, form: Questionnaire) -> str:
    of_volunteer = answer.side is Side.VOLUNTEER
    match = answer.match
    return render_template(
        "reply/evaluation.html",
        form=form,
        outcome_fields=[form[name.value] for name in evaluations.outcomes_asked(answer)],
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
