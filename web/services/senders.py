"""As whom a scheme writes, how much a day and when not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Party, Scheme, SchemeSender
from web.models.vocabulary import Channel
from web.queries import senders
from web.services import outbox, schemes, ways
from web.services.errors import SenderChanged
from web.services.quiet_hours import QuietHours


def save(
    session: Session,
    scheme: Scheme,
    *,
    sender_name: str,
    reply_to: str,
    text_sender: str,
    mails_a_day: int | None,
    texts_a_day: int | None,
    quiet: QuietHours,
    actor: Party,
    version: int,
    now: datetime,
) -> SchemeSender:
    """Write as this from now on; what counted before becomes history.

    Args:
        version: of what stood on the page, 0 where there was nothing.

    Raises:
        SenderChanged: something else stands there by now, with who and when.
    """
    schemes.hold(session, scheme.id)
    present = senders.newest(session, scheme.id)
    if present is not None and present.version != version:
        raise SenderChanged(present.saved_by.full_name, present.saved_at)
    saved = SchemeSender(
        scheme_id=scheme.id,
        version=version + 1 if present else 1,
        sender_name=sender_name,
        reply_to=reply_to,
        text_sender=text_sender,
        mails_a_day=mails_a_day,
        texts_a_day=texts_a_day,
        quiet_from=quiet.evening,
        quiet_until=quiet.morning,
        quiet_sundays=quiet.sundays,
        saved_by_id=actor.id,
        saved_at=now,
    )
    session.add(saved)
    session.flush()
    return saved


def try_out(session: Session, actor: Party, now: datetime) -> None:
    """Send a colleague a message over each way there is to them, once a minute."""
    minute = int(now.timestamp() // 60)
    for channel in Channel:
        if ways.is_open(channel) and ways.contact_for(actor, channel):
            outbox.notify(
                session,
                actor,
                "sender_test",
                dedupe_key=f"sender_test:{actor.id}:{channel}:{minute}",
                channel=channel,
                at_once=True,
                now=now,
            )
