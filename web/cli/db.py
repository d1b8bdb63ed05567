"""`palier db`: migrations (Flask-Migrate's commands) and a copy of a SQLite database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_migrate.cli import db as group

from web.extensions import db


@group.command("backup")
@click.argument("file", type=click.Path(exists=False, dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the SQLite database to FILE while everything runs.

    Copying the files themselves gives a broken database now and then.
    """
    url = db.engine.url
    if db.engine.dialect.name != "sqlite" or not url.database:
        raise click.ClickException("This installation uses PostgreSQL; use pg_dump.")
    if file.exists():
        raise click.ClickException(f"{file} is there already; name a new file.")
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
    click.echo(f"Copied to {file}.")
