"""A message that did not arrive: its address is marked, another way is tried, a task is made."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from web.delivery import says_gone
from web.models import Notification
from web.models.vocabulary import Channel, TaskKind
from web.services import outbox, tasks, unasked, ways

# What is told so long after it was first tried is no news any more; it may have waited before.
WORTH_REPEATING = timedelta(days=3)


def note(session: Session, row: Notification, now: datetime) -> None:
    """Act on a message that was given up, or came back; its `problem` says why."""
    gone = says_gone(row.problem) and ways.went_to_present_contact(row)
    if gone:
        ways.mark_failed(row.party, row.channel, now)
    instead = _send_the_other_way(session, row, now) if gone or _is_refused(row) else ""
    tasks.open_task(
        session,
        TaskKind.MESSAGE_FAILED,
        scheme_id=row.scheme_id,
        party=row.party,
        evidence={
            "message": row.kind,
            "channel": row.channel.value,
            "problem": row.problem,
            "gone": gone,
            "instead": instead,
        },
        dedupe_key=f"message_failed:{row.party_id}:{row.channel.value}",
        now=now,
    )


def _is_refused(row: Notification) -> bool:
    """Whether WhatsApp did not take it: whatever its reason, the same number may take a text."""
    went_elsewhere = row.sent_to_key is not None and not ways.went_to_present_contact(row)
    return row.channel is Channel.WHATSAPP and not went_elsewhere


def _send_the_other_way(session: Session, row: Notification, now: datetime) -> str:
    """The channel that it goes over instead, or nothing."""
    other = ways.other_way(row.party, row.channel)
    stale = now - (row.first_tried_at or now) > WORTH_REPEATING
    if other is None or stale or unasked.is_moot(session, row):
        return ""
    outbox.notify(
        session,
        row.party,
        row.kind,
        params=row.params,
        dedupe_key=f"other_way:{row.id}",
        instead_of=row.channel,
        at_once=row.at_once,
        now=now,
    )
    return other.value
