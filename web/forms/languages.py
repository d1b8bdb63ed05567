from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import ValidationError

from web.messages.complaints import complaint
from web.messages.languages import SPOKEN_LANGUAGES, language_name
from web.messages.words import level_name
from web.models.vocabulary import Level
from web.services.normalise import Complaint

MOST_DIGITS = 3


class LanguageRow(Form):
    """One spoken language; an empty row is simply not one."""

    tag = SelectField(_l("Language"), validate_choice=False)
    level = SelectField(_l("How well"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(((tag, language_name(tag)) for tag in SPOKEN_LANGUAGES), key=_by_name)
        self.tag.choices = {"": "–", **dict(names)}
        self.level.choices = {"": "–", **{str(int(level)): level_name(level) for level in Level}}

    def validate_tag(self, field: SelectField) -> None:
        if self.level.data and not field.data:
            raise ValidationError(complaint(Complaint.LANGUAGE_MISSING))
        if field.data and field.data not in SPOKEN_LANGUAGES:
            raise ValidationError(complaint(Complaint.LANGUAGE_UNKNOWN))

    def validate_level(self, field: SelectField) -> None:
        if self.tag.data and field.data not in {str(int(level)) for level in Level}:
            raise ValidationError(complaint(Complaint.LEVEL_UNKNOWN))


class SpokenLanguagesField(FieldList):
    """Rows of a language and a level; at least one, twice the same counts once."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("min_entries", 3)
        kwargs.setdefault("max_entries", 8)
        super().__init__(FormField(LanguageRow), label, **kwargs)

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """As WTForms, without the digits that are no number, such as '²', and endless ones."""
        begin = f"{prefix}-"
        ours = (name.removeprefix(begin) for name in formdata if name.startswith(begin))
        rows = (name.split("-", 1)[0] for name in ours)
        return (int(row) for row in rows if row.isdecimal() and len(row) <= MOST_DIGITS)

    @property
    def spoken(self) -> dict[str, Level]:
        """Tag to level, of the rows that were filled in."""
        return {
            row["tag"]: Level(int(row["level"])) for row in self.data if row["tag"] and row["level"]
        }

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        good = super().validate(form, extra_validators)
        if not any(row["tag"] for row in self.data):
            self.errors = [complaint(Complaint.REQUIRED)]
            return False
        return bool(good)


def _by_name(choice: tuple[str, str]) -> str:
    """As a dictionary has it: an accent changes no place."""
    letters = unicodedata.normalize("NFKD", choice[1].casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
