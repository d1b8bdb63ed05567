"""Over which channel somebody is reached, and whether another one is safe when that one fails.

A family chose the one that nobody else reads, so no other takes its place: a coordinator calls. A
volunteer gave an own address and an own number; a number counts once a code has proved it. Who
chooses WhatsApp, volunteer or family, reads there that a text message to the same number takes its
place where it fails.
"""

from __future__ import annotations

from datetime import datetime

from web.delivery import post_office
from web.models import Household, Notification, Party, keyring
from web.models.vocabulary import TO_A_NUMBER, Channel


def is_open(channel: Channel) -> bool:
    """Whether this installation offers the channel; WhatsApp only where it has a gateway for it."""
    return channel is not Channel.WHATSAPP or post_office.has_whatsapp


def chosen_by(party: Party) -> Channel:
    """What they chose; a text message where they chose WhatsApp and it is no more."""
    return party.channel if is_open(party.channel) else Channel.SMS


def way_to(party: Party, instead_of: Channel | None = None) -> Channel:
    """The channel that they chose, or the only one; where it fails, the other one if it is safe.

    Args:
        instead_of: a channel that did not take this one message.
    """
    if party.email and (party.channel is Channel.EMAIL or not party.phone):
        chosen = Channel.EMAIL
    else:
        chosen = to_their_number(party)
    if failed_at(party, chosen) is None and chosen is not instead_of:
        return chosen
    return other_way(party, chosen) or chosen


def follow(row: Notification, now: datetime) -> None:
    """A message that waits goes as its reader has chosen by now: the way before may be unsafe."""
    way = row.channel if row.way_given else way_to(row.party, row.instead_of)
    if way is not row.channel:
        # There it takes a place of the day, and a day of trying begins.
        row.channel, row.counted_on = way, None
        row.first_tried_at = row.first_tried_at and now


def to_their_number(party: Party) -> Channel:
    """WhatsApp where they chose it and it is there, else a text message."""
    return Channel.SMS if chosen_by(party) is Channel.EMAIL else chosen_by(party)


def other_way(party: Party, channel: Channel) -> Channel | None:
    """The channel that may be used where `channel` does not reach them, if there is one."""
    usable = (one for one in _instead_of(party, channel) if _is_usable(party, one))
    return next(usable, None)


def _instead_of(party: Party, channel: Channel) -> tuple[Channel, ...]:
    chosen_with_it = channel is Channel.WHATSAPP and post_office.has_texts
    text = (Channel.SMS,) if chosen_with_it else ()
    if isinstance(party, Household):
        return text
    if channel is Channel.EMAIL:
        return (to_their_number(party), Channel.SMS)
    return (*text, Channel.EMAIL)


def _is_usable(party: Party, channel: Channel) -> bool:
    proven = party.phone_key if channel in TO_A_NUMBER else party.email_key
    return bool(proven) and failed_at(party, channel) is None


def failed_at(party: Party, channel: Channel) -> datetime | None:
    """Since when nobody is reached over this channel."""
    match channel:
        case Channel.EMAIL:
            return party.email_failed_at
        case Channel.SMS:
            return party.phone_failed_at
        case Channel.WHATSAPP:
            return party.whatsapp_failed_at


def mark_failed(party: Party, channel: Channel, at: datetime | None) -> None:
    """Write there no more; with None, write there again."""
    match channel:
        case Channel.EMAIL:
            party.email_failed_at = at
        case Channel.SMS:
            party.phone_failed_at = at
        case Channel.WHATSAPP:
            party.whatsapp_failed_at = at


def contact_for(party: Party, channel: Channel) -> str:
    """The address or number that a channel reaches them at, or nothing."""
    return (party.phone if channel in TO_A_NUMBER else party.email) or ""


def key_of(contact: str) -> str:
    """What a contact leaves with a message that went to it."""
    return keyring.keyed_hash(contact.casefold())


def went_to_present_contact(row: Notification) -> bool:
    """Whether a message went where its reader is still written to over that channel."""
    present = contact_for(row.party, row.channel)
    return bool(present) and row.sent_to_key == key_of(present)
