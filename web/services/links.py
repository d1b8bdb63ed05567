"""Links of one person to one thing: 256 random bits, of which only the hash is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from web.models import Link, Party
from web.services.errors import LinkRefused

LIFETIME = timedelta(days=7)
# A calendar program asks for as long as its owner wants: until they make a new link, or leave.
# Who finds an old mail of ours may still want to stop them.
_LIFETIMES = {"calendar": timedelta(days=3650), "unsubscribe": timedelta(days=400)}
# Where links are opened; the others behind /l.
_OPENED_AT = {"sign_in": "/sign-in", "calendar": "/volunteer/calendar"}


class Purpose(StrEnum):
    """What a link opens; the subject is a row of that kind."""

    MATCH = "match"
    MEETING = "meeting"
    FOLLOW_UP = "follow_up"
    EVALUATION = "evaluation"
    HOUSEHOLD = "household"
    CHANGE = "change"
    CONTACT = "contact"
    SIGN_IN = "sign_in"
    CALENDAR = "calendar"
    UNSUBSCRIBE = "unsubscribe"


def create(
    session: Session, party: Party, purpose: Purpose, subject_id: int, *, now: datetime
) -> str:
    """Make a link and return its path; the secret in it is never seen again.

    Returns:
        `/l/<public id>/<secret>`, or elsewhere for a sign-in and a calendar.
    """
    secret = secrets.token_urlsafe(32)
    link = Link(
        scheme_id=party.scheme_id,
        party_id=party.id,
        purpose=purpose,
        subject_id=subject_id,
        secret_hash=_hash(secret),
        created_at=now,
        expires_at=now + _LIFETIMES.get(purpose, LIFETIME),
    )
    session.add(link)
    session.flush()
    return f"{_OPENED_AT.get(purpose, '/l')}/{link.public_id}/{secret}"


def open_link(session: Session, public_id: str, secret: str, *, now: datetime) -> Link:
    """The link, if id and secret fit and it is still good.

    Raises:
        LinkRefused: wrong, revoked or expired.
    """
    link = find(session, public_id, secret)
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise LinkRefused
    return link


def find(session: Session, public_id: str, secret: str) -> Link | None:
    """The link whatever its age, so that its owner can be sent a new one."""
    link = session.scalar(select(Link).where(Link.public_id == public_id))
    if link is None or not hmac.compare_digest(link.secret_hash, _hash(secret)):
        return None
    return link


def is_there(session: Session, purpose: Purpose, subject_id: int, *, now: datetime) -> bool:
    """Whether somebody holds a link to this subject that is still good."""
    good = select(Link.id).where(
        Link.purpose == purpose,
        Link.subject_id == subject_id,
        Link.revoked_at.is_(None),
        Link.expires_at > now,
    )
    return session.scalar(good.limit(1)) is not None


def revoke(session: Session, purpose: Purpose, subject_id: int, *, now: datetime) -> None:
    """Close every link to this subject: its state has moved on."""
    session.execute(
        update(Link)
        .where(Link.purpose == purpose, Link.subject_id == subject_id, Link.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def restore(session: Session, purpose: Purpose, subject_id: int, *, revoked_at: datetime) -> None:
    """Open again what was closed at that instant: the step that closed it was taken back."""
    session.execute(
        update(Link)
        .where(
            Link.purpose == purpose, Link.subject_id == subject_id, Link.revoked_at == revoked_at
        )
        .values(revoked_at=None)
    )


def close_sent(session: Session, party: Party, *, now: datetime) -> None:
    """Close every link that went to this party by message: somebody else may read there.

    Such a link does not even say how its matter stands, and brings a new one the new way. Only
    whoever was asked about the change itself, and said yes, is told so. The address of a calendar
    was read on a page and stands in no message.
    """
    session.execute(
        update(Link)
        .where(Link.party_id == party.id, Link.purpose != Purpose.CALENDAR, Link.expires_at > now)
        .values(
            revoked_at=func.coalesce(Link.revoked_at, now),
            expires_at=case((Link.purpose == Purpose.CONTACT, Link.expires_at), else_=now),
        )
        .execution_options(synchronize_session=False)
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
