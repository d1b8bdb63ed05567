"""A new address or number to write to: a code proves it before it counts; the old one is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.delivery import post_office
from web.models import ContactChange, Notification, Volunteer
from web.models.vocabulary import Channel
from web.services import codes, history, outbox, volunteer_profiles, ways
from web.services.errors import CodeRefused

# Enough for a slip of the thumb, too few to bomb somebody's mailbox.
PER_DAY = 5
_CODE = "contact_code"
_NEWS = "contact_changed"


def ask(session: Session, volunteer: Volunteer, contact: str, now: datetime) -> None:
    """Send a code to the new contact.

    Silently not where somebody else has it, or too many were asked for: who is asked about must
    not be told that way.

    Args:
        contact: a normalised e-mail address or a number in E.164.
    """
    lately = select(func.count()).where(
        ContactChange.party_id == volunteer.id, ContactChange.asked_at > now - timedelta(days=1)
    )
    if (session.scalar(lately) or 0) >= PER_DAY:
        return
    change = ContactChange(
        scheme_id=volunteer.scheme_id,
        party_id=volunteer.id,
        channel=Channel.EMAIL if "@" in contact else _to_a_number(volunteer),
        contact=contact,
        asked_at=now,
    )
    session.add(change)
    session.flush()
    if not volunteer_profiles.has_somebody_else(session, volunteer, contact):
        _tell(session, volunteer, change, _CODE, change.channel, now)


def awaited(session: Session, volunteer: Volunteer, now: datetime) -> ContactChange | None:
    """The newest contact that still waits for its code."""
    newest = (
        select(ContactChange)
        .where(ContactChange.party_id == volunteer.id, ContactChange.confirmed_at.is_(None))
        .where(ContactChange.asked_at > now - codes.LIFETIME)
        .order_by(ContactChange.id.desc())
    )
    return session.scalars(newest.limit(1)).first()


def confirm(session: Session, volunteer: Volunteer, typed: str, now: datetime) -> None:
    """The code proves the new contact: from now on it is theirs, and the old one is told.

    Raises:
        CodeRefused: nothing waits for a code, or it is wrong.
        IntegrityError: somebody else has confirmed this contact meanwhile.
    """
    change = awaited(session, volunteer, now)
    if change is None:
        raise CodeRefused(0)
    codes.redeem(session, volunteer, typed, now=now, proves=change.contact)
    with history.kept(session, volunteer, volunteer, now):
        if change.channel is Channel.EMAIL:
            change.replaced = volunteer.email
            volunteer.set_email(change.contact)
        else:
            change.replaced = volunteer.phone
            volunteer.set_phone(change.contact)
    change.confirmed_at = now
    session.flush()
    told = change.channel if change.replaced else _other(volunteer, change.channel)
    _tell(session, volunteer, change, _NEWS, told, now)


def addressed_to(session: Session, row: Notification) -> str | None:
    """Where such a message goes: the code to the new contact, the news to the one before.

    None for every other message: it goes to where we write to its party.
    """
    if row.kind not in {_CODE, _NEWS}:
        return None
    change = session.get(ContactChange, row.params["subject_id"])
    if change is None:
        return ""
    return change.contact if row.kind == _CODE else change.replaced


def _tell(
    session: Session,
    volunteer: Volunteer,
    change: ContactChange,
    kind: str,
    channel: Channel,
    now: datetime,
) -> None:
    outbox.notify(
        session,
        volunteer,
        kind,
        dedupe_key=f"{kind}:{change.id}",
        params={"subject_id": change.id},
        channel=channel,
        at_once=True,
        now=now,
    )


def _other(volunteer: Volunteer, channel: Channel) -> Channel:
    return _to_a_number(volunteer) if channel is Channel.EMAIL else Channel.EMAIL


def _to_a_number(volunteer: Volunteer) -> Channel:
    """A text message reaches any phone, and the new number may be none that WhatsApp knows."""
    return Channel.SMS if post_office.has_texts else ways.to_their_number(volunteer)
