"""What signing up and being referred have in common: contact, place, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from web.geocoding import place_of
from web.models import Address, AuditEvent, Offer, Party, SpokenLanguage, keyring
from web.models.vocabulary import Channel, HelpCategory, Level


def origin_key(nonce: str) -> str:
    """What a form's nonce leaves behind: a form that is sent twice is found by it."""
    return keyring.keyed_hash(f"origin:{nonce}")


def set_contact(
    party: Party, *, email: str | None, phone: str | None, channel: Channel | None = None
) -> None:
    """Keep where we write to; the channel follows from what there is, unless it was chosen."""
    party.set_email(email or None)
    party.set_phone(phone or None)
    party.channel = channel or (Channel.EMAIL if email else Channel.SMS)


def set_claimed_contact(party: Party, *, email: str, phone: str) -> None:
    """Keep what a stranger says their contact is; only what the code will prove can be searched.

    Otherwise anyone could take another person's number, by giving it beside an own address.
    """
    set_contact(party, email=email, phone=phone)
    if email:
        party.phone_key = None


def set_place(party: Party, postcode: str, street: str) -> None:
    """Keep the street for people and the snapped point for matching.

    A village named behind a comma in the street places the point better than the postcode alone.
    """
    place = place_of(postcode, street.rpartition(",")[2].strip() if "," in street else None)
    party.postcode = postcode
    party.locality = place.locality if place else None
    party.latitude = place.latitude if place else None
    party.longitude = place.longitude if place else None
    if not street:
        party.address = None
    elif party.address is None:
        party.address = Address(street=street)
    else:
        party.address.street = street


def set_languages(party: Party, spoken: Mapping[str, Level]) -> None:
    kept = {row.tag: row for row in party.languages}
    for tag, level in spoken.items():
        if tag in kept:
            kept[tag].level = level
        else:
            party.languages.append(SpokenLanguage(tag=tag, level=level))
    party.languages[:] = [row for row in party.languages if row.tag in spoken]


def set_offers(party: Party, offers: Iterable[HelpCategory]) -> None:
    wanted = set(offers)
    kept = [row for row in party.offers if row.category in wanted]
    new = sorted(wanted - {row.category for row in kept})
    party.offers[:] = [*kept, *(Offer(category=category) for category in new)]


def record(session: Session, party: Party, actor: Party | None, action: str, now: datetime) -> None:
    """Who moved this party along its path, and when; nothing where nobody is signed in."""
    if actor is None:
        return
    session.add(
        AuditEvent(
            scheme_id=party.scheme_id,
            at=now,
            actor_id=actor.id,
            party_id=party.id,
            action=action,
        )
    )
