"""Pages of a list, each told by the row beside it.

An offset reads and throws away every row before it, and shows a row twice or never when the list
grows while somebody goes through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from web.models.base import Public
from web.queries.order import Key, sorted_by

Row = TypeVar("Row")
Thing = TypeVar("Thing", bound=Public)
PAGE_SIZE = 50
_BESIDE = re.compile(r"(after|before)\.([\w-]{1,22})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows after a row, or those before it; an address names the row and none of its values."""

    public_id: str
    backwards: bool = False

    @classmethod
    def read(cls, text: str) -> Beside | None:
        """What an address says; nonsense is the first page."""
        found = _BESIDE.fullmatch(text)
        return cls(found[2], found[1] == "before") if found else None

    def __str__(self) -> str:
        return f"{'before' if self.backwards else 'after'}.{self.public_id}"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, how many there are in all, and where the pages beside it begin."""

    rows: list[Row]
    total: int
    here: Beside | None = None
    previous: Beside | None = None
    next: Beside | None = None


def page_of(
    session: Session,
    statement: Select[Thing],
    order: Sequence[Key],
    asked: Beside | None,
    *,
    total: int,
    size: int = PAGE_SIZE,
) -> Page[Thing]:
    """One page of a select, in an order that ends with something unique.

    One query, two beside a row. A row that is not there, or has nothing beside it any more, gives
    the first page.
    """
    values = _values_of(session, statement, order, asked) if asked else None
    if asked is None or values is None:
        rows = session.scalars(statement.order_by(*sorted_by(order)).limit(size + 1)).all()
        return laid_out(list(rows), None, size, total, lambda row: row.public_id)
    keys = [key.turned() for key in order] if asked.backwards else order
    further = statement.where(beyond(keys, values))
    rows = session.scalars(further.order_by(*sorted_by(keys)).limit(size + 1)).all()
    if not rows:
        return page_of(session, statement, order, None, total=total, size=size)
    return laid_out(list(rows), asked, size, total, lambda row: row.public_id)


def page_in(
    rows: Sequence[Row], name: Callable[[Row], str], asked: Beside | None, *, size: int
) -> Page[Row]:
    """One page of rows that were read already; `name` is the public id that tells a row."""
    names = [name(row) for row in rows]
    if asked is None or asked.public_id not in names:
        return laid_out(list(rows[: size + 1]), None, size, len(rows), name)
    place = names.index(asked.public_id)
    beside = rows[:place][::-1] if asked.backwards else rows[place + 1 :]
    if not beside:
        return page_in(rows, name, None, size=size)
    return laid_out(list(beside[: size + 1]), asked, size, len(rows), name)


def count_of(session: Session, statement: Select[Any]) -> int:
    """How many rows a select has. One query."""
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalar(counted.order_by(None)) or 0


def laid_out(
    found: list[Row], asked: Beside | None, size: int, total: int, name: Callable[[Row], str]
) -> Page[Row]:
    """Lay out what was found in the direction of reading; one row more than `size` says 'go on'."""
    rows, more = found[:size], len(found) > size
    if not rows:
        return Page([], total)
    backwards = asked is not None and asked.backwards
    if backwards:
        rows.reverse()
    before, after = Beside(name(rows[0]), backwards=True), Beside(name(rows[-1]))
    has_before = more if backwards else asked is not None
    has_after = more or backwards
    return Page(rows, total, asked, before if has_before else None, after if has_after else None)


def beyond(order: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """Behind the row with these values: equal in the first keys, and further in the next one."""
    pairs = list(zip(order, values, strict=True))
    return or_(
        *(
            and_(*(key.value == value for key, value in pairs[:place]), further.beyond(value))
            for place, (further, value) in enumerate(pairs)
        )
    )


def _values_of(
    session: Session, statement: Select[Thing], order: Sequence[Key], asked: Beside
) -> Sequence[Any] | None:
    """What the named row is sorted by, also when it does not fit the select any more."""
    thing = statement.column_descriptions[0]["entity"]
    return session.execute(
        select(*[key.value for key in order])
        .select_from(thing)
        .where(thing.public_id == asked.public_id)
    ).one_or_none()
