"""The order of a list: which column, which way, and the values that rows are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import InstrumentedAttribute

Column = TypeVar("Column", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Order(Generic[Column]):
    """A column of a list and a direction, as an address writes it: `place`, `-place`."""

    by: Column
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.by}" if self.descending else str(self.by)

    def clicked(self, column: str) -> str:
        """What the heading of a column asks for: that column, or the other way round."""
        turned = column == self.by and not self.descending
        return f"-{column}" if turned else column


@dataclass(frozen=True, slots=True)
class Key:
    """A value that rows are compared by; never NULL, which is neither before nor behind."""

    value: Any
    descending: bool = False

    def turned(self) -> Key:
        return replace(self, descending=not self.descending)

    def sorted(self) -> ColumnElement[Any]:
        return self.value.desc() if self.descending else self.value.asc()

    def beyond(self, value: object) -> ColumnElement[bool]:
        return self.value < value if self.descending else self.value > value


def sorted_by(order: Iterable[Key]) -> list[ColumnElement[Any]]:
    """What `order_by` takes."""
    return [key.sorted() for key in order]


def known_first(
    column: InstrumentedAttribute[Any], otherwise: object, *, descending: bool
) -> list[Key]:
    """By a column that may be empty: those last, either way, and in the order of `otherwise`."""
    return [
        Key(case((column.is_(None), 1), else_=0)),
        Key(func.coalesce(column, otherwise), descending),
    ]


def along(column: InstrumentedAttribute[Any], path: Iterable[StrEnum]) -> ColumnElement[int]:
    """A state as its place on its path, since words in alphabetical order tell nobody anything."""
    return case({state.value: place for place, state in enumerate(path)}, value=column, else_=-1)
