"""What a coordinator decides about when people are asked, within sane limits."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import FieldList, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import Optional, ValidationError

from web.coordinator.forms import VersionForm
from web.forms import Needed, WordedRow
from web.services.cadence import Cadence, due_on

MOST_STEPS = 8
# The most there may be of each.
MOST_OF = {"w": 26, "m": 36}
SHORTEST_DAYS = 7
# From a first of January the steps keep their order whatever the lengths of months.
_ANY_DAY = date(2026, 1, 1)


class Between:
    """A whole number within limits, said in words."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: IntegerField) -> None:
        # WTForms' own range fails on a number too large for a float.
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                _(
                    "Please give a number from %(least)s to %(most)s.",
                    least=self.least,
                    most=self.most,
                )
            )


def _days(label: LazyString, least: int, most: int) -> IntegerField:
    return IntegerField(label, validators=[Needed(), Between(least, most)])


class StepForm(WordedRow):
    """So long after the first meeting; a row without a number is none."""

    number = IntegerField(_l("How many"), validators=[Optional()])
    # A row without a number may go without its unit.
    unit = SelectField(_l("Weeks or months"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [("w", _("weeks")), ("m", _("months"))]

    def validate_number(self, field: IntegerField) -> None:
        if field.data is None:
            return
        most = MOST_OF.get(self.unit.data or "")
        if most is None:
            raise ValidationError(_("Please choose weeks or months."))
        Between(1, most)(self, field)


class CadenceForm(VersionForm):
    # What was looked at before saving: other numbers are looked at first.
    tried = HiddenField()
    steps = FieldList(
        FormField(StepForm), _l("How is it going?"), min_entries=MOST_STEPS, max_entries=MOST_STEPS
    )
    tail_months = _days(_l("After that, every so many months"), 1, 24)
    remind_after_days = _days(_l("Ask once more after so many days without an answer"), 2, 30)
    silent_after_days = _days(_l("Count as silent after so many days without an answer"), 7, 60)
    meeting_alarm_days = _days(
        _l("Without a first meeting, give us a task after so many days"), 3, 60
    )
    answer_days = _days(_l("Days that both sides have to answer a proposal"), 3, 30)

    @classmethod
    def of(cls, present: Cadence, answer_days: int, version: int) -> CadenceForm:
        rows = [{"number": int(step[:-1]), "unit": step[-1]} for step in present.first_steps]
        return cls(
            formdata=None,
            data={
                "version": str(version),
                "steps": rows + [{"number": None, "unit": "m"}] * (MOST_STEPS - len(rows)),
                "tail_months": present.tail_months,
                "remind_after_days": present.remind_after_days,
                "silent_after_days": present.silent_after_days,
                "meeting_alarm_days": present.meeting_alarm_days,
                "answer_days": answer_days,
            },
        )

    @property
    def wanted(self) -> Cadence:
        """What was decided; only for a form that is valid."""
        return Cadence(
            tuple(self._steps()),
            self.tail_months.data,
            self.remind_after_days.data,
            self.silent_after_days.data,
            self.meeting_alarm_days.data,
        )

    def look_at(self) -> bool:
        """Whether exactly this was looked at before; from now on it was."""
        seen, self.tried.data = self.tried.data, f"{self.wanted} {self.answer_days.data}"
        return bool(seen == self.tried.data)

    def validate_steps(self, field: FieldList) -> None:
        if any(row.errors for row in field):
            return
        steps = self._steps()
        if not steps:
            raise ValidationError(_("Please give at least one question."))
        for one, other in pairwise(steps):
            if (due_on(other, _ANY_DAY) - due_on(one, _ANY_DAY)).days < SHORTEST_DAYS:
                raise ValidationError(_("Two of these questions are less than a week apart."))
        if steps[-1][-1] != "m":
            raise ValidationError(
                _("Please give the last question in months: the later ones are counted from it.")
            )

    def validate_silent_after_days(self, field: IntegerField) -> None:
        if field.data is not None and field.data <= (self.remind_after_days.data or 0):
            raise ValidationError(_("This must be later than the day on which we ask once more."))

    def _steps(self) -> list[str]:
        given = [f"{row.number.data}{row.unit.data}" for row in self.steps if row.number.data]
        return sorted(given, key=lambda step: due_on(step, _ANY_DAY))
