"""What SQLite is told to expect in its tables, instead of what it counts on some day."""

from __future__ import annotations

from math import prod

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

# An installation with one scheme that has grown: SQLite plans the same for it from the first day.
MANY, FEW = 20_000, 20
_FEW = frozenset({"scheme", "scheme_policy", "staff", "match_run", "policy_preview", "absence"})
# How many different values a column holds; those that are not named here nearly differ in each row.
_DIFFERENT = {
    "scheme_id": 1,
    **dict.fromkeys(("state", "kind", "status", "channel", "language", "duty"), 5),
    **dict.fromkeys(("run_id", "coordinator_id", "held_by_id", "done_at"), 20),
    **dict.fromkeys(("answer_by", "due_on", "counted_on", "locality", "postcode"), 200),
}
_NEARLY_EACH = MANY // 4


def expect_a_grown_scheme(connection: Connection) -> None:
    """Write SQLite's table of statistics, whose form is at https://sqlite.org/fileformat2.html.

    Counted on a new installation it says that every table fits on a page, so that a join reads all
    of it again for each row; and whoever is connected goes by that until they connect anew, however
    much is imported meanwhile. PostgreSQL counts by itself, for everybody at once.
    """
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("ANALYZE alembic_version")  # makes the table
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table in inspect(connection).get_table_names():
        rows = FEW if table in _FEW else MANY
        _say(connection, table, None, str(rows))
        for _, index, unique, *_ in connection.exec_driver_sql(f"PRAGMA index_list('{table}')"):
            columns = [
                name for _, _, name in connection.exec_driver_sql(f"PRAGMA index_info('{index}')")
            ]
            _say(connection, table, index, _statistics(rows, columns, unique=bool(unique)))
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # read them again


def _statistics(rows: int, columns: list[str], *, unique: bool) -> str:
    """How many rows there are, then how many share the first column, the first two, and so on."""
    different = [_DIFFERENT.get(column, _NEARLY_EACH) for column in columns]
    shared = [max(1, rows // prod(different[: place + 1])) for place in range(len(columns))]
    if unique:
        shared[-1] = 1
    return " ".join(str(number) for number in (rows, *shared))


def _say(connection: Connection, table: str, index: str | None, statistics: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, index, statistics)
    )
