"""`palier erased`: who was erased, so that a restored backup does not bring them back."""

from __future__ import annotations

from typing import TextIO

import click
from flask.cli import AppGroup

from web.services import clock, personal_data
from web.transactions import transaction

group = AppGroup("erased", help="Keep erased people erased after a backup was restored.")


@group.command("list")
def show() -> None:
    """Print the opaque names of everybody erased. Keep them apart from the backups."""
    with transaction() as session:
        for name in personal_data.erased(session):
            click.echo(name)


@group.command("again")
@click.argument("names", type=click.File())
def again(names: TextIO) -> None:
    """Erase whoever of a printed list is back after a restore."""
    wanted = {line.strip() for line in names}
    with transaction() as session:
        done = personal_data.erase_again(session, wanted, clock.now(session))
    click.echo(f"{done} people were erased again.")
