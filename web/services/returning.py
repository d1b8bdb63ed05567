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
from web.services.places import hold_households, hold_volunteers
from web.services.transitions import hold


def bring_back(session: Session, now: datetime) -> int:
    """End every pause whose day has come, the people's before their matches'. Returns how many."""
    today = local_date(now)
    volunteers = session.scalars(
        select(Volunteer.id)
        .where(Volunteer.state == VolunteerState.PAUSED, Volunteer.paused_until <= today)
        .order_by(Volunteer.id)
    ).all()
    households = session.scalars(
        select(Household.id)
        .where(Household.state == HouseholdState.PAUSED, Household.paused_until <= today)
        .order_by(Household.id)
    ).all()
    matches = session.execute(
        select(Match.id, Match.volunteer_id)
        .where(Match.state == MatchState.PAUSED, Match.pause_until <= today)
        .order_by(Match.id)
    ).all()
    # Those of the matches, too: whoever holds a household waits for no volunteer.
    hold_volunteers(session, {*volunteers, *(one.volunteer_id for one in matches)})
    hold_households(session, households)
    person, match = partial(_person, session, now), partial(_match, session, now)
    return (
        one_by_one(session, Volunteer, volunteers, person)
        + one_by_one(session, Household, households, person)
        + one_by_one(session, Match, [one.id for one in matches], match)
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
