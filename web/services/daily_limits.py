"""How much a scheme sends on one day. What is above waits for the next, decisions first."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from web.messages.optional import OPTIONAL
from web.models import Notification
from web.models.vocabulary import TO_A_NUMBER, Channel, TaskKind
from web.queries import senders
from web.services import clock, quiet_hours, schemes, tasks


def take_place(session: Session, row: Notification, now: datetime) -> datetime:
    """Count a message for today and return `now`; or, where the day is full, when to try again.

    What somebody just asked for, such as a code, always goes out, and counts. A question leaves
    the places that decisions which are due need.
    """
    today = clock.local_date(now)
    if row.counted_on != today:
        limit = _limit(session, row)
        if limit is not None and not row.at_once:
            # One after the other, or several workers would take the last place.
            schemes.hold(session, row.scheme_id)
            about = row.scheme_id, row.channel, today
            free = limit - senders.counted(session, *about)
            if row.kind in OPTIONAL:
                free -= senders.decisions_waiting(session, *about, now)
            if free <= 0:
                _tell(session, row, limit, now)
                tomorrow = datetime.combine(today + timedelta(days=1), time(), clock.ZONE)
                return quiet_hours.over_at(tomorrow, quiet_hours.of(session, row.scheme_id))
        row.counted_on = today
    return now


def _limit(session: Session, row: Notification) -> int | None:
    sender = senders.newest(session, row.scheme_id)
    return sender.most_a_day(row.channel) if sender else None


def _tell(session: Session, row: Notification, limit: int, now: datetime) -> None:
    channel = Channel.SMS if row.channel in TO_A_NUMBER else row.channel
    tasks.open_task(
        session,
        TaskKind.MESSAGES_WAIT,
        scheme_id=row.scheme_id,
        evidence={
            "channel": channel.value,
            "limit": limit,
            "day": clock.local_date(now).isoformat(),
        },
        dedupe_key=f"messages_wait:{channel.value}",
        now=now,
    )
