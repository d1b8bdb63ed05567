"""Writing a row that may be there already: one statement, so that two racing writers make one."""

from __future__ import annotations

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
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=list(key), index_where=where)
    )
