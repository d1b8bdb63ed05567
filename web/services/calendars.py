"""The private address under which a volunteer's calendar program reads their dates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Volunteer
from web.services import accounts, links
from web.services.errors import LinkRefused
from web.services.links import Purpose


def renew(session: Session, volunteer: Volunteer, now: datetime) -> str:
    """A new address, whose path is told once; the one before stops."""
    stop(session, volunteer, now)
    return links.create(session, volunteer, Purpose.CALENDAR, volunteer.id, now=now)


def stop(session: Session, volunteer: Volunteer, now: datetime) -> None:
    links.revoke(session, Purpose.CALENDAR, volunteer.id, now=now)


def owner(session: Session, public_id: str, secret: str, now: datetime) -> Volunteer:
    """Whose dates these are.

    Raises:
        LinkRefused: the address is wrong or was stopped, or its owner has left.
    """
    link = links.open_link(session, public_id, secret, now=now)
    volunteer = link.party
    if link.purpose != Purpose.CALENDAR or not isinstance(volunteer, Volunteer):
        raise LinkRefused
    if not accounts.may_sign_in(volunteer):
        raise LinkRefused
    return volunteer
