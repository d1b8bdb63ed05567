"""Writing a row that may be there already: one statement, so that two racing writers make one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.models import Base


def insert_once(
    session: Session,
    table: type[Base],
    key: tuple[str, ...],
    values: dict[str, Any],
    *,
    where: ColumnElement[bool] | None = None,
) -> None:
    """Insert unless a row with this key exists.

    Args:
        key: the columns of the unique constraint or index.
        where: the condition of that index, if it is a partial one.
    """
    # Core statements bypass the unit of work: what they refer to must be there first.
    session.flush()
    session.execute(
        _insert(session, table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=list(key), index_where=where)
    )


def insert_missing(
    session: Session, table: type[Base], key: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    """As `insert_once`, for many rows that name the same columns."""
    session.flush()
    for some in _in_hundreds(rows):
        session.execute(
            _insert(session, table).values(some).on_conflict_do_nothing(index_elements=list(key))
        )


def _insert(session: Session, table: type[Base]) -> Any:  # noqa: ANN401 - either dialect's
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if on_sqlite else postgresql.insert(table)


def _in_hundreds(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for first in range(0, len(rows), 100):
        yield rows[first : first + 100]
