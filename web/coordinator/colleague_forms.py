"""What a coordinator fills in about colleagues: a hand-over, an absence, a household's person."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from web.coordinator import shared
from web.coordinator.forms import MAX_NOTE, VersionForm
from web.extensions import db
from web.forms import ChoiceField, Needed, WordedForm
from web.models import Household, Party, Staff
from web.queries.team import Colleague, team

Team = Mapping[int, Colleague]
_NONE = {"": "–"}


def choices_of(colleagues: Team, but: Party | None = None) -> dict[str, str]:
    """Coordinators by public id, each with who stands in where they are away today."""
    return {
        one.member.public_id: _named(one)
        for one in colleagues.values()
        if but is None or one.member.id != but.id
    }


def _named(colleague: Colleague) -> str:
    name = colleague.member.full_name
    if colleague.absence is None:
        return name
    last = shared.day(colleague.absence.until_on)
    return _("%(name)s (away until %(day)s)", name=name, day=last)


def _who(public_id: str, colleagues: Team) -> Staff:
    return next(one.member for one in colleagues.values() if one.member.public_id == public_id)


class HandOverForm(VersionForm):
    colleague = ChoiceField(_l("To whom"), lambda: _NONE, validators=[Needed()])
    note = TextAreaField(
        _l("Note for your colleague"),
        id="hand-over-note",
        description=_l("Only coordinators can read it."),
        validators=[Length(max=MAX_NOTE)],
    )

    def __init__(self, colleagues: Team, actor: Party, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.colleague.choices = [*_NONE.items(), *choices_of(colleagues, but=actor).items()]

    def chosen(self, colleagues: Team) -> Staff:
        return _who(self.colleague.data, colleagues)


class AbsenceForm(WordedForm):
    away = ChoiceField(_l("Who is away"), lambda: _NONE, validators=[Needed()])
    from_on = DateField(_l("First day"), validators=[Needed()])
    until_on = DateField(_l("Last day"), validators=[Needed()])
    stand_in = ChoiceField(_l("Who stands in"), lambda: _NONE, validators=[Needed()])

    def __init__(self, colleagues: Team, actor: Party, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.away.choices = [*choices_of(colleagues).items()]
        self.stand_in.choices = [*_NONE.items(), *choices_of(colleagues).items()]
        if not self.is_submitted():
            self.away.data = actor.public_id
            self.from_on.data = shared.today()

    def validate_stand_in(self, field: ChoiceField) -> None:
        if field.data == self.away.data:
            raise ValidationError(_("Nobody can stand in for themselves."))

    def validate_until_on(self, field: DateField) -> None:
        if field.data and field.data < shared.today():
            raise ValidationError(_("This day is over."))
        if self.from_on.data and field.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day cannot be before the first."))

    def people(self, colleagues: Team) -> tuple[Staff, Staff]:
        """Who is away, and who stands in."""
        return _who(self.away.data, colleagues), _who(self.stand_in.data, colleagues)


class CaseloadForm(WordedForm):
    coordinator = ChoiceField(_l("Coordinator"), lambda: _NONE)
    # Who it was on the page, so that a colleague's choice is not undone unseen.
    seen = HiddenField()

    def __init__(self, colleagues: Team, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.coordinator.choices = [("", _("nobody yet")), *choices_of(colleagues).items()]

    @classmethod
    def of(cls, household: Household) -> CaseloadForm:
        colleagues = team(db.session(), shared.today())
        form = cls(colleagues, formdata=None)
        form.look(household, colleagues)
        form.coordinator.data = form.seen.data
        return form

    def look(self, household: Household, colleagues: Team) -> None:
        """Whoever sends it from now on has seen whose the household is."""
        coordinator = colleagues.get(household.coordinator_id or 0)
        self.seen.data = coordinator.member.public_id if coordinator else ""

    def chosen(self, colleagues: Team) -> Staff | None:
        return _who(self.coordinator.data, colleagues) if self.coordinator.data else None
