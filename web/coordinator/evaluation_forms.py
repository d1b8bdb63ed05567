from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, IntegerField, StringField
from wtforms.validators import Length, ValidationError

from web.forms import Needed
from web.services import clock


class PlanForm(FlaskForm):
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


class MeetingForm(FlaskForm):
    """When and where the volunteers meet, in Belgian time."""

    meeting_at = DateTimeLocalField(
        _l("Day and hour"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Needed()],
    )
    meeting_place = StringField(_l("Place"), validators=[Length(max=200)])

    @property
    def instant(self) -> datetime:
        begins: datetime = self.meeting_at.data
        return begins.replace(tzinfo=clock.ZONE)

    def validate_meeting_at(self, field: DateTimeLocalField) -> None:
        if field.data and not date(2000, 1, 1) <= field.data.date() <= date(2100, 12, 31):
            raise ValidationError(_("Please check the year."))
