"""While a scheme is in an exercise nothing leaves: what would have is kept for the coordinators.

Messages to colleagues leave all the same. Without their codes nobody could sign in, and nobody's
code may stand where a colleague reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from web.delivery import Mail, TextMessage
from web.models import AuditEvent, KeptLetter, Notification, Party, Scheme, Staff
from web.services import departed, schemes

KEPT_FOR = timedelta(days=30)


def switch(session: Session, scheme: Scheme, *, on: bool, actor: Party, now: datetime) -> None:
    """Begin or end it; twice the same changes nothing. Who did it is in the audit log."""
    schemes.hold(session, scheme.id)
    session.refresh(scheme)
    if scheme.in_exercise == on:
        return
    scheme.in_exercise = on
    action = "exercise_begun" if on else "exercise_ended"
    session.add(AuditEvent(scheme_id=scheme.id, at=now, actor_id=actor.id, action=action))


def stays_here(row: Notification, scheme: Scheme) -> bool:
    """Whether this message is one that does not leave."""
    return scheme.in_exercise and not isinstance(row.party, Staff)


def keep(
    session: Session, rows: Sequence[Notification], parcel: Mail | TextMessage, now: datetime
) -> None:
    """Put a worded message aside; the rows that it words are done."""
    row = rows[0]
    session.add(
        KeptLetter(
            scheme_id=row.scheme_id,
            party_id=row.party_id,
            kept_at=now,
            kind=row.kind,
            channel=row.channel,
            recipient=parcel.recipient,
            subject=parcel.subject if isinstance(parcel, Mail) else "",
            text=parcel.text,
        )
    )
    departed.note(session, [one.id for one in rows], now)


def forget_old(session: Session, now: datetime) -> int:
    """Throw away what nobody practises with any more. Returns how many."""
    gone = session.execute(delete(KeptLetter).where(KeptLetter.kept_at < now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # of a DELETE there is one
