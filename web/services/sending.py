"""From a row of the outbox to somebody's mailbox or phone.

Three transactions with the sending between them: the claim is committed first, so that a message
that kills its worker is counted; the words, their links and codes second, so that what is sent is
known; the outcome last. No session is open while the provider is called.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from web.delivery import Mail, PermanentFailure, TemporaryFailure, post_office
from web.models import Notification, Party, Scheme
from web.models.engine import reading_only
from web.models.vocabulary import Channel, Delivery
from web.services import (
    clock,
    departed,
    departing,
    exercise,
    outbox,
    parcels,
    undelivered,
    ways,
    weekly,
)
from web.services.outbox import Failure
from web.services.parcels import Parcel
from web.services.transaction import Transaction

log = structlog.get_logger(__name__)


# So many failures running, and a provider is left alone until the next sweep.
PATIENCE = 2


def deliver_due(
    transaction: Transaction, limit: int = 500, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due, oldest first, at most `limit` a channel. Returns how many were looked at.

    A channel ends early when its provider cannot be reached: the rest would only wait for its
    time-out. The other channels do not wait with it.

    Args:
        is_over: whether to leave the rest to others, asked before each message.
    """
    return sum(_deliver_by(transaction, channel, limit, is_over) for channel in Channel)


def _deliver_by(
    transaction: Transaction, channel: Channel, limit: int, is_over: Callable[[], bool]
) -> int:
    by_channel = Notification.channel == channel
    with reading_only(), transaction() as session:
        ids = outbox.due(session, Notification, clock.now(session), limit, by_channel)
    running = 0
    for done, notification_id in enumerate(ids):
        if running == PATIENCE or is_over():
            return done
        failure = deliver(transaction, notification_id)
        running = running + 1 if failure is Failure.TEMPORARY else 0
    return len(ids)


def deliver(transaction: Transaction, notification_id: int) -> Failure | None:
    """Send one notification, if it is due and nobody else has it.

    Returns:
        Why it was not sent; None when it was, or when there was nothing to do.
    """
    others: list[int] = []
    with transaction() as session:
        if not outbox.claim(session, Notification, notification_id, clock.now(session)):
            return None
    try:
        with transaction() as session:
            prepared = _prepare(session, notification_id)
        if prepared is None:
            return None
        parcel, others = prepared
        _hand_over(parcel)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the row must not loop
        failure, name = _failure_of(problem, notification_id)
    else:
        with transaction() as session:
            departed.note(session, [notification_id, *others], clock.now(session))
        return None
    with transaction() as session:
        for unsent_id in (notification_id, *others):
            _record_failure(session, unsent_id, name, failure)
        outbox.retry_together(session, [notification_id, *others])
    return failure


def _failure_of(problem: Exception, notification_id: int) -> tuple[Failure, str]:
    """What kind of failure it is, and a name for it without personal data."""
    match problem:
        case PermanentFailure():
            return Failure.PERMANENT, str(problem)
        case TemporaryFailure():
            return Failure.TEMPORARY, str(problem)
    name = type(problem).__name__
    if isinstance(problem, OperationalError):
        # The database was away for a moment: no fault of this message, and the next try is free.
        return Failure.TEMPORARY, name
    # A traceback may hold names and addresses: only the error's class is kept.
    log.error("message_failed", notification=notification_id, problem=name)
    return Failure.POISON, name


def _prepare(session: Session, notification_id: int) -> tuple[Parcel, list[int]] | None:
    """Word it, with the ids of what else leaves in the same mail.

    None when it must wait or can no longer be sent.
    """
    row = session.get(Notification, notification_id)
    if row is None:
        return None
    # Whoever changes the way to them waits, and then closes the links that are made here.
    session.execute(select(Party.id).where(Party.id == row.party_id).with_for_update(read=True))
    now, scheme = clock.now(session), session.get_one(Scheme, row.scheme_id)
    if row.attempts > outbox.MAX_ATTEMPTS:
        # Nobody lived to record the attempts before this one.
        _record_failure(session, row.id, "worker lost", Failure.POISON)
        return None
    ways.follow(row, now)
    if not _may_leave(session, row, scheme, now):
        return None
    others = weekly.claim_others(session, row, now)
    parcel = parcels.word(session, row, others, scheme, now)
    if exercise.stays_here(row, scheme):
        exercise.keep(session, (row, *others), parcel, now)
        return None
    return parcel, [other.id for other in others]


def _may_leave(session: Session, row: Notification, scheme: Scheme, now: datetime) -> bool:
    if departing.is_unwanted(session, row):
        outbox.withdraw(row, now)
    elif departing.leads_nowhere(session, row):
        _record_failure(session, row.id, "nobody is reached there", Failure.PERMANENT)
    elif (earliest := departing.earliest(session, row, scheme, now)) > now:
        outbox.postpone(row, earliest)
    else:
        return True
    return False


def _hand_over(parcel: Parcel) -> None:
    if not parcel.recipient:
        raise PermanentFailure("no contact")
    if isinstance(parcel, Mail):
        post_office.mailer.send(parcel)
    elif parcel.channel == Channel.WHATSAPP:
        post_office.whatsapp.send(parcel)
    else:
        post_office.sms.send(parcel)


def _record_failure(session: Session, notification_id: int, problem: str, failure: Failure) -> None:
    """Try again later; given up, it becomes a task, one for each person and channel."""
    row = session.get(Notification, notification_id)
    if row is None or row.status is not Delivery.PENDING:
        return
    now = clock.now(session)
    if outbox.retry_or_park(row, now, problem, failure):
        undelivered.note(session, row, now)
