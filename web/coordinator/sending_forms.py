"""What a coordinator fills in about how the scheme writes."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, ValidationError

from web.coordinator.forms import VersionForm
from web.forms import ContactEmailField, NameField, Needed
from web.forms.choices import ChoiceField
from web.messages.dates import full_hour
from web.models import SchemeSender
from web.services.quiet_hours import EVENINGS, MORNINGS, USUAL, QuietHours

MOST = 100_000
# Networks show up to eleven letters and digits in place of a number.
_TEXT_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{1,9}[A-Za-z0-9]")
# A phone lies on a table: who sends must not tell why somebody is written to.
_TELLING = ("refug", "réfug", "asyl", "asiel", "vlucht", "flücht", "fluecht", "migrant")


class Neutral:
    """A sender that gives nothing away, and pretends to be no other address."""

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms' signature
        name = (field.data or "").casefold()
        if any(part in name for part in _TELLING):
            raise ValidationError(
                _("Whoever sees the message would know too much. Please take a neutral name.")
            )
        if any(sign in name for sign in '@<>"'):
            raise ValidationError(_("Please write a name only, without an address."))


class TextSenderField(StringField):
    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        if self.data and not _TEXT_SENDER.fullmatch(self.data):
            raise ValidationError(
                _(
                    "Please write 3 to 11 plain letters and digits, with at least one letter,"
                    " such as Voisins."
                )
            )


class LimitField(StringField):
    """A whole number, or nothing for no limit."""

    number: int | None = None

    def process_data(self, value: int | None) -> None:
        self.data = "" if value is None else str(value)

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        """Read what was typed, with or without spaces between the thousands."""
        typed = "".join((self.data or "").split())
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{1,6}", typed) or not 1 <= int(typed) <= MOST:
            raise ValidationError(
                _("Please write a whole number from 1 to 100,000, or nothing for no limit.")
            )
        self.number = int(typed)


class SenderForm(VersionForm):
    sender_name = NameField(_l("Name of the sender"), [Length(max=60), Neutral()])
    reply_to = ContactEmailField(_l("Answers go to"))
    text_sender = TextSenderField(
        _l("Sender of text messages"),
        [Neutral()],
        filters=[lambda text: " ".join((text or "").split())],
    )
    mails_a_day = LimitField(_l("Mails a day, at most"))
    texts_a_day = LimitField(_l("Text messages a day, at most"))
    quiet_from = ChoiceField(
        _l("Quiet from"), lambda: _hours(EVENINGS), coerce=int, validators=[Needed()]
    )
    quiet_until = ChoiceField(
        _l("Quiet until"), lambda: _hours(MORNINGS), coerce=int, validators=[Needed()]
    )
    quiet_sundays = BooleanField(_l("Quiet all Sunday"))

    @classmethod
    def of(cls, present: SchemeSender | None) -> SenderForm:
        """The form with what counts now."""
        return cls(
            formdata=None,
            data={
                "version": present.version if present else 0,
                "sender_name": present.sender_name if present else "",
                "reply_to": present.reply_to if present else "",
                "text_sender": present.text_sender if present else "",
                "mails_a_day": present.mails_a_day if present else None,
                "texts_a_day": present.texts_a_day if present else None,
                "quiet_from": present.quiet_from if present else USUAL.evening,
                "quiet_until": present.quiet_until if present else USUAL.morning,
                "quiet_sundays": present.quiet_sundays if present else USUAL.sundays,
            },
        )

    @property
    def quiet(self) -> QuietHours:
        """What was chosen."""
        return QuietHours(self.quiet_from.data, self.quiet_until.data, self.quiet_sundays.data)


def _hours(hours: range) -> dict[str, str]:
    return {str(number): full_hour(number) for number in hours}
