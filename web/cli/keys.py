"""`palier keys`: what is encrypted, and with which key."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from web.services import field_keys
from web.transactions import transaction

group = AppGroup("keys", help="The keys of what is encrypted.")


@group.command("renew")
def renew() -> None:
    """Seal everything with the newest of FIELD_KEYS. Interrupted, it goes on where it was."""
    sealed = unreadable = 0
    with transaction() as session:
        for batch in field_keys.renew(session):
            session.commit()
            sealed += batch.sealed
            unreadable += batch.unreadable
    click.echo(f"{sealed} texts were sealed with the newest key.")
    if unreadable:
        raise click.ClickException(
            f"{unreadable} texts open with none of FIELD_KEYS: put the key that sealed them there."
        )
