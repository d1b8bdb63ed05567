"""`palier restore`: an installation as it was when a backup was made, without who is erased."""

from __future__ import annotations

from pathlib import Path

import click
from alembic import command
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.engine import Connection

from config.settings import ROOT, Settings
from web.cli.backup import FINGERPRINTED
from web.extensions import db
from web.models import keyring
from web.models.engine import rebuilding_allowed
from web.services import backups, clock, erased_list, schema
from web.transactions import transaction


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away the data that are there now.")
@click.option(
    "--erased",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of erased people from elsewhere, beside those found here and beside FILE.",
)
@with_appcontext
def restore(file: Path, *, replace: bool, erased: Path | None) -> None:
    """Put FILE into the database of this installation. Stop the website and the workers first.

    Everything happens in one transaction: when something is wrong, nothing has changed. A backup of
    an older version is brought to this one; whoever was erased since is erased again.
    """
    settings: Settings = current_app.config["PALIER"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Whoever was erased since the backup is known to what is still here.
    lists = [file.with_name(erased_list.FILE), *([erased] if erased else [])]
    names = frozenset[str]().union(*(erased_list.read(path) for path in lists))
    kept = settings.data_dir / erased_list.FILE
    erased_list.add(kept, names)
    try:
        found = _restore(file, settings, kept, replace=replace)
    except backups.BackupUnusable as problem:
        raise click.ClickException(str(problem)) from None
    with transaction() as session:
        again = erased_list.keep(session, kept, clock.now(session))
    summary = found.summary
    click.echo(
        f"Restored as of {summary.header.made_at}: {summary.rows} rows of {len(summary.tables)} "
        f"tables, counted and equal. {again} people who were erased since were erased again."
    )


def _restore(file: Path, settings: Settings, kept: Path, *, replace: bool) -> backups.Restored:
    with db.engine.connect() as connection, rebuilding_allowed(connection):
        found = backups.restore(
            connection,
            file,
            keys=settings.field_keys,
            secret=keyring.keyed_hash(FINGERPRINTED),
            migrate=_migrate,
            known=schema.known(),
            replace=replace,
        )
        # Before the only other place that knows of them is gone.
        erased_list.add(kept, found.erased)
        connection.commit()
    # A pooled connection may remember tables that are no longer there.
    db.engine.dispose()
    return found


def _migrate(connection: Connection, revision: str) -> None:
    config = current_app.extensions["migrate"].migrate.get_config(str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
