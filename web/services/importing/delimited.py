"""Text with separators, as spreadsheets of three decades and two platforms save it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from web.services.importing.problems import Trouble, Unreadable
from web.services.importing.sheets import Row, Sheet

DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
# What spreadsheets write so that a number keeps its zero: ="0470123456".
_FORCED_TEXT = re.compile(r'\A="([^"]*)"\Z')


def read_delimited(content: bytes) -> Sheet:
    """Read comma, semicolon or tab separated text in UTF-8, UTF-16 with BOM or Windows-1252.

    Raises:
        Unreadable: it is no text; or, while rows are read, a quotation mark is left open.
    """
    text = decode(content)
    if not text.strip():
        raise Unreadable(Trouble.EMPTY)
    declared = _SEPARATOR_LINE.match(text)
    skipped = 1 if declared else 0
    text = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else _delimiter(text)

    def rows() -> Iterator[Row]:
        # Strict: an open quotation mark would swallow the rest of the file into one cell.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            # The line that declares the separator is not shown, so it has no number.
            for number, cells in enumerate(reader, start=1):
                yield number, tuple(_cell(cell) for cell in cells)
        except csv.Error as error:
            line = str(reader.line_num + skipped)
            raise Unreadable(Trouble.QUOTES, line) from error

    return Sheet("", text.count("\n") + 1, rows)


def decode(content: bytes) -> str:
    """The text of a file; spreadsheets do not say in which encoding they save.

    Raises:
        Unreadable: it is no text in any encoding that we know.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(Trouble.NOT_A_TABLE)


def _delimiter(text: str) -> str:
    """The separator that divides the first lines most evenly into most cells.

    A title above the header has none, a note may have a comma: what most lines agree on counts.
    """
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        widths: dict[int, int] = {}
        reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
        for _, cells in zip(range(20), reader, strict=False):
            if len(cells) > 1:
                widths[len(cells)] = widths.get(len(cells), 0) + 1
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if (score := (width - 1) * lines) > best_score:
            best, best_score = delimiter, score
    return best


def _cell(text: str) -> str:
    forced = _FORCED_TEXT.match(text.strip())
    return (forced[1] if forced else text).strip()
