"""The console program `palier`: a Flask command group."""

from __future__ import annotations

from flask import Flask

from web.cli import catalogs, db, demo, erased, importing, match, names, run, scheme, user

GROUPS = (
    catalogs.catalogs,
    db.migrations,
    demo.group,
    erased.group,
    importing.import_people,
    match.group,
    names.group,
    run.run,
    scheme.group,
    user.group,
)


def init_app(app: Flask) -> None:
    """Register the command groups."""
    for group in GROUPS:
        app.cli.add_command(group)
