"""Who works for a scheme."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Scheme, Staff
from web.models.vocabulary import Channel, Role
from web.services import accounts
from web.services.errors import ContactTaken, NotFound


def add(
    session: Session,
    scheme: Scheme,
    *,
    first_name: str,
    last_name: str,
    email: str,
    role: Role,
    language: str,
    now: datetime,
) -> Staff:
    """Let somebody in.

    Args:
        email: a normalised address.

    Raises:
        ContactTaken: somebody of this scheme's staff has this address.
    """
    known = accounts.find(session, scheme.id, email)
    if isinstance(known, Staff):
        raise ContactTaken(known.id)
    member = Staff(
        scheme_id=scheme.id,
        first_name=first_name,
        last_name=last_name,
        language=language,
        channel=Channel.EMAIL,
        duty=role,
        sessions_valid_from=now,
        created_at=now,
    )
    member.set_email(email)
    session.add(member)
    session.flush()
    return member


def close(session: Session, member: Staff, now: datetime) -> None:
    """Let nobody in under this name any more; running sessions end with it."""
    member.active, member.sessions_valid_from = False, now
    session.flush()


def by_email(session: Session, scheme: Scheme, email: str) -> Staff:
    """Raises NotFound when nobody active has this address."""
    found = accounts.find(session, scheme.id, email)
    if not isinstance(found, Staff):
        raise NotFound
    return found


def of(session: Session, scheme: Scheme) -> list[Staff]:
    """All of a scheme's staff, those who left included."""
    return list(
        session.scalars(select(Staff).where(Staff.scheme_id == scheme.id).order_by(Staff.id))
    )
