"""What a coordinator fills in for somebody who asks for their rights."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, ValidationError

from web.coordinator import shared
from web.forms import Needed, WordedForm
from web.messages.by_hand import erasure_reason, heard_how
from web.models.vocabulary import ErasureReason, Heard


class RestrictForm(WordedForm):
    heard = SelectField(_l("How you heard it"), id="restrict-heard", validators=[Needed()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.heard.choices = _ways()


class EraseForm(WordedForm):
    reason = SelectField(_l("Reason"), id="erase-reason", validators=[Needed()])
    heard = SelectField(_l("How you heard it"), id="erase-heard")
    sure = BooleanField(
        _l("I have looked at whom I erase, and I know that it cannot be taken back"),
        validators=[InputRequired(_l("Please tick this to be sure."))],
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        reasons = [(reason.value, erasure_reason(reason)) for reason in ErasureReason]
        self.reason.choices = [("", "–"), *reasons]
        self.heard.choices = _ways()
        # With a wish of theirs it is needed, else it has no place.
        self.heard.flags.either = True

    def validate_heard(self, field: SelectField) -> None:
        if self.reason.data == ErasureReason.ASKED and not field.data:
            raise ValidationError(_("Please say how they asked for it."))

    @property
    def how(self) -> Heard | None:
        """How they asked, where they did."""
        asked = self.reason.data == ErasureReason.ASKED
        return shared.word_of(Heard, self.heard.data) if asked else None


def _ways() -> list[tuple[str, str]]:
    return [("", "–"), *((heard.value, heard_how(heard)) for heard in Heard)]
