"""What a coordinator fills in when deciding by hand: insist, forbid, pause, end, reopen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from web.coordinator import shared
from web.coordinator.forms import MAX_NOTE, EndForm, VersionForm
from web.forms import Needed, WordedForm
from web.messages.by_hand import heard_how, insist_reason, never_reason, pause_reason
from web.models.vocabulary import Heard, InsistReason, NeverReason, PauseReason, Side
from web.services.living_matches import Closing


class InsistForm(WordedForm):
    """Why two are proposed although a rule speaks against it."""

    reason = SelectField(_l("Why all the same"), id="insist-reason", validators=[Needed()])
    note = TextAreaField(
        _l("Note for colleagues"), id="insist-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = _choices(InsistReason, insist_reason)


class PinForm(WordedForm):
    """Why the next runs propose exactly these two."""

    reason = SelectField(_l("Why these two"), id="pin-reason", validators=[Needed()])
    note = TextAreaField(
        _l("Note for colleagues"), id="pin-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = _choices(InsistReason, insist_reason)


class NeverForm(WordedForm):
    """Who says never, and why."""

    said_by = SelectField(_l("Who says so"), id="never-said-by", validators=[Needed()])
    reason = SelectField(_l("Reason"), id="never-reason", validators=[Needed()])
    note = TextAreaField(
        _l("Note for colleagues"), id="never-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.said_by.choices = [
            ("", "–"),
            (Side.HOUSEHOLD.value, _("the household")),
            (Side.VOLUNTEER.value, _("the volunteer")),
            ("scheme", _("we do")),
        ]
        self.reason.choices = _choices(NeverReason, never_reason)

    @property
    def side(self) -> Side | None:
        return shared.word_of(Side, self.said_by.data)


class BreakForm(WordedForm):
    """Why a volunteer or a household pauses, and when they are back."""

    reason = SelectField(_l("Reason"), id="break-reason", validators=[Needed()])
    until = DateField(_l("Back by themselves on"), id="break-until", validators=[Optional()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = _choices(PauseReason, pause_reason)

    def validate_until(self, field: DateField) -> None:
        _still_to_come(field)


class PauseForm(VersionForm):
    """Why a match pauses, and when it goes on."""

    reason = SelectField(_l("Reason"), id="pause-reason", validators=[Needed()])
    until = DateField(_l("Goes on by itself on"), id="pause-until", validators=[Optional()])
    note = TextAreaField(
        _l("Note for colleagues"), id="pause-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = _choices(PauseReason, pause_reason)

    def validate_until(self, field: DateField) -> None:
        _still_to_come(field)

    def decision(self) -> dict[str, Any]:
        return {
            "reason": PauseReason(self.reason.data),
            "until": self.until.data,
            "note": self.note.data or "",
        }


class ClosingForm(EndForm):
    """The end of a match, with what both sides said."""

    volunteer_said = TextAreaField(
        _l("What the volunteer said at the end"), validators=[Length(max=MAX_NOTE)]
    )
    volunteer_heard = SelectField(
        _l("How you heard it from the volunteer"), default=Heard.IN_PERSON.value
    )
    household_said = TextAreaField(
        _l("What the household said at the end"), validators=[Length(max=MAX_NOTE)]
    )
    household_heard = SelectField(
        _l("How you heard it from the household"), default=Heard.IN_PERSON.value
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        for field in (self.volunteer_heard, self.household_heard):
            field.choices = [(heard.value, heard_how(heard)) for heard in Heard]

    def decision(self) -> dict[str, Any]:
        return {**super().decision(), "closing": self._closing()}

    def _closing(self) -> Iterator[Closing]:
        """The words of the sides that said something."""
        given = (
            (Side.VOLUNTEER, self.volunteer_said, self.volunteer_heard),
            (Side.HOUSEHOLD, self.household_said, self.household_heard),
        )
        for side, said, heard in given:
            words = (said.data or "").strip()
            if words:
                yield Closing(side, words, Heard(heard.data))


class ReopenForm(VersionForm):
    """An end by mistake is taken back."""

    note = TextAreaField(
        _l("Note for colleagues"), id="reopen-note", validators=[Length(max=MAX_NOTE)]
    )

    def decision(self) -> dict[str, Any]:
        return {"note": self.note.data or ""}


def _choices(vocabulary: type[StrEnum], worded: Callable[[str], str]) -> list[tuple[str, str]]:
    return [("", "–"), *((word.value, worded(word)) for word in vocabulary)]


def _still_to_come(field: DateField) -> None:
    if field.data and field.data <= shared.today():
        raise ValidationError(_("Please give a day that is still to come."))
