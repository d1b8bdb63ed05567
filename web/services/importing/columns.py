"""Which column holds what: by its header, or because somebody says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from web.services.importing import aliases
from web.services.importing.aliases import ALIASES, HELP_FIELD, KIND_WORDS
from web.services.importing.categories import category_named
from web.services.importing.fields import (
    HOUSEHOLDS_ONLY,
    NAME_FIELDS,
    VOLUNTEERS_ONLY,
    Field,
    Kind,
    fields_of,
)
from web.services.importing.languages import language_named
from web.services.importing.problems import Trouble, Unreadable
from web.services.importing.sheets import Row, Sheet
from web.services.importing.tables import Table
from web.services.importing.text import fold, words
from web.services.importing.week import slots_named

SEARCHED_ROWS = 15
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LEVEL_WORDS = frozenset({"niveau", "level", "langue", "taal", "language", "kennis", "de", "du"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read.

    Attributes:
        index: from 0.
        header: as the file has it.
        detail: what a column for one thing stands for: the tag of a language, the mask of a
            part of the week, or a help category. Its cells then say whether, or how well.
    """

    index: int
    header: str
    field: Field
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the rows below a header.

    Attributes:
        row: the header's own number.
        language: in which language most headers are, when it is one of ours.
        unread: headers that nobody reads.
    """

    kind: Kind
    row: int
    columns: tuple[Column, ...]
    language: str | None
    unread: tuple[str, ...]

    def of(self, field: Field) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.field is field)

    def header(self, *fields: Field) -> str:
        """The headers of these fields, to say where something is missing."""
        found = [column.header for field in fields for column in self.of(field)]
        return " / ".join(found) or ", ".join(fields)


def find_layout(
    table: Table,
    *,
    kind: Kind | None,
    file_name: str,
    sheet_name: str | None = None,
    mapped: Mapping[str, Field] | None = None,
) -> tuple[Sheet, Layout]:
    """The sheet and the header row that are best understood.

    Args:
        kind: what the file holds; guessed from its name, then from its columns, when not given.
        mapped: fields by header, where somebody has said so; they go before what we guess.

    Raises:
        Unreadable: nothing is understood, a name is missing, or it may be either kind.
    """
    mapping = {fold(header): field for header, field in (mapped or {}).items()}
    sheets = (table.sheet(sheet_name),) if sheet_name else table.sheets
    best: tuple[Sheet, Layout] | None = None
    headers: list[str] = []
    kinds = (kind,) if kind else _kinds_named(file_name)
    for sheet in sheets:
        for number, cells in islice(sheet.open(), SEARCHED_ROWS):
            headers = headers or [cell for cell in cells if cell]
            for candidate in kinds:
                layout = _understand((number, cells), candidate, mapping)
                if best is None or _weight(layout) > _weight(best[1]):
                    best = sheet, layout
    if not headers or best is None:
        raise Unreadable(Trouble.EMPTY)
    sheet, layout = best
    _refuse_unusable(layout, headers, mapped or {})
    if len(kinds) > 1 and not _only_one_kind(layout):
        raise Unreadable(Trouble.KIND_UNKNOWN)
    return sheet, layout


def _refuse_unusable(layout: Layout, headers: list[str], mapped: Mapping[str, Field]) -> None:
    there = {fold(column.header) for column in layout.columns} | set(map(fold, layout.unread))
    for header in mapped:
        if fold(header) not in there:
            raise Unreadable(Trouble.NO_SUCH_COLUMN, header)
    if len(layout.columns) < 2:  # noqa: PLR2004 - one word may be recognised by chance
        raise Unreadable(Trouble.NO_HEADER, ", ".join(headers[:12]))
    if not any(column.field in NAME_FIELDS for column in layout.columns):
        raise Unreadable(Trouble.NO_NAME_COLUMN, ", ".join(layout.unread[:12]))


def _kinds_named(file_name: str) -> tuple[Kind, ...]:
    said = set(words(file_name))
    named = tuple(kind for kind in Kind if said & set(KIND_WORDS[kind]))
    return named if len(named) == 1 else tuple(Kind)


def _weight(layout: Layout) -> tuple[int, int]:
    """More columns understood is better; then those that only this kind has."""
    fields = [column.field for column in layout.columns]
    own = VOLUNTEERS_ONLY | HOUSEHOLDS_ONLY
    return len(fields), sum(field in own for field in fields)


def _only_one_kind(layout: Layout) -> bool:
    fields = {column.field for column in layout.columns}
    telling = (
        VOLUNTEERS_ONLY | {Field.OFFERS} if layout.kind is Kind.VOLUNTEERS else HOUSEHOLDS_ONLY
    )
    return bool(fields & telling)


def _understand(row: Row, kind: Kind, mapping: Mapping[str, Field]) -> Layout:
    number, cells = row
    allowed = fields_of(kind)
    columns: list[Column] = []
    unread: list[str] = []
    votes: dict[str, int] = {}
    for index, header in enumerate(cells):
        if not header:
            continue
        if (chosen := mapping.get(fold(header))) is not None:
            found = None if chosen is Field.IGNORE else Column(index, header, chosen)
        else:
            found = _guess(index, header, kind)
            meaning = _headers(kind).get(fold(header))
            for language in meaning.languages if meaning else ():
                votes[language] = votes.get(language, 0) + 1
        if found is None or found.field not in allowed:
            unread.append(header)
        else:
            columns.append(found)
    leading = max(votes.values(), default=0)
    leaders = [language for language, count in votes.items() if count == leading]
    return Layout(
        kind,
        number,
        tuple(_settle_numbers(_settle_names(columns))),
        leaders[0] if len(leaders) == 1 else None,
        tuple(unread),
    )


def _settle_names(columns: list[Column]) -> list[Column]:
    """'Name' beside a first name is the family name; by itself it is the whole name."""
    has_first = any(column.field is Field.FIRST_NAME for column in columns)
    plain = {fold(name) for names in aliases.PLAIN_NAMES.values() for name in names}
    return [
        replace(column, field=Field.LAST_NAME)
        if has_first and column.field is Field.FULL_NAME and fold(column.header) in plain
        else column
        for column in columns
    ]


def _settle_numbers(columns: list[Column]) -> list[Column]:
    """'Nr' is a house number only behind a street; elsewhere it counts the rows."""
    streets = {column.index for column in columns if column.field is Field.STREET}
    return [
        column
        for column in columns
        if column.field is not Field.HOUSE_NUMBER or {column.index - 1, column.index - 2} & streets
    ]


def _guess(index: int, header: str, kind: Kind) -> Column | None:
    known = _headers(kind)
    for spelling in (header, _BRACKETS.sub(" ", header)):
        if meaning := known.get(fold(spelling)):
            return Column(index, header, meaning.field)
        # 'Nom / Naam' in two languages is one column.
        meanings = [known.get(fold(part)) for part in spelling.split("/")]
        fields = {meaning.field if meaning else None for meaning in meanings}
        if len(fields) == 1 and (field := fields.pop()) is not None:
            return Column(index, header, field)
    if tag := language_named(" ".join(w for w in words(header) if w not in _LEVEL_WORDS)):
        return Column(index, header, Field.LANGUAGES, tag)
    if category := category_named(header):
        return Column(index, header, HELP_FIELD[kind], category.value)
    if mask := slots_named(header):
        return Column(index, header, Field.AVAILABILITY, str(mask))
    return None


@dataclass(frozen=True, slots=True)
class _Meaning:
    field: Field
    languages: frozenset[str]


@cache
def _headers(kind: Kind) -> dict[str, _Meaning]:
    """What a folded header means, and in which languages it is one."""
    known: dict[str, _Meaning] = {}
    for language, named in ALIASES.items():
        plain = {
            Field.FULL_NAME: aliases.PLAIN_NAMES[language],
            Field.LANGUAGES: aliases.PLAIN_LANGUAGE[language],
            HELP_FIELD[kind]: aliases.PLAIN_HELP[language],
        }
        for field in fields_of(kind) & (named.keys() | plain.keys()):
            for alias in (*named.get(field, ()), *plain.get(field, ())):
                before = known.get(fold(alias), _Meaning(field, frozenset()))
                known[fold(alias)] = _Meaning(before.field, before.languages | {language})
    return known
