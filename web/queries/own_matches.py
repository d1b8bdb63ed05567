"""The matches that a volunteer or a household sees of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from web.models import Household, Match, Volunteer
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState

# A proposal that nobody has approved is the coordinators' business.
_SHOWN = PLACE_TAKING_STATES | {MatchState.ENDED}


def is_shown(match: Match, now: datetime) -> bool:
    """Whether its two sides may know of it: not while an approval can still be taken back."""
    return match.state not in {MatchState.PROPOSED, MatchState.REJECTED} and not (
        match.asked_at is not None and match.asked_at > now
    )


def of_volunteer(session: Session, volunteer: Volunteer, now: datetime) -> Sequence[Match]:
    """Newest first, each with its household, in one query."""
    return session.scalars(
        select(Match)
        .where(Match.volunteer_id == volunteer.id, Match.state.in_(_SHOWN), _was_asked(now))
        .options(joinedload(Match.household))
        .order_by(Match.id.desc())
    ).all()


def of_household(session: Session, household: Household, now: datetime) -> Sequence[Match]:
    """Newest first, each with its volunteer, in one query."""
    return session.scalars(
        select(Match)
        .where(Match.household_id == household.id, Match.state.in_(_SHOWN), _was_asked(now))
        .options(joinedload(Match.volunteer))
        .order_by(Match.id.desc())
    ).all()


def of_person(session: Session, person: Volunteer | Household, now: datetime) -> Sequence[Match]:
    """As the one or the other."""
    if isinstance(person, Volunteer):
        return of_volunteer(session, person, now)
    return of_household(session, person, now)


def going_on(matches: Sequence[Match]) -> list[Match]:
    """Those that have not ended."""
    return [match for match in matches if match.state is not MatchState.ENDED]


def _was_asked(now: datetime) -> ColumnElement[bool]:
    return or_(Match.asked_at.is_(None), Match.asked_at <= now)
