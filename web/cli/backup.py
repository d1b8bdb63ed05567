"""`palier backup`: everything in one encrypted file, while everything runs."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from web.extensions import db
from web.models import keyring
from web.models.duty import BACKUP
from web.models.engine import reading_only
from web.services import backups, duties, erased_list, schema
from web.services.backups import rows
from web.transactions import transaction

log = structlog.get_logger(__name__)

# What is hashed with SECRET_KEY, so that a backup knows whether it is restored under the same one.
FINGERPRINTED = "palier backup"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the database, SQLite or PostgreSQL, to FILE or to a file named by the time in a folder.

    All rows are of one moment, whatever is written meanwhile. The file is encrypted with the first
    of FIELD_KEYS and read again to its end. Beside it stands erased.txt: keep the newest of all.
    """
    settings: Settings = current_app.config["PALIER"]
    began, now = time.monotonic(), datetime.now(UTC)
    path = file / f"palier-{now:%Y%m%d-%H%M%S}.backup" if file.is_dir() else file
    if path.exists():
        raise click.ClickException(f"{path} is there already; name a new file.")
    try:
        _make(path, settings, now)
    except Exception as problem:
        log.exception("backup_failed")
        # It may be the database that is away: then the age of the last one tells.
        with suppress(SQLAlchemyError):
            _note(duties.Outcome(BACKUP, time.monotonic() - began, type(problem).__name__), now)
        raise
    _note(duties.Outcome(BACKUP, time.monotonic() - began), now)


def _make(path: Path, settings: Settings, now: datetime) -> None:
    erased = _write(path, settings, now)
    try:
        summary = backups.read(path, settings.field_keys[:1])
    except backups.BackupUnusable as problem:
        path.unlink()
        raise click.ClickException(f"The disk did not keep what was written: {problem}") from None
    erased_list.add(path.with_name(erased_list.FILE), erased)
    click.echo(
        f"{path}: {summary.rows} rows of {len(summary.tables)} tables, read again and equal."
    )


def _note(outcome: duties.Outcome, now: datetime) -> None:
    """Write down how it went, for whoever watches."""
    with transaction() as session:
        # Before an upgrade there may be no table for it yet.
        if not schema.is_behind(session.connection()):
            duties.record(session, [outcome], now)


def _write(path: Path, settings: Settings, now: datetime) -> frozenset[str]:
    """Write the file from one snapshot. Returns who was erased by then."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading_only(), engine.connect() as connection:
        revision = schema.revision_of(connection)
        if revision is None:
            raise click.ClickException("There is nothing here yet; run `palier db upgrade` first.")
        tables = rows.tables(connection)
        backups.write(
            connection,
            tables,
            path,
            revision=revision,
            secret=keyring.keyed_hash(FINGERPRINTED),
            key=settings.field_keys[0],
            now=now,
        )
        return rows.erased(connection, tables)
