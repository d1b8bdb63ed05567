"""A file of any accepted sort as rows of text, numbered as a spreadsheet numbers them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from web.services.importing.delimited import read_delimited
from web.services.importing.problems import Trouble, Unreadable
from web.services.importing.sheets import Sheet
from web.services.importing.workbook import open_workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Table:
    """The sheets of a file; a delimited text file has one without a name."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name. Raises Unreadable when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise Unreadable(Trouble.NO_SUCH_SHEET, ", ".join(sheet.name for sheet in self.sheets))


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV or XLSX file, by what is in it rather than by its name.

    Raises:
        Unreadable: too big, with macros, or neither of the two.
        OSError: the file cannot be opened.
    """
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(Trouble.TOO_BIG)
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_OFFICE:
        raise Unreadable(Trouble.OLD_EXCEL)
    if start == _ZIP:
        with open_workbook(path) as sheets:
            yield Table(sheets)
    else:
        yield Table((read_delimited(path.read_bytes()),))


def filled(rows: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Only the rows that say something.

    Raises:
        Unreadable: there are more than 50,000.
    """
    counted = (row for row in rows if any(row[1]))
    yield from itertools.islice(counted, MAX_ROWS)
    if next(counted, None) is not None:
        raise Unreadable(Trouble.TOO_MANY_ROWS)
