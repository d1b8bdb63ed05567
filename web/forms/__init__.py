"""Form fields that several pages share. They tidy what was typed and complain in words."""

from web.forms.birth_years import BirthYearsField
from web.forms.campaign import campaign_asked
from web.forms.choices import ChoiceField, age_bands, chosen, genders
from web.forms.fields import (
    ContactEmailField,
    ContactField,
    ContactPhoneField,
    Either,
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
from web.forms.referral import ReferralForm
from web.forms.week import WeekField

__all__ = [
    "BirthYearsField",
    "CategoriesField",
    "ChoiceField",
    "ContactEmailField",
    "ContactField",
    "ContactPhoneField",
    "Either",
    "GuardedForm",
    "NameField",
    "Needed",
    "NeedsField",
    "NoteField",
    "OneOf",
    "PostcodeField",
    "ReferralForm",
    "SpokenLanguagesField",
    "StreetField",
    "WeekField",
    "age_bands",
    "campaign_asked",
    "chosen",
    "genders",
]
