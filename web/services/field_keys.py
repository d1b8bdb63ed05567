"""What is encrypted, under the newest of `FIELD_KEYS`: afterwards no row needs an older one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from web.models import Base, UnreadableError, keyring
from web.models.encryption import EncryptedText, EncryptedValue

_AT_ONCE = 500


class Renewed(NamedTuple):
    """How many texts were sealed anew, and how many no key opens."""

    sealed: int
    unreadable: int


def renew(session: Session) -> Iterator[Renewed]:
    """Seal anew whatever is not sealed with the newest key, batch by batch.

    Whoever asks for the next batch has committed the one before. A text that somebody else changes
    meanwhile is left as they wrote it, which is with the newest key as well.
    """
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, EncryptedText | EncryptedValue):
                yield from _renew_column(session, table, column)


def _renew_column(session: Session, table: Table, column: Column[Any]) -> Iterator[Renewed]:
    last = None
    while rows := session.execute(next_rows(table, column, last)).all():
        last = rows[-1][0]
        stale = [row for row in rows if not keyring.is_newest(row[1])]
        sealed = seal_anew(session, table, column, stale)
        yield Renewed(sealed, len(stale) - sealed)


def next_rows(table: Table, column: Column[Any], last: object) -> Select[Any, str]:
    """Key and sealed text of the rows after `last`."""
    (key,) = table.primary_key.columns
    found = select(key, type_coerce(column, Text)).where(column.is_not(None))
    if last is not None:
        found = found.where(key > last)
    return found.order_by(key).limit(_AT_ONCE)


def seal_anew(
    session: Session, table: Table, column: Column[Any], rows: Sequence[Row[Any, str]]
) -> int:
    """Seal what stands in these rows with the newest key; how many of them open at all."""
    anew = []
    for key, token in rows:
        with suppress(UnreadableError):
            text = keyring.encrypt(keyring.decrypt(token))
            anew.append({"row": key, "old": token, "new": text})
    if anew:
        (own,) = table.primary_key.columns
        replaced = (
            update(table)
            .where(own == bindparam("row"), type_coerce(column, Text) == bindparam("old"))
            .values({column.name: bindparam("new", type_=Text)})
        )
        session.connection().execute(replaced, anew)
    return len(anew)
