"""A list as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from web.auth import me
from web.coordinator import shared
from web.extensions import db
from web.services import clock, spreadsheets
from web.services import exports as services
from web.services.spreadsheets import Cell

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> ResponseReturnValue:
    """The file in the format that was chosen: XLSX, or CSV where nobody knows it.

    Args:
        rows: read from the database only while they are taken.
    """
    kind = "xlsx" if request.form.get("format") == "xlsx" else "csv"
    write = spreadsheets.xlsx if kind == "xlsx" else spreadsheets.csv_text
    file = services.taken(
        db.session(),
        lambda: write(heading, rows),
        f"{name}_exported",
        actor=me(),
        now=shared.now(),
    )
    return send_file(
        BytesIO(file),
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
