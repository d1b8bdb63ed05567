"""Whose address could not be placed takes part in no run: a coordinator looks at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web.models import Household, Party, Task, Volunteer
from web.models.vocabulary import HouseholdState, TaskKind, VolunteerState
from web.services import tasks
from web.services.one_by_one import one_by_one

# Whoever has not confirmed a contact may be a robot, and asks nothing of anybody.
_NOT_YET_OR_GONE = (VolunteerState.SIGNED_UP, VolunteerState.LEFT)


def alarm(session: Session, now: datetime) -> int:
    """Ask once for each who has no place, and settle where there is one now. Returns how many."""
    _settle_the_placed(session, now)
    lost = session.scalars(
        select(Party.id)
        .where(
            Party.latitude.is_(None),
            or_(
                Party.id.in_(select(Volunteer.id).where(Volunteer.state.not_in(_NOT_YET_OR_GONE))),
                Party.id.in_(select(Household.id).where(Household.state != HouseholdState.LEFT)),
            ),
            ~tasks.told(TaskKind.PLACE_UNKNOWN, Task.party_id == Party.id),
        )
        .order_by(Party.id)
    ).all()

    def ask(party: Party) -> bool:
        tasks.open_task(
            session,
            TaskKind.PLACE_UNKNOWN,
            scheme_id=party.scheme_id,
            party=party,
            evidence={"postcode_known": party.postcode is not None},
            dedupe_key=_key(party.id),
            now=now,
        )
        return True

    return one_by_one(session, Party, lost, ask)


def _settle_the_placed(session: Session, now: datetime) -> None:
    placed = session.execute(
        select(Party.scheme_id, Party.id)
        .join(Task, Task.party_id == Party.id)
        .where(
            Task.kind == TaskKind.PLACE_UNKNOWN,
            Task.done_at.is_(None),
            Party.latitude.is_not(None),
        )
    ).all()
    for scheme_id, party_id in placed:
        tasks.settle(session, scheme_id, _key(party_id), now)


def _key(party_id: int) -> str:
    return f"place_unknown:{party_id}"
