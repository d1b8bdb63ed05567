"""`palier db`: migrations (Flask-Migrate's commands), a fresh start."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate.cli import db as migrations

from config.settings import Settings
from web.cli import ground
from web.extensions import db

__all__ = ["migrations"]


@migrations.command("reset")
@with_appcontext
def reset() -> None:
    """Throw away all data of this development installation."""
    settings: Settings = current_app.config["PALIER"]
    if settings.is_production:
        raise click.ClickException("This is production; nothing was thrown away.")
    with ground.lock(settings.data_dir):
        url = db.engine.url
        if db.engine.dialect.name == "sqlite" and url.database:
            for suffix in ("", "-wal", "-shm"):
                Path(url.database + suffix).unlink(missing_ok=True)
        else:
            flask_migrate.downgrade(revision="base")
        for folder in (settings.mailbox_dir, settings.data_dir / "broker"):
            shutil.rmtree(folder, ignore_errors=True)
    click.echo("All data are gone; the next start begins anew.")
