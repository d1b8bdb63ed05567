"""One row, by fields instead of by cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from web.services.importing.columns import Column, Layout
from web.services.importing.fields import Field
from web.services.importing.problems import BadCell, Problem, Reason
from web.services.importing.sheets import Row
from web.services.normalise import BadValue, Complaint

T = TypeVar("T")
LONGEST_CELL = 2000
_SPREADSHEET_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #N/B #WAARDE! #NAAM? #VALEUR! #NOM?".split()  # noqa: SIM905 - a list of quotes reads worse
)


class RowReader:
    """Reads cells by field. One that cannot be used is noted in `problems`; reading goes on."""

    def __init__(self, row: Row, layout: Layout) -> None:
        self.number, self._cells = row
        self.layout = layout
        self.problems: list[Problem] = []

    def first(self, field: Field, parse: Callable[[str], T], otherwise: T) -> T:
        """What the first filled column of this field says."""
        for column in self.layout.of(field):
            if text := self._text(column):
                return self._read(column, text, parse, otherwise)
        return otherwise

    def every(self, field: Field, parse: Callable[[Column, str], T]) -> list[T]:
        """What each filled column of this field says, those that cannot be used left out."""
        said: list[T | None] = [
            self._read(column, text, partial(parse, column), None)
            for column in self.layout.of(field)
            if (text := self._text(column))
        ]
        return [one for one in said if one is not None]

    def attempt(self, header: str, work: Callable[[], T], otherwise: T) -> T:
        """Do `work`; what is wrong is noted under this header."""
        try:
            return work()
        except BadCell as bad:
            self.complain(header, bad.reason, bad.piece)
        except BadValue as bad:
            self.complain(header, bad.complaint)
        return otherwise

    def complain(self, header: str, reason: Reason | Complaint, piece: str = "") -> None:
        self.problems.append(Problem(self.number, header, reason, piece))

    def complained_of(self, *fields: Field) -> bool:
        """Whether something is wrong with a column of these fields."""
        headers = {column.header for field in fields for column in self.layout.of(field)}
        return any(problem.column in headers for problem in self.problems)

    def _text(self, column: Column) -> str:
        return self._cells[column.index] if column.index < len(self._cells) else ""

    def _read(self, column: Column, text: str, parse: Callable[[str], T], otherwise: T) -> T:
        def work() -> T:
            if text in _SPREADSHEET_ERRORS:
                raise BadCell(Reason.CELL_ERROR)
            if len(text) > LONGEST_CELL:
                raise BadValue(Complaint.TOO_LONG)
            return parse(text)

        return self.attempt(column.header, work, otherwise)
