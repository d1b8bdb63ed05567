"""At most one mail a week to a volunteer that is not about a decision.

What is due while the week is not over waits; once it is, all that waits leaves as one mail.
Proposals, their reminders, meetings, the question whether one thing may be otherwise, codes and
whatever somebody just asked for never wait: somebody else waits for the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.messages.optional import WEEKLY
from web.models import Notification
from web.models.vocabulary import Channel, Delivery, Role
from web.services import clock, outbox

WEEK = timedelta(days=7)
# So long before a meeting people know where it is.
NOTICE = timedelta(days=3)


def waits_until(session: Session, row: Notification, now: datetime) -> datetime | None:
    """When this message may leave; None where it may leave now."""
    if not _is_weekly(row):
        return None
    last = session.scalar(
        _of_same(row, func.max(Notification.done_at)).where(
            Notification.status == Delivery.DONE,
            Notification.problem == "",
            Notification.done_at > now - WEEK - timedelta(days=1),
        )
    )
    if last is not None:
        again = datetime.combine(clock.local_date(last) + WEEK, time.min, clock.ZONE)
        if again > now and not _would_be_late(row, again):
            return again
    # Somebody else sends an earlier one at this very moment, and whatever is due with it.
    return session.scalar(
        _of_same(row, func.max(Notification.next_at)).where(
            Notification.status == Delivery.PENDING,
            Notification.attempts > 0,
            Notification.next_at > now,
            Notification.id < row.id,
        )
    )


def claim_others(session: Session, row: Notification, now: datetime) -> Sequence[Notification]:
    """What else is due to the same volunteer, taken for the same mail.

    What went wrong once goes alone, so that none that cannot be worded holds up another.
    """
    if not _is_weekly(row) or row.attempts > 1:
        return ()
    due = _of_same(row, Notification.id).where(
        Notification.status == Delivery.PENDING,
        Notification.attempts == 0,
        Notification.next_at <= now,
        Notification.id != row.id,
    )
    ids = session.scalars(due.order_by(Notification.id)).all()
    claimed = [one for one in ids if outbox.claim(session, Notification, one, now)]
    return session.scalars(
        select(Notification)
        .where(Notification.id.in_(claimed))
        .order_by(Notification.id)
        .execution_options(populate_existing=True)
    ).all()


def _is_weekly(row: Notification) -> bool:
    return (
        row.kind in WEEKLY
        and row.channel is Channel.EMAIL
        and not row.at_once
        and row.party.kind == Role.VOLUNTEER
    )


def _would_be_late(row: Notification, again: datetime) -> bool:
    """Whether it tells of a meeting that is nearly there by then."""
    meeting_at = row.params.get("meeting_at")
    return meeting_at is not None and datetime.fromisoformat(meeting_at) < again + NOTICE


def _of_same(row: Notification, column: Any) -> Any:  # noqa: ANN401 - a select of that column
    return select(column).where(
        Notification.party_id == row.party_id,
        Notification.kind.in_(WEEKLY),
        Notification.channel == Channel.EMAIL,
        Notification.at_once.is_(False),
    )
