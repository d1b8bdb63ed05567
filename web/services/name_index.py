"""Filing people under the beginnings of their names: those who came before, or under a new key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from web.models import NamePart, Party
from web.models.name_part import parts_of
from web.models.vocabulary import Role

BATCH = 500
_SIDES = (Role.VOLUNTEER.value, Role.HOUSEHOLD.value)
# Single columns of the tables: a migration calls this on a schema that has not all of them yet.
_PARTY, _PART = Party.__table__, NamePart.__table__


def fill(connection: Connection) -> Iterator[int]:
    """File everybody who is not filed yet; yields how many, batch by batch."""
    last = 0
    while ids := _next(connection, last):
        last = ids[-1]
        people = _named(connection, set(ids) - _filed(connection, ids))
        if not people:
            continue
        connection.execute(
            insert(_PART),  # type: ignore[arg-type]
            [
                {"scheme_id": scheme_id, "key": key, "party_id": party_id}
                for party_id, scheme_id, first, last_name in people
                for key in parts_of(scheme_id, f"{first} {last_name}")
            ],
        )
        yield len(people)


def forget(connection: Connection) -> None:
    """Take everybody out, for filing under another key; who looks for a name finds nobody."""
    connection.execute(delete(_PART))  # type: ignore[arg-type]


def _next(connection: Connection, after: int) -> list[int]:
    columns = _PARTY.c
    rows = connection.execute(
        select(columns.id)
        .where(columns.id > after, columns.kind.in_(_SIDES))
        .order_by(columns.id)
        .limit(BATCH)
    )
    return [row[0] for row in rows]


def _filed(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these are filed.

    Asked for some at a time and not by one `NOT EXISTS` for all: where SQLite last counted an empty
    table, it would read the whole of it again for each person.
    """
    column = _PART.c.party_id
    return {row[0] for row in connection.execute(select(column).where(column.in_(ids)).distinct())}


def _named(connection: Connection, ids: Iterable[int]) -> list[tuple[int, int, str, str]]:
    columns = _PARTY.c
    rows = connection.execute(
        select(columns.id, columns.scheme_id, columns.first_name, columns.last_name)
        .where(columns.id.in_(ids))
        .order_by(columns.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
