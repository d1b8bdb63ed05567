"""Whatever pauses until a day goes on by itself that morning."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Household, Match, Volunteer
from web.models.vocabulary import HouseholdState, MatchState, VolunteerState
from web.services import living_matches, pauses
from web.services.clock import local_date
from web.services.one_by_one import one_by_one
from web.services.transitions import hold


def bring_back(session: Session, now: datetime) -> int:
    """End every pause whose day has come, the people's before their matches'. Returns how many."""
    # One order for everybody who holds several, so that nobody waits in a circle.
    today = local_date(now)
    volunteers = (
        select(Volunteer.id)
        .where(Volunteer.state == VolunteerState.PAUSED, Volunteer.paused_until <= today)
        .order_by(Volunteer.id)
    )
    households = (
        select(Household.id)
        .where(Household.state == HouseholdState.PAUSED, Household.paused_until <= today)
        .order_by(Household.id)
    )
    matches = (
        select(Match.id)
        .where(Match.state == MatchState.PAUSED, Match.pause_until <= today)
        .order_by(Match.volunteer_id, Match.id)
    )
    person, match = partial(_person, session, now), partial(_match, session, now)
    return (
        one_by_one(session, Volunteer, session.scalars(volunteers).all(), person)
        + one_by_one(session, Household, session.scalars(households).all(), person)
        + one_by_one(session, Match, session.scalars(matches).all(), match)
    )


def _person(session: Session, now: datetime, person: pauses.Person) -> bool:
    pauses.hold(session, person)
    due = pauses.is_paused(person) and _is_over(person.paused_until, now)
    if due:
        pauses.resume(session, person, None, now)
    return due


def _match(session: Session, now: datetime, match: Match) -> bool:
    hold(session, match)
    due = match.state is MatchState.PAUSED and _is_over(match.pause_until, now)
    if due:
        living_matches.resume(session, match, actor=None, now=now)
    return due


def _is_over(until: date | None, now: datetime) -> bool:
    """Looked at again once it is our turn: somebody may have put the day off."""
    return until is not None and until <= local_date(now)
