"""Who may sign in, and finding them by what they type."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Party, Staff, Volunteer, keyring
from web.models.vocabulary import VolunteerState


def find(session: Session, scheme_id: int, contact: str) -> Party | None:
    """The staff member or volunteer of this scheme with this e-mail or phone, staff first.

    Args:
        contact: a normalised e-mail address or a number in E.164.
    """
    key = keyring.keyed_hash(contact.casefold() if "@" in contact else contact)
    column = Party.email_key if "@" in contact else Party.phone_key
    for who in (Staff, Volunteer):
        party = session.scalar(select(who).where(who.scheme_id == scheme_id, column == key))
        if party is not None and may_sign_in(party):
            return party
    return None


def load(session: Session, public_id: str, signed_in_at: datetime) -> Party | None:
    """The party of a running session, if it may still go on."""
    party = session.scalar(select(Party).where(Party.public_id == public_id))
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
