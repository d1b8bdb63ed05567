from __future__ import annotations

from collections.abc import Callable

from wtforms import StringField
from wtforms.validators import ValidationError

from web.geocoding import place_of
from web.messages.complaints import complaint
from web.services import normalise
from web.services.normalise import BadValue, Complaint


class TidyField(StringField):
    """A text that is brought into one form; what was typed stays in the box when it fails."""

    tidy: Callable[[str], str]

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        """Tidy `data` in place."""
        if not (self.data or "").strip():
            self.data = ""
            return
        try:
            self.data = type(self).tidy(self.data)
        except BadValue as bad:
            raise ValidationError(complaint(bad.complaint)) from bad


class NameField(TidyField):
    tidy = staticmethod(normalise.name)


class ContactEmailField(TidyField):
    tidy = staticmethod(normalise.email)


class ContactPhoneField(TidyField):
    tidy = staticmethod(normalise.phone)


def _known_postcode(text: str) -> str:
    code = normalise.postcode(text)
    if place_of(code) is None:
        raise BadValue(Complaint.POSTCODE_UNKNOWN)
    return code


class PostcodeField(TidyField):
    tidy = staticmethod(_known_postcode)
