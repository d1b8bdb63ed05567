from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from web.geocoding import place_of
from web.messages.complaints import complaint
from web.models.vocabulary import Channel
from web.services import normalise
from web.services.normalise import BadValue, Complaint

CODE_DIGITS = 6


class Needed:
    """The field must be filled in. The page asks, not the browser in a language of its own."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, why: Complaint = Complaint.REQUIRED) -> None:
        self.why = why

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms' signature
        if _is_empty(field):
            # That it is no day or number either would be beside the point.
            field.errors = []
            raise StopValidation(complaint(self.why))
        if field.process_errors:
            # It has its own complaint, and no value that the next ones could look at.
            raise StopValidation


def _is_empty(field: Field) -> bool:
    """Whether nothing was given; the number 0 is something, and so is what could not be read."""
    if field.process_errors:
        return not any(str(given).strip() for given in field.raw_data or ())
    return field.data is None if isinstance(field, IntegerField) else not field.data


class Either:
    """One of two fields is enough; `OneOf` on the first of them says so."""

    field_flags: ClassVar[dict[str, bool]] = {"either": True}

    def __call__(self, form: Mapping[str, Field], field: Field) -> None:
        """Nothing to complain about here."""


class OneOf(Either):
    """This field or the other one must be filled in."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Mapping[str, Field], field: Field) -> None:
        if not field.data and not form[self.other].data:
            raise StopValidation(complaint(Complaint.CONTACT_MISSING))


class ForTexts:
    """A number that we write to is a mobile one; who is written to by mail may give any other.

    Where the form knows which way was chosen, it says so as `writes_by`.
    """

    def __call__(self, form: object, field: Field) -> None:
        is_number = field.data and "@" not in field.data
        only_called = getattr(form, "writes_by", None) == Channel.EMAIL
        if is_number and not only_called and not normalise.takes_texts(field.data):
            raise ValidationError(complaint(Complaint.PHONE_FIXED))


class TidyField(StringField):
    """A text that is brought into one form; what was typed stays in the box when it fails."""

    data: str
    tidy: Callable[[str], str]

    def process_data(self, value: str | None) -> None:
        self.data = value or ""

    def _value(self) -> str:
        """What the box shows: what was typed, not what we made of it."""
        return str(self.raw_data[0]) if self.raw_data else self.data

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        """Tidy `data` in place."""
        if not self.data.strip():
            self.data = ""
            return
        try:
            self.data = type(self).tidy(self.data)
        except BadValue as bad:
            # What cannot be used has no value that a validator could look at.
            raise StopValidation(complaint(bad.complaint)) from bad


class CodeField(StringField):
    """Six digits of any script. What cannot be a code is no try."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        """Complain of another number of digits."""
        if self.data and sum(sign.isdecimal() for sign in self.data) != CODE_DIGITS:
            raise StopValidation(complaint(Complaint.CODE_SHAPE))


class NameField(TidyField):
    tidy = staticmethod(normalise.name)


class ContactEmailField(TidyField):
    tidy = staticmethod(normalise.email)


class ContactPhoneField(TidyField):
    tidy = staticmethod(normalise.phone)


def _contact(text: str) -> str:
    return normalise.email(text) if "@" in text else normalise.phone(text)


class ContactField(TidyField):
    """An e-mail address or a phone number, whichever was typed."""

    tidy = staticmethod(_contact)


class StreetField(TidyField):
    tidy = staticmethod(normalise.street)


class NoteField(TidyField, TextAreaField):
    tidy = staticmethod(normalise.note)


def _known_postcode(text: str) -> str:
    code = normalise.postcode(text)
    if place_of(code) is None:
        raise BadValue(Complaint.POSTCODE_UNKNOWN)
    return code


class PostcodeField(TidyField):
    tidy = staticmethod(_known_postcode)
