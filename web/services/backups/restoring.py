"""From the file back into a database, in one transaction: all of it, or nothing has happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, func, inspect, select, text
from sqlalchemy.engine import Connection

from web.services.backups import archive, rows
from web.services.backups.archive import Header, Summary
from web.services.backups.sealed import BackupUnusable

# Brings the database of this connection to a migration, inside its transaction.
Migrate = Callable[[Connection, str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup held, and who was erased in the database that it replaced."""

    summary: Summary
    erased: frozenset[str]


def restore(
    connection: Connection,
    path: Path,
    *,
    keys: Sequence[str],
    secret: str,
    migrate: Migrate,
    known: Collection[str],
    replace: bool,
) -> Restored:
    """Put the rows of a backup where the present ones are; the caller commits.

    The file is read twice: to its end before anything is touched, and to load it. What was loaded
    is counted and hashed again as it lies in the database. Then newer migrations are applied.

    Args:
        known: every migration of this version.
        replace: whether a database with rows in it may be overwritten.

    Raises:
        BackupUnusable: the file, the version or the database is not what it must be; nothing is
            changed, as soon as the transaction is rolled back.
    """
    summary = archive.read(path, keys)
    _refuse_others(summary.header, secret, known)
    present = rows.tables(connection)
    if not replace and _has_a_scheme(connection, present):
        raise BackupUnusable(
            "There are data in this database. Add --replace to throw them away for the backup's."
        )
    erased = rows.erased(connection, present)
    _drop(connection, present)
    migrate(connection, summary.header.revision)
    places = {table.name: table for table in rows.tables(connection)}
    _refuse_strangers(summary, places)

    def take(name: str, columns: list[str], lines: Iterator[str]) -> None:
        _refuse_unknown(name, columns, places[name])
        rows.load(connection, places[name], columns, lines)

    archive.read(path, keys, take)
    _go_on_counting(connection, places.values())
    _compare(connection, places, summary)
    migrate(connection, "head")
    return Restored(summary, erased)


def _refuse_others(header: Header, secret: str, known: Collection[str]) -> None:
    if header.revision not in known:
        raise BackupUnusable(
            f"This backup is of migration {header.revision}, and this version of Palier knows none "
            f"after {max(known)}. Install the version that made the backup, or a newer one."
        )
    if header.secret != secret:
        raise BackupUnusable(
            "This backup was made with another SECRET_KEY, by which people are found and sign in. "
            "Set the SECRET_KEY of that time first."
        )


def _refuse_strangers(summary: Summary, places: dict[str, Table]) -> None:
    unknown = summary.tables.keys() ^ places.keys()
    if unknown:
        raise BackupUnusable(f"This version has other tables: {', '.join(sorted(unknown))}.")


def _refuse_unknown(name: str, columns: list[str], table: Table) -> None:
    unknown = set(columns) ^ {column.name for column in rows.columns(table)}
    if unknown:
        raise BackupUnusable(f"{name} has other columns here: {', '.join(sorted(unknown))}.")


def _has_a_scheme(connection: Connection, present: Sequence[Table]) -> bool:
    """Whatever is of people belongs to a scheme; what the software notes of itself may be lost."""
    return any(
        connection.execute(select(1).select_from(table).limit(1)).first()
        for table in present
        if table.name == "scheme"
    )


def _drop(connection: Connection, present: Sequence[Table]) -> None:
    for table in reversed(present):
        table.drop(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {rows.REVISION_TABLE}"))


def _go_on_counting(connection: Connection, tables: Collection[Table]) -> None:
    """PostgreSQL's counters do not know of rows that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in inspect(table).primary_key:
            sequence = connection.scalar(
                select(func.pg_get_serial_sequence(table.name, column.name))
            )
            if sequence is not None:
                last = connection.scalar(select(func.max(column)))
                connection.execute(
                    text("SELECT setval(:sequence, :last, :used)"),
                    {"sequence": sequence, "last": last or 1, "used": last is not None},
                )


def _compare(connection: Connection, places: dict[str, Table], summary: Summary) -> None:
    for name, (number, sha256) in summary.tables.items():
        found = rows.tally(connection, places[name])
        if (found.rows, found.sha256) != (number, sha256):
            raise BackupUnusable(
                f"What was restored of {name} is not what the backup holds; nothing was changed."
            )
