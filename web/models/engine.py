"""What a connection needs before it can be trusted with people's data."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

if TYPE_CHECKING:
    import psycopg

# A transaction writes unless somebody promises that it only reads.
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def engine_options(database_url: str) -> dict[str, Any]:
    """How to connect: SQLite waits for its one writer, PostgreSQL checks a pooled connection.

    A statement's values stay out of error texts, and so out of the logs.
    """
    # The pool holds at least as many connections as a web process has threads.
    pool = {"pool_size": 8, "max_overflow": 8, "hide_parameters": True}
    if database_url.startswith("sqlite"):
        return {**pool, "connect_args": {"timeout": 30}}
    return {**pool, "pool_pre_ping": True}


@contextmanager
def reading_only() -> Iterator[None]:
    """Transactions begun inside do not ask SQLite for the writer's lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside write, whatever was promised around them."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def _forget_connections_after_fork(engine: Engine) -> None:
    """A connection that was opened before a fork belongs to the parent."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)


def prepare(engine: Engine) -> None:
    """Make SQLite behave: WAL, foreign keys, and `BEGIN IMMEDIATE` for writers.

    The driver's own deferred BEGIN loses concurrent updates silently, so it is switched off. Let
    PostgreSQL look rows up.
    """
    _forget_connections_after_fork(engine)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)


def _prepare_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def look_up(connection: psycopg.Connection, _record: object) -> None:
        # PostgreSQL takes a look at one row for four times as dear as reading on, which was so on
        # turning disks: for twenty tasks of a page it went through every household.
        connection.autocommit = True
        connection.execute("SET random_page_cost = 1.1")
        connection.autocommit = False


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 30000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


@contextmanager
def rebuilding_allowed(connection: Connection) -> Iterator[None]:
    """On SQLite a table is altered by being rebuilt, and dropping the old one would cascade.

    So foreign keys are not enforced meanwhile. The pragma works outside transactions only, hence
    the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        # Whatever was not committed is thrown away: inside a transaction the pragma does nothing.
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")
