"""Forgetting somebody: what goes, what stays as a number, and once more after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from web.models import Household, Party, Tombstone, Volunteer
from web.services import households, persons, volunteers
from web.services.insert_once import insert_once
from web.services.personal_data.registry import HOLDINGS, Holding


def erase(
    session: Session, person: Volunteer | Household, actor: Party | None, now: datetime
) -> None:
    """Erase a volunteer or a household. Whoever is still matched leaves first, and both are told.

    The rows that the figures count stay without anything that says who it was. That it happened
    is in the audit log, and by the opaque name in the tombstones. Doing it twice does it once.

    Args:
        actor: they themselves, or the coordinator whom they asked; nobody where they have left
            and the time is over.
    """
    if actor is not None:
        _leave(session, person, actor, now)
    session.flush()
    for holding in HOLDINGS:
        forget(session, person, holding)
    insert_once(
        session,
        Tombstone,
        ("public_id",),
        {"scheme_id": person.scheme_id, "public_id": person.public_id, "erased_at": now},
    )
    persons.record(session, person, actor, "data_erased", now)
    session.flush()
    session.expire_all()


def erased(session: Session) -> list[str]:
    """The opaque names of everybody who was erased, oldest first."""
    return list(session.scalars(select(Tombstone.public_id).order_by(Tombstone.id)))


def erase_again(session: Session, names: Iterable[str], now: datetime) -> int:
    """Erase whoever of these is back, as after a restored backup. Returns how many there were."""
    back = session.scalars(
        select(Party)
        .where(Party.public_id.in_(set(names)), Party.public_id.not_in(select(Tombstone.public_id)))
        .order_by(Party.id)
    ).all()
    people = [one for one in back if isinstance(one, (Volunteer, Household))]
    for person in people:
        erase(session, person, person, now)
    return len(people)


def _leave(session: Session, person: Volunteer | Household, actor: Party, now: datetime) -> None:
    if isinstance(person, Volunteer):
        volunteers.leave(session, person, actor, now)
    else:
        households.leave(session, person, actor, now)


def forget(session: Session, person: Party, holding: Holding) -> None:
    """Erase what is held of somebody in one table."""
    if holding.goes:
        session.execute(delete(holding.rows).where(holding.of(person)))
    elif holding.emptied:
        session.execute(
            update(holding.rows).where(holding.of(person)).values(dict(holding.emptied))
        )
