"""From a row of the outbox to somebody's mailbox or phone.

Three transactions with the sending between them: the claim is committed first, so that a message
that kills its worker is counted; the words, their links and codes second, so that what is sent is
known; the outcome last. No session is open while the provider is called.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from babel import Locale
from flask_babel import force_locale
from sqlalchemy.orm import Session

from web.delivery import Mail, PermanentFailure, TemporaryFailure, TextMessage, post_office
from web.messages import Context, letter, wording
from web.messages.languages import language_of
from web.models import Match, Notification, Scheme
from web.models.engine import reading_only
from web.models.vocabulary import Channel, Delivery, Side, TaskKind
from web.services import clock, codes, contact_changes, links, outbox, quiet_hours, tasks
from web.services.outbox import Failure
from web.services.transaction import Transaction

log = structlog.get_logger(__name__)

_IN_PARAMS = frozenset({"match_id", "side", "subject_id"})


def deliver_due(transaction: Transaction, limit: int = 500) -> int:
    """Send what is due, oldest first, at most `limit`. Returns how many rows were looked at.

    Ends early when a provider cannot be reached: the rest would only wait for its time-out.
    """
    with reading_only(), transaction() as session:
        ids = outbox.due(session, Notification, clock.now(session), limit)
    for done, notification_id in enumerate(ids, start=1):
        failure = deliver(transaction, notification_id)
        if failure is Failure.TEMPORARY:
            return done
    return len(ids)


def deliver(transaction: Transaction, notification_id: int) -> Failure | None:
    """Send one notification, if it is due and nobody else has it.

    Returns:
        Why it was not sent; None when it was, or when there was nothing to do.
    """
    with transaction() as session:
        if not outbox.claim(session, Notification, notification_id, clock.now(session)):
            return None
    try:
        with transaction() as session:
            parcel = _prepare(session, notification_id)
        if parcel is None:
            return None
        _hand_over(parcel)
    except PermanentFailure as problem:
        failure, name = Failure.PERMANENT, str(problem)
    except TemporaryFailure as problem:
        failure, name = Failure.TEMPORARY, str(problem)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the row must not loop
        # A traceback may hold names and addresses: only the error's class is kept.
        failure, name = Failure.POISON, type(problem).__name__
        log.error("message_failed", notification=notification_id, problem=name)  # noqa: TRY400 - as said
    else:
        with transaction() as session:
            row = session.get(Notification, notification_id)
            if row is not None:
                outbox.finish(row, clock.now(session))
        return None
    with transaction() as session:
        _record_failure(session, notification_id, name, failure)
    return failure


def _prepare(session: Session, notification_id: int) -> Mail | TextMessage | None:
    """Word it. None when it must wait or can no longer be sent."""
    row = session.get(Notification, notification_id)
    if row is None:
        return None
    now = clock.now(session)
    if row.attempts > outbox.MAX_ATTEMPTS:
        # Nobody lived to record the attempts before this one.
        _record_failure(session, row.id, "worker lost", Failure.POISON)
        return None
    morning = quiet_hours.over_at(now)
    if post_office.quiet_hours and not row.at_once and morning > now:
        outbox.postpone(row, morning)
        return None
    return _word(session, row, now)


def _word(session: Session, row: Notification, now: datetime) -> Mail | TextMessage:
    scheme = session.get_one(Scheme, row.scheme_id)
    party = row.party
    spoken = language_of(party.language, scheme.language)
    locale = Locale.parse(spoken, sep="-")
    elsewhere = contact_changes.addressed_to(session, row)
    own = party.phone if row.channel is Channel.SMS else party.email
    recipient = (own or "") if elsewhere is None else elsewhere
    with force_locale(str(locale)):
        message = wording(row.kind)(_context(session, row, scheme, elsewhere or "", now))
        key = f"notification-{row.id}-{row.created_at.timestamp():.0f}"
        if row.channel is Channel.SMS:
            return TextMessage(
                key=key,
                sender_name="Palier",
                recipient=recipient,
                text=letter.text_message(message),
                language=spoken,
            )
        return Mail(
            key=key,
            sender=post_office.sender,
            sender_name=scheme.name,
            recipient=recipient,
            subject=message.subject,
            text=letter.plain(message, scheme),
            html=letter.page(message, scheme, locale),
            language=spoken,
            attachments=tuple(
                (item.filename, item.media_type, item.content) for item in message.attachments
            ),
        )


def _context(
    session: Session, row: Notification, scheme: Scheme, proves: str, now: datetime
) -> Context:
    def link(purpose: str, subject_id: int) -> str:
        path = links.create(session, row.party, links.Purpose(purpose), subject_id, now=now)
        return post_office.base_url + path

    params = row.params
    match_id, side = params.get("match_id"), params.get("side")
    return Context(
        party=row.party,
        scheme=scheme,
        now=now,
        link=link,
        code=lambda: codes.issue(session, row.party, now=now, proves=proves),
        subject_id=params.get("subject_id", 0),
        match=session.get_one(Match, match_id) if match_id else None,
        side=Side(side) if side else None,
        details={key: str(value) for key, value in params.items() if key not in _IN_PARAMS},
    )


def _hand_over(parcel: Mail | TextMessage) -> None:
    if not parcel.recipient:
        raise PermanentFailure("no contact")
    if isinstance(parcel, Mail):
        post_office.mailer.send(parcel)
    else:
        post_office.sms.send(parcel)


def _record_failure(session: Session, notification_id: int, problem: str, failure: Failure) -> None:
    """Try again later; given up, it becomes a task, one for each person and channel."""
    row = session.get(Notification, notification_id)
    if row is None or row.status is not Delivery.PENDING:
        return
    now = clock.now(session)
    if not outbox.retry_or_park(row, now, problem, failure):
        return
    tasks.open_task(
        session,
        TaskKind.MESSAGE_FAILED,
        scheme_id=row.scheme_id,
        party=row.party,
        evidence={"message": row.kind, "channel": row.channel.value, "problem": row.problem},
        dedupe_key=f"message_failed:{row.party_id}:{row.channel.value}",
        now=now,
    )
