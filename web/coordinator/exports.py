"""A list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from web.coordinator import shared
from web.services import clock, spreadsheets
from web.services.spreadsheets import Cell

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> ResponseReturnValue:
    """The file in the format that was chosen: XLSX, or CSV where nobody knows it."""
    kind = "xlsx" if request.form.get("format") == "xlsx" else "csv"
    write = spreadsheets.xlsx if kind == "xlsx" else spreadsheets.csv_text
    return send_file(
        BytesIO(write(heading, rows)),
        _TYPES[kind],
        as_attachment=True,
        download_name=f"{name}-{shared.today().isoformat()}.{kind}",
    )


def day(instant: datetime | None) -> date | None:
    """The day of an instant in Belgium."""
    return clock.local_date(instant) if instant else None


def names(tags: str | None, name: Callable[[str], str]) -> str:
    """The names of languages or of help categories that a query read in one text."""
    return ", ".join(sorted(name(tag) for tag in (tags or "").split()))


def full_name(first: str, last: str) -> str:
    return f"{first} {last}".strip()
