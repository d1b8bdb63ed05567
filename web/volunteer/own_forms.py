"""What volunteers type on their own pages, beside the questionnaire."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from web.extensions import db
from web.forms import (
    ChannelField,
    ChoiceField,
    CodeField,
    ContactField,
    ForTexts,
    NameField,
    Needed,
    NoteField,
    PostcodeField,
    ReadingOnForm,
    SpokenLanguagesField,
    StreetField,
    WordedForm,
    channels,
)
from web.messages.languages import STAFF_LANGUAGES, autonym
from web.models import Volunteer
from web.models.vocabulary import Channel
from web.services import accounts, clock, volunteer_profiles, ways

MOST_SAID = 300
LONGEST_BREAK = timedelta(days=730)


def _read_in() -> dict[str, str]:
    return {tag: autonym(tag) for tag in STAFF_LANGUAGES}


class DetailsForm(ReadingOnForm, WordedForm):
    first_name = NameField(_l("First name"), [Needed()])
    last_name = NameField(_l("Family name"), [Needed()])
    postcode = PostcodeField(_l("Postcode"), [Needed()])
    street = StreetField(_l("Street and number"))
    languages = SpokenLanguagesField(_l("Which languages do you speak, and how well?"))
    language = ChoiceField(
        _l("In which language do we write to you?"), _read_in, validators=[Needed()]
    )

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as `own_details.put_right` wants it; only for a form that is valid."""
        plain = ("first_name", "last_name", "language", "postcode", "street")
        return {name: self[name].data for name in plain} | {"languages": self.languages.spoken}


def details_of(volunteer: Volunteer) -> dict[str, Any]:
    """What is known, as `DetailsForm(data=…)` wants it."""
    return {
        "first_name": volunteer.first_name,
        "last_name": volunteer.last_name,
        "language": volunteer.language,
        "postcode": volunteer.postcode,
        "street": volunteer_profiles.street_of(volunteer),
        "languages": [
            {"tag": row.tag, "level": str(int(row.level))} for row in volunteer.languages
        ],
    }


class ContactForm(ReadingOnForm, WordedForm):
    contact = ContactField(_l("New e-mail address or mobile number"), [Needed(), ForTexts()])

    def __init__(self, volunteer: Volunteer, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._keys = {volunteer.email_key, volunteer.phone_key}

    def validate_contact(self, field: ContactField) -> None:
        if accounts.contact_key(field.data) in self._keys:
            raise ValidationError(_("We write to you there already."))


class WayForm(ReadingOnForm, WordedForm):
    """Over which of the ways that they have we write."""

    channel = ChannelField(_l("How we write to you"), [Needed()])

    def __init__(self, volunteer: Volunteer, **kwargs: object) -> None:
        super().__init__(data={"channel": ways.chosen_by(volunteer).value}, **kwargs)
        self.channel.choices = [
            (word, label)
            for word, label in channels().items()
            if word != Channel.EMAIL or volunteer.email
        ]


class CodeForm(ReadingOnForm, WordedForm):
    code = CodeField(_l("Code"), [Needed()])


class BreakForm(ReadingOnForm, WordedForm):
    until = DateField(_l("Until which day?"), validators=[Optional()])

    def validate_until(self, field: DateField) -> None:
        if field.data is None:  # it could not be read, and that is said
            return
        today = clock.local_date(clock.now(db.session()))
        if field.data <= today:
            raise ValidationError(_("Please choose a day that is still to come."))
        if field.data > today + LONGEST_BREAK:
            raise ValidationError(_("Please check the year."))


class MeetingForm(ReadingOnForm, WordedForm):
    held_on = DateField(_l("Which day?"), validators=[Needed()])
    said = NoteField(_l("In a few words"))

    def validate_held_on(self, field: DateField) -> None:
        if field.data > clock.local_date(clock.now(db.session())):
            raise ValidationError(_("Please choose a day that has been."))

    def validate_said(self, field: NoteField) -> None:
        if len(field.data) > MOST_SAID:
            raise ValidationError(_("Please keep it shorter: a few words are enough."))
