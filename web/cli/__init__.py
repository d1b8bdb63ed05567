"""The console program `palier`: a Flask command group."""

from __future__ import annotations

from flask import Flask

from web.cli import (
    backup,
    bounces,
    catalogs,
    db,
    demo,
    erased,
    importing,
    keys,
    match,
    names,
    restore,
    run,
    scheme,
    user,
)

GROUPS = (
    backup.backup,
    bounces.bounces,
    catalogs.catalogs,
    db.migrations,
    demo.group,
    erased.group,
    importing.import_people,
    keys.group,
    match.group,
    names.group,
    restore.restore,
    run.run,
    scheme.group,
    user.group,
)


def init_app(app: Flask) -> None:
    """Register the command groups."""
    for group in GROUPS:
        app.cli.add_command(group)
