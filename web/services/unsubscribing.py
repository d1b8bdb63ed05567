"""Somebody wants none of our questions any more, or takes that back.

What they cannot do without still reaches them: proposals, meetings, codes. How it is going, a
coordinator then asks by phone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Party
from web.models.vocabulary import TaskKind
from web.services import tasks


def stop(session: Session, party: Party, now: datetime, *, complained: bool = False) -> None:
    """Send no more questions; a second time changes nothing.

    Args:
        complained: their mail program was told that our mail is unwanted.
    """
    if party.unsubscribed_at is not None:
        return
    party.unsubscribed_at = now
    tasks.open_task(
        session,
        TaskKind.UNSUBSCRIBED,
        scheme_id=party.scheme_id,
        party=party,
        evidence={"complained": complained},
        dedupe_key=_key(party),
        now=now,
    )


def resume(session: Session, party: Party, now: datetime) -> None:
    """Ask again."""
    party.unsubscribed_at = None
    tasks.settle(session, party.scheme_id, _key(party), now)


def _key(party: Party) -> str:
    return f"unsubscribed:{party.id}"
