"""Pages of a list: how many rows there are, and those of one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

Row = TypeVar("Row")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page; pages count from 1."""

    rows: list[Row]
    total: int
    number: int
    pages: int


def page_of(
    session: Session, statement: Select[Row], number: int, size: int = PAGE_SIZE
) -> Page[Row]:
    """One page of an ordered select; a number beyond the end gives the last page. Two queries."""
    total = session.scalar(count_of(statement)) or 0
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    rows = session.scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(list(rows), total, number, pages)


def count_of(statement: Select[Any]) -> Select[int]:
    """A select that counts the rows of another."""
    return statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
