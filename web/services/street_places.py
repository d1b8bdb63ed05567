"""From the postcode's point to the street's, later and by a job: a geocoder may be slow or away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.geocoding import street_level
from web.models import Party, keyring
from web.services import outbox
from web.services.transaction import Transaction


def ask(session: Session, party: Party, now: datetime) -> None:
    """Have the street looked up, once for each address, where the operator named a geocoder."""
    if street_level.locator is None or party.address is None or party.postcode is None:
        return
    address = keyring.keyed_hash(f"{party.postcode}\n{party.address.street}")[:32]
    outbox.enqueue(
        session,
        "locate_street",
        party.scheme_id,
        party.id,
        dedupe_key=f"locate_street:{party.id}:{address}",
        now=now,
    )


def locate(transaction: Transaction, party_id: int) -> None:
    """Look the street up with no session open; the postcode's point stays where it is unknown."""
    with transaction() as session:
        party = session.get(Party, party_id)
        if street_level.locator is None or party is None:
            return
        if party.address is None or party.postcode is None:
            return
        asked = (party.postcode, party.locality, party.address.street)
    place = street_level.locator.place_of(*asked)
    if place is None or not place.precise:
        return
    with transaction() as session:
        party = session.get(Party, party_id)
        # Somebody may have moved while the geocoder was asked.
        if party is None or party.address is None or party.postcode != asked[0]:
            return
        if party.address.street == asked[2]:
            party.latitude, party.longitude = place.latitude, place.longitude


def leave_it(session: Session, party_id: int, now: datetime) -> None:
    """Nobody will try again: the postcode's point is good enough to match by."""
