"""The administrator has what was given up tried once more. Asked twice, it happens once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import AuditEvent, Job, Notification, Party
from web.models.vocabulary import Delivery
from web.services import jobs, outbox, tasks
from web.services.errors import NotFound

# Older messages may tell of what is no longer so.
RECENT = timedelta(days=3)


def message(session: Session, row_id: int, actor: Party, now: datetime) -> bool:
    """Send a message after all; False when it is on its way already.

    Raises:
        NotFound: there is no such message.
    """
    row = session.get(Notification, row_id)
    if row is None:
        raise NotFound
    if not outbox.again(session, Notification, row_id, now):
        return False
    key = f"message_failed:{row.party_id}:{row.channel.value}"
    _note(session, row, key, actor, now)
    return True


def recent_messages(session: Session, actor: Party, now: datetime) -> int:
    """Send all that were given up in the last three days, as after a mistake in a setting."""
    given_up = select(Notification.id).where(
        Notification.status == Delivery.PARKED, Notification.done_at >= now - RECENT
    )
    return sum(message(session, row_id, actor, now) for row_id in session.scalars(given_up).all())


def job(session: Session, row_id: int, actor: Party, now: datetime) -> bool:
    """Do a job after all; False when it is under way already, or overtaken by a newer one.

    Raises:
        NotFound: there is no such job, or none that can be done again.
    """
    row = session.get(Job, row_id)
    if row is None or not may_be_done_again(row):
        raise NotFound
    revive = jobs.HANDLERS[row.kind].revive
    if row.status is not Delivery.PARKED or revive is None or not revive(session, row.subject_id):
        return False
    if not outbox.again(session, Job, row_id, now):
        return False
    _note(session, row, f"job:{row_id}", actor, now)
    return True


def may_be_done_again(row: Job) -> bool:
    """Whether what the job needs is still there when it was given up."""
    handler = jobs.HANDLERS.get(row.kind)
    return handler is not None and handler.revive is not None


def _note(
    session: Session, row: Notification | Job, task_key: str, actor: Party, now: datetime
) -> None:
    """Who did it, and that the desk need not see to it; failing again it comes back there."""
    tasks.settle(session, row.scheme_id, task_key, now)
    session.add(
        AuditEvent(
            scheme_id=row.scheme_id,
            at=now,
            actor_id=actor.id,
            action=f"{row.__tablename__}_again:{row.id}",
        )
    )
