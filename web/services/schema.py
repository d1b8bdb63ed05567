"""Which migration a database is at, and which ones this version of Palier knows."""

from __future__ import annotations

from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from config.settings import ROOT


@cache
def known() -> frozenset[str]:
    """Every migration of this version."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


@cache
def head() -> str | None:
    """The newest migration of this version."""
    return _scripts().get_current_head()


def revision_of(connection: Connection) -> str | None:
    """The migration that this database is at; None before the first."""
    # Alembic's own way writes two lines into the log each time, and a proxy asks all the time.
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_behind(connection: Connection) -> bool:
    """Whether a migration of this version is missing.

    A database that is ahead is none of our concern: while a new version is rolled out, the old one
    goes on for a while beside it.
    """
    found = revision_of(connection)
    return found != head() and (found is None or found in known())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))
