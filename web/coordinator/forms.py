"""What a coordinator fills in about a match or a volunteer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from web.coordinator import shared
from web.forms import Needed, WordedForm
from web.messages.desk_words import end_reason, reject_reason
from web.models.vocabulary import EndReason, RejectReason

MAX_NOTE = 1000


class VersionForm(WordedForm):
    """Carries the version of the match that was looked at, so that a stale page is noticed."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        """None where the page carried none; nonsense counts as a version nobody has."""
        text = self.version.data
        if not text:
            return None
        return int(text) if text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 - longer is no version

    def decision(self) -> dict[str, Any]:
        """What the step with the match wants to know, by its names; for a form that is valid."""
        return {}


class RejectForm(VersionForm):
    reason = SelectField(_l("Why not"), id="reject-reason", validators=[Needed()])
    note = TextAreaField(
        _l("Note for colleagues"), id="reject-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = [("", "–"), *((r.value, reject_reason(r)) for r in RejectReason)]

    def decision(self) -> dict[str, Any]:
        return {"reason": RejectReason(self.reason.data), "note": self.note.data or ""}


class EndForm(VersionForm):
    """Why a match ends, or is cancelled before it began."""

    reason = SelectField(_l("Reason"), id="end-reason", validators=[Needed()])
    note = TextAreaField(
        _l("Note for colleagues"), id="end-note", validators=[Length(max=MAX_NOTE)]
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reason.choices = [("", "–"), *((r.value, end_reason(r)) for r in EndReason)]

    def decision(self) -> dict[str, Any]:
        return {"reason": EndReason(self.reason.data), "note": self.note.data or ""}


class FirstMeetingForm(VersionForm):
    held_on = DateField(_l("Day of the first meeting"), validators=[Optional()])
    charter_signed_on = DateField(_l("Day the charter was signed"), validators=[Optional()])

    def validate_held_on(self, field: DateField) -> None:
        _not_in_the_future(field)

    def validate_charter_signed_on(self, field: DateField) -> None:
        _not_in_the_future(field)

    def validate(self, extra_validators: object = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and not (self.held_on.data or self.charter_signed_on.data):
            self.held_on.errors = [_("Please give at least one of the two days.")]
            return False
        return good

    def decision(self) -> dict[str, Any]:
        return {"held_on": self.held_on.data, "charter_signed_on": self.charter_signed_on.data}


class ScreeningForm(WordedForm):
    """That an extract was seen: the day, the outcome and the renewal; never the document."""

    seen_on = DateField(_l("Day the extract was seen"), validators=[Needed()])
    outcome = RadioField(_l("Outcome"), validators=[Needed()])
    renew_on = DateField(_l("To be seen again on"), validators=[Needed()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [("yes", _("in order")), ("no", _("not in order"))]
        if not self.is_submitted():
            day = shared.today()
            self.seen_on.data, self.renew_on.data = day, day + timedelta(days=365)

    def validate_seen_on(self, field: DateField) -> None:
        _not_in_the_future(field)

    def validate_renew_on(self, field: DateField) -> None:
        if self.seen_on.data and field.data and field.data <= self.seen_on.data:
            raise ValidationError(_("The renewal must be after the day it was seen."))


def _not_in_the_future(field: DateField) -> None:
    day: date | None = field.data
    if day and day > shared.today():
        raise ValidationError(_("This day is still to come."))
