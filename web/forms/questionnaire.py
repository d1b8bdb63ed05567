"""The questions of the yearly evaluation, for the page of a side and for who enters its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from web.forms.reading_on import ReadingOnForm
from web.messages.outcomes import agreement_name, outcome_statement, satisfaction_name
from web.models import EvaluationAnswer
from web.models.vocabulary import Outcome

SCALE = (1, 2, 3, 4, 5)


def met_choices() -> dict[str, str]:
    return {"yes": _("Yes"), "no": _("No")}


def satisfactions() -> dict[str, str]:
    return {str(mark): satisfaction_name(mark) for mark in SCALE}


def agreements() -> dict[str, str]:
    return {str(mark): agreement_name(mark) for mark in SCALE}


class Questionnaire(ReadingOnForm):
    """The questions to everybody; those on outcomes are added by `asking`."""

    still_meet = RadioField(_l("Do you still meet?"), choices=met_choices, validators=[Optional()])
    satisfaction = RadioField(
        _l("How is it, or how was it?"), choices=satisfactions, validators=[Optional()]
    )
    comment = TextAreaField(
        _l("Do you want to tell us something?"),
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=2000, message=_l("This is too long. Please write it shorter."))],
    )
    form_errors: list[str]
    asked: tuple[Outcome, ...]
    own: tuple[str, ...]

    @property
    def outcome_fields(self) -> list[RadioField]:
        """What is agreed with or not: the outcomes, then the scheme's own questions."""
        return [self[name] for name in (*self.asked, *map(_own_name, self.own))]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as `evaluations.answer` takes it; only for a form that is valid."""
        marks = {name: _mark(self[name.value].data) for name in self.asked}
        own_marks = {number: _mark(self[_own_name(number)].data) for number in self.own}
        return {
            "still_meet": {"yes": True, "no": False}.get(self.still_meet.data or ""),
            "satisfaction": _mark(self.satisfaction.data),
            "outcomes": {name: mark for name, mark in marks.items() if mark},
            "own_marks": {number: mark for number, mark in own_marks.items() if mark},
            "comment": self.comment.data,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Any question may be left out, but not all."""
        good = bool(super().validate(extra_validators=extra_validators))
        if good and not any(self.data.values()):
            self.form_errors.append(_("Please answer at least one question."))
            return False
        return good


def asking(
    answer: EvaluationAnswer, outcomes: tuple[Outcome, ...], own: Mapping[str, tuple[str, str]]
) -> type[Questionnaire]:
    """The form for this person: a question for each outcome that concerns their match.

    Args:
        own: the scheme's own questions, by number: each a sentence and the language it is in.
    """
    asked: dict[str, object] = {
        name.value: RadioField(
            outcome_statement(name, answer.side), choices=agreements, validators=[Optional()]
        )
        for name in outcomes
    }
    # Where nobody has written a question in the language of the page, its own direction counts.
    spoken = Markup('<bdi lang="{}">{}</bdi>')
    for number, (sentence, tag) in own.items():
        asked[_own_name(number)] = RadioField(
            spoken.format(tag, sentence), choices=agreements, validators=[Optional()]
        )
    return type("Asked", (Questionnaire,), {**asked, "asked": outcomes, "own": tuple(own)})


def given(answer: EvaluationAnswer) -> dict[str, str | None]:
    """What was answered before, as `asking(…)(data=…)` wants it."""
    met = {True: "yes", False: "no"}.get(answer.still_meet) if answer.still_meet is not None else ""
    return {
        "still_meet": met,
        "satisfaction": str(answer.satisfaction) if answer.satisfaction else None,
        "comment": answer.comment,
        **{name: str(mark) for name, mark in answer.outcomes.items()},
        **{_own_name(number): str(mark) for number, mark in answer.own_marks.items()},
    }


def _own_name(number: str) -> str:
    return f"own_{number}"


def _mark(sent: str | None) -> int | None:
    """A mark of the scale; blanks are no answer, as `Optional` sees it."""
    return int(sent) if sent and sent.strip() else None
