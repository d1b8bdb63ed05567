from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import DateField, DateTimeLocalField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from web.coordinator.forms import VersionForm
from web.forms import Needed, WordedForm
from web.messages.complaints import complaint
from web.models import EvaluationRound, Minutes
from web.services import clock
from web.services.normalise import Complaint


class PlanForm(WordedForm):
    """When the questions of a year go out, and until when they can be answered."""

    year = IntegerField(_l("Year"), validators=[Needed()])
    opens_on = DateField(_l("Questions go out on"), validators=[Needed()])
    closes_on = DateField(_l("Last day to answer"), validators=[Needed()])

    def validate_year(self, field: IntegerField) -> None:
        # WTForms' own range fails on a number too large for a float.
        if field.data is not None and not 2000 <= field.data <= 2100:  # noqa: PLR2004
            raise ValidationError(_("Please check the year."))

    def validate_closes_on(self, field: DateField) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("This day is before the questions go out."))


class MeetingForm(WordedForm):
    """When and where the volunteers meet, in Belgian time."""

    meeting_at = DateTimeLocalField(
        _l("Day and hour"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Needed()],
    )
    meeting_place = StringField(_l("Place"), validators=[Length(max=200)])

    @classmethod
    def of(cls, found: EvaluationRound) -> MeetingForm:
        """With what is planned now."""
        return cls(
            formdata=None,
            meeting_at=found.meeting_at and found.meeting_at.astimezone(clock.ZONE),
            meeting_place=found.meeting_place,
        )

    @property
    def instant(self) -> datetime:
        begins: datetime = self.meeting_at.data
        return begins.replace(tzinfo=clock.ZONE)

    def validate_meeting_at(self, field: DateTimeLocalField) -> None:
        if field.data and not date(2000, 1, 1) <= field.data.date() <= date(2100, 12, 31):
            raise ValidationError(_("Please check the year."))


class MinutesForm(VersionForm):
    text = TextAreaField(
        _l("Minutes"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            Length(max=4000, message=_l("This is too long. Please write it shorter.")),
        ],
    )

    @classmethod
    def of(cls, present: Minutes | None) -> MinutesForm:
        """The form with the minutes as they read now."""
        version, text = (present.version, present.text) if present else (0, "")
        return cls(formdata=None, version=str(version), text=text)

    def validate_text(self, field: TextAreaField) -> None:
        # What was written can be taken away; where nothing was, nothing is no text.
        if not field.data and not self.seen_version:
            raise ValidationError(complaint(Complaint.REQUIRED))


def _sentence(label: LazyString) -> StringField:
    return StringField(
        label,
        filters=[lambda text: " ".join((text or "").split())],
        validators=[Length(max=200, message=_l("This is too long. Please write it shorter."))],
    )


class OwnQuestionsForm(WordedForm):
    """What the scheme itself asks, in one language."""

    own_1 = _sentence(_l("First question"))
    own_2 = _sentence(_l("Second question"))
    own_3 = _sentence(_l("Third question"))

    @classmethod
    def of(cls, sentences: list[str]) -> OwnQuestionsForm:
        names = ("own_1", "own_2", "own_3")
        return cls(formdata=None, data=dict(zip(names, sentences, strict=True)))

    @property
    def fields(self) -> list[StringField]:
        return [self.own_1, self.own_2, self.own_3]

    @property
    def sentences(self) -> list[str]:
        return [field.data for field in self.fields]
