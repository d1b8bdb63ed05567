"""Somebody is written to another way from now on: what is under way follows, what went is closed.

Whoever reads the mailbox or the phone before may be the one that they fled.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Notification, Party
from web.models.vocabulary import Channel, Delivery
from web.services import links, ways

Place = tuple[Channel, str]


def leads_to(party: Party) -> Place:
    """Where they are written to now."""
    way = ways.way_to(party)
    return way, ways.contact_for(party, way)


def follow(session: Session, party: Party, before: Place, now: datetime) -> None:
    """Where they were written to elsewhere before, close what went there and send the rest here."""
    if leads_to(party) == before:
        return
    session.flush()
    links.close_sent(session, party, now=now)
    waiting = select(Notification).where(
        Notification.party_id == party.id,
        Notification.status == Delivery.PENDING,
        # One that somebody is sending is settled by whoever does.
        Notification.attempts == 0,
    )
    for row in session.scalars(waiting):
        ways.follow(row, now)
