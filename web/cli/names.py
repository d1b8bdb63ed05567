"""`palier names`: what people are found by."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from web.services import name_index
from web.transactions import transaction

group = AppGroup("names", help="What people are found by.")


@group.command("file")
@click.option("--afresh", is_flag=True, help="Forget the old keys first, after a new SECRET_KEY.")
def file(*, afresh: bool) -> None:
    """File everybody who cannot be found by name yet. Interrupted, it goes on where it was."""
    filed = 0
    with transaction() as session:
        if afresh:
            name_index.forget(session.connection())
            session.commit()
        while number := next(name_index.fill(session.connection()), 0):
            session.commit()
            filed += number
    click.echo(f"{filed} people were filed.")
