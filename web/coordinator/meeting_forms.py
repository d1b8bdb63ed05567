"""What a coordinator fills in to arrange a first meeting, in Belgian time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import DateTimeLocalField, StringField
from wtforms.validators import Length, Optional, ValidationError

from web.coordinator import shared
from web.coordinator.forms import VersionForm
from web.forms import Needed
from web.models import Match
from web.services import clock
from web.services.first_meetings import Slot

MAX_PLACE = 200
# A later year is a slip of the finger.
LATEST = timedelta(days=180)


def _still_to_come(_form: object, field: DateTimeLocalField) -> None:
    if field.data is None:
        return
    ahead = field.data.replace(tzinfo=clock.ZONE) - shared.now()
    if ahead <= timedelta():
        raise ValidationError(_("Please give a time that is still to come."))
    if ahead > LATEST:
        raise ValidationError(_("Please give a time within the next six months."))


def _time(label: LazyString, first: Needed | Optional) -> DateTimeLocalField:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return DateTimeLocalField(label, format=formats, validators=[first, _still_to_come])


def _place(label: LazyString, *first: Needed) -> StringField:
    return StringField(
        label,
        filters=[lambda text: " ".join((text or "").split())],
        validators=[*first, Length(max=MAX_PLACE)],
    )


class TimesForm(VersionForm):
    """Up to three times; without a place of its own, one is where the first is."""

    begins_1 = _time(_l("First time"), Needed())
    place_1 = _place(_l("Place of the first"), Needed())
    begins_2 = _time(_l("Second time"), Optional())
    place_2 = _place(_l("Place of the second"))
    begins_3 = _time(_l("Third time"), Optional())
    place_3 = _place(_l("Place of the third"))

    def validate_begins_2(self, field: DateTimeLocalField) -> None:
        self._another(field, self.begins_1)

    def validate_begins_3(self, field: DateTimeLocalField) -> None:
        self._another(field, self.begins_1, self.begins_2)

    def decision(self) -> dict[str, Any]:
        return {
            "slots": [
                _slot(begins, place.data or self.place_1.data)
                for begins, place in self.rows
                if begins.data
            ]
        }

    @property
    def rows(self) -> list[tuple[DateTimeLocalField, StringField]]:
        return [
            (self.begins_1, self.place_1),
            (self.begins_2, self.place_2),
            (self.begins_3, self.place_3),
        ]

    @staticmethod
    def _another(field: DateTimeLocalField, *before: DateTimeLocalField) -> None:
        if field.data and field.data in [one.data for one in before]:
            raise ValidationError(_("This time stands here twice."))


class PlanForm(VersionForm):
    """The one time that is set by hand."""

    begins = _time(_l("Day and hour"), Needed())
    place = _place(_l("Place"), Needed())

    @classmethod
    def of(cls, match: Match) -> PlanForm:
        """With what is planned now."""
        begins = match.meeting_at and match.meeting_at.astimezone(clock.ZONE)
        return cls(formdata=None, begins=begins, place=match.meeting_place)

    def decision(self) -> dict[str, Any]:
        return {"slot": _slot(self.begins, self.place.data)}


def _slot(begins: DateTimeLocalField, place: str) -> Slot:
    return Slot(begins.data.replace(tzinfo=clock.ZONE), place)
