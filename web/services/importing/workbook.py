"""XLSX workbooks: values only, no macros, nothing that unpacks beyond bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from web.services.importing.problems import Trouble, Unreadable
from web.services.importing.sheets import Row, Sheet
from web.services.importing.text import whole_number

MAX_UNPACKED = 100 * 1024 * 1024
MAX_COLUMNS = 200


@contextmanager
def open_workbook(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook that are not hidden.

    Raises:
        Unreadable: no workbook, one with macros, or one that unpacks to more than 100 MB.
    """
    _inspect(path)
    # Broken parts show themselves by many kinds of errors, also while rows are read.
    try:
        # Formulas are never calculated: the value that the spreadsheet kept counts.
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            yield tuple(
                Sheet(sheet.title, sheet.max_row or 0, _reading(sheet))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            )
    except (InvalidFileException, ParseError, zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Unreadable(Trouble.NOT_A_TABLE) from error


def _inspect(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(Trouble.NOT_A_TABLE) from error
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unreadable(Trouble.MACROS)
    if "xl/workbook.xml" not in names:
        raise Unreadable(Trouble.NOT_A_TABLE)
    # A part never unpacks to more than it declares: zipfile stops reading there.
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(Trouble.UNPACKS_TOO_BIG)


def _reading(sheet: Any) -> Any:  # noqa: ANN401 - openpyxl's read-only sheets are not typed
    def rows() -> Iterator[Row]:
        # Many programs write a wrong size; without one, rows are read as they come.
        sheet.reset_dimensions()
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, tuple(cell_text(value) for value in values[:MAX_COLUMNS])

    return rows


def cell_text(value: object) -> str:
    """A cell's value as a person would have typed it; dates as YYYY-MM-DD."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return whole_number(value)
        case datetime():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value).strip()
