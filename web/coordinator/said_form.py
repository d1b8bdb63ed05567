"""What may be entered for a family: an answer to what it was asked, or a wish."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from web.coordinator.forms import MAX_NOTE
from web.forms import Needed, WordedForm
from web.messages import changes
from web.messages.by_hand import heard_how
from web.messages.words import decline_reason, face_name
from web.models.vocabulary import Answer, DeclineReason, Face, Heard
from web.queries.open_questions import OpenQuestions
from web.services.said_for import Asked, Said, Wish

Choices = list[tuple[str, str]]


class HeardForm(WordedForm):
    heard = SelectField(_l("How you heard it"), id="said-heard", validators=[Needed()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.heard.choices = [("", "–"), *((heard.value, heard_how(heard)) for heard in Heard)]

    @property
    def how(self) -> Heard:
        """Only for a form that is valid."""
        return Heard(self.heard.data)


class SaidForm(HeardForm):
    what = SelectField(_l("What they said"), id="said-what", validators=[Needed()])
    reason = SelectField(_l("Reason of a no to a proposal"), id="said-reason")
    words = TextAreaField(
        _l("What else they said"), id="said-words", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, open_questions: OpenQuestions, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.what.choices = {"–": [("", "–")], **_answers(open_questions)}
        reasons = [(reason.value, decline_reason(reason)) for reason in DeclineReason]
        self.reason.choices = [("", "–"), *reasons]
        # With a no it is needed, else it has no place: so neither required nor 'if you like'.
        self.reason.flags.either = True

    def validate_reason(self, field: SelectField) -> None:
        what = self.what.data or ""
        is_no = what.startswith(f"{Asked.PROPOSAL}:") and what.endswith(f":{Answer.NO}")
        if is_no and not field.data:
            raise ValidationError(_("A no needs a reason."))

    @property
    def said(self) -> Said:
        """What was entered; only for a form that is valid."""
        asked, subject_id, answer = self.what.data.split(":")
        reason = DeclineReason(self.reason.data) if self.reason.data else None
        words = (self.words.data or "").strip()
        return Said(Asked(asked), int(subject_id), answer, reason, words)


def _answers(questions: OpenQuestions) -> dict[str, Choices]:
    """What can be said to each question, below the question."""
    groups: dict[str, Choices] = {}
    for match in questions.proposals:
        heading = _("The proposal to meet %(name)s", name=match.volunteer.full_name)
        groups[heading] = _worded(Asked.PROPOSAL, match.id, _to_a_question())
    for one in questions.follow_ups:
        heading = _("How it is going with %(name)s", name=one.match.volunteer.full_name)
        groups[heading] = _worded(Asked.FOLLOW_UP, one.id, _faces())
    if questions.change is not None:
        asked = questions.change
        heading = changes.question(asked.change, asked.amount)
        groups[heading] = _worded(Asked.CHANGE, asked.id, _to_a_question())
    groups[_("A wish of the family")] = _worded(Asked.WISH, 0, _wishes())
    return groups


def _worded(asked: Asked, subject_id: int, answers: dict[str, str]) -> Choices:
    return [(f"{asked}:{subject_id}:{answer}", words) for answer, words in answers.items()]


def _to_a_question() -> dict[str, str]:
    return {
        Answer.YES.value: _("yes"),
        Answer.NO.value: _("no"),
        Answer.LATER.value: _("they want to decide later"),
        Answer.CALL_ME.value: _("they want to be called"),
    }


def _faces() -> dict[str, str]:
    faces = {str(int(face)): face_name(face) for face in (Face.HAPPY, Face.SO_SO, Face.SAD)}
    return {**faces, Answer.CALL_ME.value: _("they want to be called")}


def _wishes() -> dict[str, str]:
    return {
        Wish.CALL_ME.value: _("they want to be called"),
        Wish.BREAK.value: _("they take a break: nobody new is proposed"),
        Wish.STOP.value: _("they stop: what they have through us ends"),
    }
