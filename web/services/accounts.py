"""Who may sign in, and finding them by what they type."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, with_polymorphic

from web.models import Link, Party, Staff, Volunteer, keyring
from web.models.vocabulary import VolunteerState
from web.services import links
from web.services.errors import LinkRefused
from web.services.links import Purpose

# Asked for by every page, so written once: who it turns out to be comes along, with their scheme.
_ANYONE = with_polymorphic(Party, [Staff, Volunteer])
_SIGNED_IN = (
    select(_ANYONE)
    .where(_ANYONE.public_id == bindparam("public_id"))
    .options(joinedload(_ANYONE.scheme, innerjoin=True))
)


def contact_key(contact: str) -> str:
    """The keyed hash by which a contact is found; it tells nothing of the contact.

    Args:
        contact: a normalised e-mail address or a number in E.164.
    """
    return keyring.keyed_hash(contact.casefold() if "@" in contact else contact)


def find(session: Session, scheme_id: int | None, contact: str) -> Party | None:
    """The staff member or volunteer with this e-mail or phone, staff first; see `find_by_key`."""
    return find_by_key(session, scheme_id, contact_key(contact))


def find_by_key(session: Session, scheme_id: int | None, key: str) -> Party | None:
    """The staff member or volunteer with this contact key, staff first.

    Args:
        scheme_id: where to look; None looks in all schemes and takes whoever came last.
    """
    for who in (Staff, Volunteer):
        statement = (
            select(who)
            .where(or_(who.email_key == key, who.phone_key == key))
            .order_by(who.id.desc())
        )
        if scheme_id is not None:
            statement = statement.where(who.scheme_id == scheme_id)
        for party in session.scalars(statement):
            if may_sign_in(party):
                return party
    return None


def load(session: Session, public_id: str, signed_in_at: datetime) -> Party | None:
    """The party of a running session, if it may still go on."""
    party: Party | None = session.scalar(_SIGNED_IN, {"public_id": public_id})
    if party is None or not may_sign_in(party):
        return None
    if isinstance(party, Staff) and signed_in_at < party.sessions_valid_from:
        return None
    return party


def may_sign_in(party: Party) -> bool:
    """Active staff and volunteers who have not left; a household never needs to."""
    if isinstance(party, Staff):
        return party.active
    return isinstance(party, Volunteer) and party.state is not VolunteerState.LEFT


def by_public_id(session: Session, public_id: str) -> Party | None:
    return session.scalar(select(Party).where(Party.public_id == public_id))


def open_sign_in_link(session: Session, public_id: str, secret: str, *, now: datetime) -> Link:
    """The sign-in link, if it is still good and its owner may still sign in.

    Raises:
        LinkRefused: it is not.
    """
    link = links.open_link(session, public_id, secret, now=now)
    if link.purpose != Purpose.SIGN_IN or not may_sign_in(link.party):
        raise LinkRefused
    return link


def sign_in_by_link(session: Session, public_id: str, secret: str, *, now: datetime) -> Party:
    """Use the link up and return its owner. Raises LinkRefused when it is not good."""
    link = open_sign_in_link(session, public_id, secret, now=now)
    links.revoke(session, Purpose.SIGN_IN, link.subject_id, now=now)
    return link.party
