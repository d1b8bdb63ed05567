"""Real files, as spreadsheets save them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from web.services.importing import Kind, Layout, Reading, find_layout, open_table, read_rows

TODAY = date(2026, 11, 22)
Rows = Sequence[Sequence[object]]


def write_csv(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, *, title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def read(path: Path, kind: Kind | None = None, **options: object) -> tuple[Layout, Reading]:
    with open_table(path) as table:
        sheet, layout = find_layout(table, kind=kind, file_name=path.stem, **options)  # type: ignore[arg-type]
        return layout, read_rows(sheet, layout, TODAY)
