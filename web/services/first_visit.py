"""A way in for who looks at a development installation for the first time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import Household, Match, Party, Staff, Volunteer
from web.models.vocabulary import HouseholdState, MatchState, Role, VolunteerState
from web.services import links
from web.services.links import Purpose


def ways_in(session: Session, now: datetime) -> dict[str, str]:
    """A fresh link's path for a coordinator, a volunteer and a household, where there are any."""
    found: tuple[tuple[str, Party | None, Purpose], ...] = (
        ("A coordinator signs in:", _coordinator(session), Purpose.SIGN_IN),
        ("A volunteer signs in:", _volunteer(session), Purpose.SIGN_IN),
        ("A household answers:", _household(session), Purpose.HOUSEHOLD),
    )
    return {
        who: links.create(session, party, purpose, party.id, now=now)
        for who, party, purpose in found
        if party is not None
    }


def _coordinator(session: Session) -> Staff | None:
    members = select(Staff).where(Staff.duty == Role.COORDINATOR, Staff.active)
    return session.scalar(members.order_by(Staff.id).limit(1))


def _volunteer(session: Session) -> Volunteer | None:
    """Someone who is asked for an answer just now, where there is one."""
    asked = select(func.count()).where(
        Match.volunteer_id == Volunteer.id, Match.state == MatchState.APPROVED
    )
    ready = select(Volunteer).where(Volunteer.state == VolunteerState.READY)
    return session.scalar(ready.order_by(asked.scalar_subquery().desc(), Volunteer.id).limit(1))


def _household(session: Session) -> Household | None:
    asked = select(func.count()).where(
        Match.household_id == Household.id, Match.state == MatchState.APPROVED
    )
    ready = select(Household).where(Household.state == HouseholdState.READY)
    return session.scalar(ready.order_by(asked.scalar_subquery().desc(), Household.id).limit(1))
