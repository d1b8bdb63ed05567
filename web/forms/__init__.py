"""Form fields that several pages share. They tidy what was typed and complain in words."""

from web.forms.birth_years import BirthYearsField
from web.forms.campaign import came_by
from web.forms.channels import ChannelField, ContactFor, channels
from web.forms.choices import ChoiceField, age_bands, chosen, genders
from web.forms.fields import (
    CodeField,
    ContactEmailField,
    ContactField,
    ContactPhoneField,
    Either,
    ForTexts,
    NameField,
    Needed,
    NoteField,
    OneOf,
    PostcodeField,
    StreetField,
)
from web.forms.guard import GuardedForm
from web.forms.help import CategoriesField, NeedsField
from web.forms.languages import SpokenLanguagesField
from web.forms.reading_on import ReadingOnForm, follow, reads_on
from web.forms.referral import ReferralForm
from web.forms.week import WeekField
from web.forms.worded import WordedForm, WordedRow

__all__ = [
    "BirthYearsField",
    "CategoriesField",
    "ChannelField",
    "ChoiceField",
    "CodeField",
    "ContactEmailField",
    "ContactField",
    "ContactFor",
    "ContactPhoneField",
    "Either",
    "ForTexts",
    "GuardedForm",
    "NameField",
    "Needed",
    "NeedsField",
    "NoteField",
    "OneOf",
    "PostcodeField",
    "ReadingOnForm",
    "ReferralForm",
    "SpokenLanguagesField",
    "StreetField",
    "WeekField",
    "WordedForm",
    "WordedRow",
    "age_bands",
    "came_by",
    "channels",
    "chosen",
    "follow",
    "genders",
    "reads_on",
]
