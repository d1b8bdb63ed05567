"""What the tests of backups run and compare."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine

from web.services.backups import rows

Palier = Callable[..., tuple[int, str]]
# What has nothing to do with the database takes less on this one.
on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def hashes_of(engine: Engine) -> dict[str, tuple[int, str]]:
    with engine.connect() as connection:
        tallies = {table.name: rows.tally(connection, table) for table in rows.tables(connection)}
    return {name: (one.rows, one.sha256) for name, one in tallies.items() if name != "duty"}
