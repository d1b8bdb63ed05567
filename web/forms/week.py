from __future__ import annotations

from collections.abc import Sequence

from flask import request
from wtforms import Field

from web.messages.words import PARTS_OF_DAY, day_name, part_name

DAYS = range(7)
PARTS = range(len(PARTS_OF_DAY))


class WeekField(Field):
    """The weekly grid: 21 check boxes read as a 21-bit mask (bit = day x 3 + part)."""

    data: int

    def process(self, formdata: object, data: object = None, extra_filters: object = None) -> None:
        """Read the boxes by their own names: one `name` cannot hold 21 of them."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.data = sum(
                1 << (day * 3 + part)
                for day in DAYS
                for part in PARTS
                if request.form.get(self._box(day, part))
            )
        elif not isinstance(self.data, int):
            self.data = 0

    @property
    def cells(self) -> Sequence[tuple[str, Sequence[tuple[str, bool, str]]]]:
        """Rows of (day, boxes), a box being (name, ticked, part of the day)."""
        return [
            (
                day_name(day),
                [
                    (self._box(day, part), bool(self.data >> (day * 3 + part) & 1), part_name(part))
                    for part in PARTS
                ],
            )
            for day in DAYS
        ]

    def _box(self, day: int, part: int) -> str:
        return f"{self.name}-{day}-{part}"
