"""What a coordinator sends to change one question of a match."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField
from wtforms.validators import ValidationError

from web.coordinator import shared
from web.coordinator.forms import VersionForm
from web.forms import Needed
from web.models import FollowUp, Match
from web.models.vocabulary import Side
from web.services.errors import NotFound
from web.services.follow_ups_by_hand import Seen

# A later day is a slip of the finger.
LATEST = timedelta(days=3 * 365)


class QuestionForm(VersionForm):
    """Which question, and how it stood on the page."""

    side = HiddenField()
    step = HiddenField()
    seen = HiddenField()
    skipped = HiddenField()

    def decision(self) -> dict[str, Any]:
        side = shared.word_of(Side, self.side.data)
        try:
            due_on = date.fromisoformat(self.seen.data or "")
        except ValueError:
            raise NotFound from None
        if side is None:
            raise NotFound
        return {"seen": Seen(side, (self.step.data or "")[:8], due_on, self.skipped.data == "1")}

    def is_about(self, row: FollowUp) -> bool:
        return (self.side.data, self.step.data) == (row.side.value, row.step)


class MoveForm(QuestionForm):
    on = DateField(_l("Ask on"), validators=[Needed()])

    @classmethod
    def of(cls, match: Match, row: FollowUp) -> MoveForm:
        form = cls(
            formdata=None,
            version=str(match.version),
            side=row.side.value,
            step=row.step,
            seen=row.due_on.isoformat(),
            skipped="1" if row.skipped_at else "",
            on=row.due_on,
        )
        # One form a question: each field needs a name of its own on the page.
        form.on.id = f"on-{row.side.value}-{row.step}"
        return form

    def take(self, sent: MoveForm) -> None:
        """The day that was typed and not taken, with why; all else is as it stands now."""
        self.on.data, self.on.raw_data = sent.on.data, sent.on.raw_data
        self.on.errors = list(sent.on.errors)

    def decision(self) -> dict[str, Any]:
        return {**super().decision(), "on": self.on.data}

    def validate_on(self, field: DateField) -> None:
        if field.data is None:
            return
        if field.data <= shared.today():
            raise ValidationError(_("Please give a day that is still to come."))
        if field.data > shared.today() + LATEST:
            raise ValidationError(_("Please check the year."))
