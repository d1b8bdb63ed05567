"""The rows of a table as lines of text that mean the same in SQLite and in PostgreSQL.

Tables are read as the database has them, not as today's models do: what is encrypted stays so, and
a database of an older version is copied as well as one of this version.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, MetaData, Table, Text, bindparam, cast, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.types import Date, DateTime, LargeBinary

# Says which migration made the tables; made again by the migrations themselves.
REVISION_TABLE = "alembic_version"
_AT_ONCE = 500


class Tally:
    """How many rows, and a hash of them that does not depend on their order."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def count(self, line: str) -> str:
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(line.encode()).digest())
        return line

    @property
    def sha256(self) -> str:
        """The sum of the rows' hashes, modulo 2^256, as 64 hex digits."""
        return f"{self._sum % 2**256:064x}"


def tables(connection: Connection) -> list[Table]:
    """Every table with rows of ours, each after those that it refers to."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != REVISION_TABLE)
    return metadata.sorted_tables


def columns(table: Table) -> list[Column[Any]]:
    """By name: a table that was rebuilt may have them in another order. Not what is computed."""
    stored = [column for column in table.columns if column.computed is None]
    return sorted(stored, key=lambda column: column.name)


def erased(connection: Connection, tables: Iterable[Table]) -> frozenset[str]:
    """The opaque names of the tombstones, where the tables are new enough to have any."""
    for table in tables:
        if table.name == "tombstone":
            return frozenset(connection.scalars(select(table.columns.public_id)))
    return frozenset()


def lines(connection: Connection, table: Table) -> Iterator[str]:
    """Each row as a JSON list of the values of `columns`."""
    statement = select(*(_as_text(column) for column in columns(table)))
    with connection.execute(statement.execution_options(yield_per=_AT_ONCE)) as found:
        for row in found:
            yield json.dumps([_plain(value) for value in row], ensure_ascii=False)


def tally(connection: Connection, table: Table) -> Tally:
    """Count the rows that are in the database now."""
    counted = Tally()
    for line in lines(connection, table):
        counted.count(line)
    return counted


def load(connection: Connection, table: Table, names: list[str], lines: Iterable[str]) -> None:
    """Insert rows; what a text means follows from the column that it goes into."""
    into = [table.columns[name] for name in names]
    sqlite = connection.dialect.name == "sqlite"
    # Their own names are taken by the statement itself.
    places = {column.name: f"value_{column.name}" for column in into}
    statement = insert(table).values(
        {column.name: _placeholder(column, places[column.name], sqlite=sqlite) for column in into}
    )
    waiting = iter(lines)
    while some := list(islice(waiting, _AT_ONCE)):
        rows = [
            {
                places[column.name]: _value(column, value, sqlite=sqlite)
                for column, value in zip(into, json.loads(line), strict=True)
            }
            for line in some
        ]
        connection.execute(statement, rows)


def _as_text(column: Column[Any]) -> Any:  # noqa: ANN401 - of the column's own type
    # JSON word for word, so that its hash stays the same.
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _placeholder(column: Column[Any], name: str, *, sqlite: bool) -> Any:  # noqa: ANN401
    if not isinstance(column.type, JSON):
        return bindparam(name, type_=column.type)
    return bindparam(name, type_=Text()) if sqlite else cast(bindparam(name, type_=Text()), JSON)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A value as JSON knows it. Raises TypeError for a type that was never needed."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no backup of a {type(value).__name__} yet")


def _value(column: Column[Any], plain: Any, *, sqlite: bool) -> Any:  # noqa: ANN401
    if plain is None:
        return None
    if isinstance(column.type, DateTime):
        utc = datetime.fromisoformat(plain)
        return utc if sqlite else utc.replace(tzinfo=UTC)
    if isinstance(column.type, Date):
        return date.fromisoformat(plain)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(plain)
    return plain
