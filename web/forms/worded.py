"""Forms that complain in our own sentences; those of WTForms are terse, and in few languages."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Form

from web.messages.complaints import complaint

_UNKNOWN_CHOICE = "category_unknown"
# By what WTForms says.
_OURS = {
    "This field is required.": "required",
    "Not a valid choice.": _UNKNOWN_CHOICE,
    "Invalid Choice: could not coerce.": _UNKNOWN_CHOICE,
    "'%(value)s' is not a valid choice for this field.": _UNKNOWN_CHOICE,
    "Field cannot be longer than %(max)d character.": "too_long",
    "Not a valid integer value.": "number_shape",
    "Not a valid date value.": "day_shape",
    "Not a valid datetime value.": "moment_shape",
}


class _Wording:
    """What WTForms asks for the words of its complaints."""

    def gettext(self, text: str) -> str:
        return complaint(_OURS[text]) if text in _OURS else text

    def ngettext(self, singular: str, _plural: str, _number: int) -> str:
        return self.gettext(singular)


class Worded:
    class Meta:
        def get_translations(self, _form: Form) -> _Wording:
            return _Wording()


class WordedForm(Worded, FlaskForm):
    """What every form of ours is."""


class WordedRow(Worded, Form):
    """One row of a form."""
