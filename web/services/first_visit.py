"""A way in for who looks at a development installation for the first time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import Household, Match, Staff, Volunteer
from web.models.vocabulary import MatchState, Role, VolunteerState
from web.services import links
from web.services.links import Purpose


def ways_in(session: Session, now: datetime) -> dict[str, str]:
    """A fresh link's path for a coordinator, a volunteer and a household, where there are any."""
    ways = {
        who: links.create(session, party, Purpose.SIGN_IN, party.id, now=now)
        for who, party in (
            ("A coordinator signs in:", _staff(session, Role.COORDINATOR)),
            ("A volunteer signs in:", _volunteer(session)),
            ("Who runs it signs in:", _staff(session, Role.ADMINISTRATOR)),
        )
        if party is not None
    }
    asked = _unanswered(session)
    if asked is not None:
        ways["A household answers:"] = links.create(
            session, asked.household, Purpose.MATCH, asked.id, now=now
        )
    return ways


def _staff(session: Session, duty: Role) -> Staff | None:
    members = select(Staff).where(Staff.duty == duty, Staff.active)
    return session.scalar(members.order_by(Staff.id).limit(1))


def _volunteer(session: Session) -> Volunteer | None:
    """Someone who is asked for an answer just now, where there is one."""
    asked = select(func.count()).where(
        Match.volunteer_id == Volunteer.id, Match.state == MatchState.APPROVED
    )
    ready = select(Volunteer).where(Volunteer.state == VolunteerState.READY)
    return session.scalar(ready.order_by(asked.scalar_subquery().desc(), Volunteer.id).limit(1))


def _unanswered(session: Session) -> Match | None:
    """An offer that a household has not answered; one in Arabic, where the page is mirrored."""
    asked = (
        select(Match)
        .join(Household, Household.id == Match.household_id)
        .where(Match.state == MatchState.APPROVED, Match.household_answer.is_(None))
    )
    return session.scalar(asked.order_by(Household.language != "ar", Match.id).limit(1))
