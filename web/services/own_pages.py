"""A family is sent the link to its own page, only ever over the safe channel that it chose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web.models import Household, Scheme
from web.services import accounts, outbox

# Helpers give their own number for several families; a stranger shall not flood anybody.
MOST = 3


def send(session: Session, household: Household, now: datetime) -> None:
    """Asked for ten times within an hour, it comes once."""
    outbox.notify(
        session,
        household,
        "own_page",
        dedupe_key=f"own_page:{household.id}:{now:%Y%m%d%H}",
        now=now,
        at_once=True,
    )


def send_to(session: Session, scheme: Scheme, contact: str, now: datetime) -> None:
    """To the families that are known by this contact, the newest first; to nobody else.

    Args:
        contact: a normalised e-mail address or a number in E.164.
    """
    key = accounts.contact_key(contact)
    known = session.scalars(
        select(Household)
        .where(
            Household.scheme_id == scheme.id,
            or_(Household.email_key == key, Household.phone_key == key),
        )
        .order_by(Household.id.desc())
        .limit(MOST)
    )
    for household in known.all():
        send(session, household, now)
