"""Form fields that several pages share. They tidy what was typed and complain in words."""

from web.forms.fields import (
    ContactEmailField,
    ContactPhoneField,
    NameField,
    PostcodeField,
)
from web.forms.languages import SpokenLanguagesField
from web.forms.week import WeekField

__all__ = [
    "ContactEmailField",
    "ContactPhoneField",
    "NameField",
    "PostcodeField",
    "SpokenLanguagesField",
    "WeekField",
]
