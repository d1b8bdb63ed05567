"""Tables as files that spreadsheet programs open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook

Cell = str | int | date | None
# A program that opens the file would take a text that begins like this for a formula, and run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark and semicolons, which is what Excel in Belgium opens by a double click."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heading)
    writer.writerows(map(_harmless, rows))
    return text.getvalue().encode("utf-8-sig")


def xlsx(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet whose first row stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(heading)
    for row in rows:
        sheet.append(_harmless(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _harmless(row: Sequence[Cell]) -> list[Cell]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row
    ]
