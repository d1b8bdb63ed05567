"""Who has left is erased once the time is over that we said we would remember them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import AuditEvent, Household, Tombstone, Volunteer
from web.models.vocabulary import HouseholdState, VolunteerState
from web.services.one_by_one import one_by_one
from web.services.personal_data.erasing import erase

REMEMBERED = timedelta(days=2 * 365)
# A few at a time: each writes many rows, and SQLite has one writer.
_AT_ONCE = 20


def erase_long_gone(session: Session, now: datetime) -> int:
    """Erase whoever left two years ago, or was brought in as somebody who had left. How many."""

    def forget(person: Volunteer | Household) -> bool:
        erase(session, person, None, now)
        return True

    volunteers = _gone(session, Volunteer, VolunteerState.LEFT, now)
    households = _gone(session, Household, HouseholdState.LEFT, now)
    return one_by_one(session, Volunteer, volunteers, forget) + one_by_one(
        session, Household, households, forget
    )


def _gone(
    session: Session,
    kind: type[Volunteer | Household],
    left: VolunteerState | HouseholdState,
    now: datetime,
) -> Sequence[int]:
    left_at = (
        select(func.max(AuditEvent.at))
        .where(AuditEvent.party_id == kind.id, AuditEvent.action == f"{kind.__tablename__}_left")
        .scalar_subquery()
    )
    since = func.coalesce(left_at, kind.created_at, type_=kind.created_at.type)
    erased = select(Tombstone.id).where(Tombstone.public_id == kind.public_id).exists()
    long_gone = select(kind.id).where(kind.state == left, since < now - REMEMBERED, ~erased)
    return session.scalars(long_gone.order_by(kind.id).limit(_AT_ONCE)).all()
