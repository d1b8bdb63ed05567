from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from web.extensions import db
from web.messages.complaints import complaint
from web.services import clock
from web.services.normalise import Complaint

BOXES = 4
MOST = 12
OLDEST = 110


class BirthYearsField(Field):
    """The years of birth of a household's members, one box each. `data` is a tuple of years."""

    data: tuple[int, ...]
    typed: list[str]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Keep what was typed, so that a wrong year is shown again as it was."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.typed = [text.strip() for text in formdata.getlist(self.name)[:MOST]]
            self.data = ()
        else:
            self.data = tuple(self.data or ())
            self.typed = [str(year) for year in self.data]

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms' signature
        this_year = clock.now(db.session()).year
        years = []
        for text in filter(None, self.typed):
            # Digits of any script are digits here, as on the family's own phone.
            year = int(text) if text.isdecimal() and len(text) == 4 else 0  # noqa: PLR2004
            if not this_year - OLDEST <= year <= this_year:
                raise ValidationError(complaint(Complaint.BIRTH_YEAR))
            years.append(year)
        self.data = tuple(years)

    @property
    def boxes(self) -> list[str]:
        """What stands in each box: what was typed, then empty ones."""
        filled = [text for text in self.typed if text]
        return filled + [""] * max(1 if len(filled) < MOST else 0, BOXES - len(filled))
