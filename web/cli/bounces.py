"""`palier bounces`: a mail server hands over what came back."""

from __future__ import annotations

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from web.delivery import reports
from web.models.vocabulary import Receipt
from web.services import clock, receipts
from web.transactions import transaction

# A report repeats a part of a mail at most; whatever is longer is none.
LONGEST = 1_000_000


@click.command("bounces")
@click.option("--recipient", default="", help="The address it came to, where no header says so.")
@click.argument("report", type=click.File("rb"), default="-")
@with_appcontext
def bounces(report: BinaryIO, recipient: str) -> None:
    """Read one report of a mail server from standard input, and act on it.

    Let the mail server pipe into it whatever comes to BOUNCE_ADDRESS with anything behind a plus.
    What is no report about one of our mails is passed over.
    """
    found = reports.read(report.read(LONGEST))
    if found is None:
        click.echo("This is no report of a failure or a complaint.")
        return
    receipt = Receipt.COMPLAINED if found.unwanted else Receipt.FAILED
    with transaction() as session:
        now = clock.now(session)
        names = (recipient, *found.about)
        known = any(receipts.take(session, name, receipt, found.status, now) for name in names)
    click.echo("Noted." if known else "It is about none of our mails.")
