"""The file: a line that says what it is, then table by table its rows, their number and hash."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection

from web.services.backups import rows
from web.services.backups.sealed import BackupUnusable, Sealer, unseal

FORMAT = 1
_GZIP = 31
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a backup before its rows.

    Attributes:
        revision: the migration that the tables were of.
        database: the dialect that it was copied from.
        secret: tells whether SECRET_KEY is the same, by which people are found.
    """

    palier: int
    made_at: str
    revision: str
    database: str
    secret: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a whole backup holds: rows and their hash, by table."""

    header: Header
    tables: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        return sum(number for number, _ in self.tables.values())


# What is done with the rows of a table while they are read: its name, its columns, its lines.
Taker = Callable[[str, list[str], Iterator[str]], None]


def write(
    connection: Connection,
    tables: Iterable[Table],
    path: Path,
    *,
    revision: str,
    secret: str,
    key: str,
    now: datetime,
) -> None:
    """Copy these tables as `connection` sees them; its transaction must be one snapshot.

    The file has its name only when it is whole and on the disk.
    """
    draft = path.with_name(path.name + ".part")
    header = Header(FORMAT, now.isoformat(), revision, connection.dialect.name, secret)
    try:
        with os.fdopen(os.open(draft, _NEW_FILE, 0o600), "wb") as file:
            sealer, packer = Sealer(file, key), zlib.compressobj(wbits=_GZIP)

            def put(line: str) -> None:
                sealer.write(packer.compress(line.encode() + b"\n"))

            put(json.dumps(asdict(header)))
            for table in tables:
                counted = rows.Tally()
                put(json.dumps([table.name, [column.name for column in rows.columns(table)]]))
                for line in rows.lines(connection, table):
                    put(counted.count(line))
                put(json.dumps({"rows": counted.rows, "sha256": counted.sha256}))
            sealer.write(packer.flush())
            sealer.close()
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path, keys: Sequence[str], take: Taker | None = None) -> Summary:
    """Read a backup to its end and compare every number and hash with what was written down.

    Raises:
        BackupUnusable: it is damaged, not whole, of other keys or of a newer version.
    """
    with path.open("rb") as file, closing(_lines(unseal(file, keys))) as lines:
        header = _header(next(lines, ""))
        found: dict[str, tuple[int, str]] = {}
        for line in lines:
            name, columns = json.loads(line)
            found[name] = _table(name, columns, lines, take)
    return Summary(header, found)


def _table(
    name: str, columns: list[str], lines: Iterator[str], take: Taker | None
) -> tuple[int, str]:
    counted, noted = rows.Tally(), dict[str, Any]()

    def its_rows() -> Iterator[str]:
        for line in lines:
            if line.startswith("{"):
                noted.update(json.loads(line))
                return
            yield counted.count(line)

    found = its_rows()
    if take is not None:
        take(name, columns, found)
    for _ in found:
        pass
    if noted != {"rows": counted.rows, "sha256": counted.sha256}:
        raise BackupUnusable(f"This backup is damaged: the rows of {name} are not those written.")
    return counted.rows, counted.sha256


def _header(line: str) -> Header:
    noted = json.loads(line or "{}")
    if noted.get("palier") != FORMAT:
        raise BackupUnusable("This backup was made by a newer Palier. Install that version first.")
    return Header(**noted)


def _lines(pieces: Iterator[bytes]) -> Generator[str]:
    unpacker, held = zlib.decompressobj(wbits=_GZIP), b""
    for piece in pieces:
        *whole, held = (held + unpacker.decompress(piece)).split(b"\n")
        for line in whole:
            yield line.decode()
    if not unpacker.eof:
        raise BackupUnusable("This backup is damaged: its end is missing.")
