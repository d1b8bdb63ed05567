"""What is told after a message was handed over: it arrived, came back, or was not wanted.

A report may come late, twice, or about somebody who is long gone; it then changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Notification
from web.models.vocabulary import Delivery, Receipt
from web.services import return_addresses, undelivered, unsubscribing, ways

# As `parcels` names a message to its provider.
_KEY = re.compile(r"(notification-(\d{1,18})-\d{1,12})(?:-\d{1,18})*")


def key_of(row: Notification, others: Sequence[Notification] = ()) -> str:
    """How a message is called towards its provider, the same at every attempt.

    With others in one mail it is another mail, and called after each of them.
    """
    together = "".join(f"-{other.id}" for other in others)
    return f"notification-{row.id}-{row.created_at.timestamp():.0f}{together}"


def take(session: Session, name: str, receipt: Receipt, code: str, now: datetime) -> bool:
    """Keep what is told of one message and act on it. False when there is no such message.

    Args:
        name: the key that it was sent under, or the return address of a mail.
        code: of a failure: an enhanced status code, or 'no such number'.
    """
    row = _named(session, name)
    if row is None:
        return False
    if receipt is Receipt.DELIVERED:
        _arrived(row, now)
    elif row.receipt not in {Receipt.FAILED, Receipt.COMPLAINED}:
        row.receipt, row.receipt_at = receipt, now
        if receipt is Receipt.COMPLAINED:
            unsubscribing.stop(session, row.party, now, complained=True)
        # What was given up before has its task.
        elif row.status is not Delivery.PARKED:
            row.problem = code[:200]
            undelivered.note(session, row, now)
    return True


def _arrived(row: Notification, now: datetime) -> None:
    if row.receipt is None:
        row.receipt, row.receipt_at = Receipt.DELIVERED, now
    since = ways.failed_at(row.party, row.channel)
    # Somebody is there after all.
    if since is not None and row.created_at > since and ways.went_to_present_contact(row):
        ways.mark_failed(row.party, row.channel, None)


def _named(session: Session, name: str) -> Notification | None:
    named = _KEY.fullmatch(name)
    if named is None:
        found = return_addresses.notification_id_in(name)
        return None if found is None else session.get(Notification, found)
    row = session.get(Notification, int(named[2]))
    return row if row is not None and key_of(row) == named[1] else None
