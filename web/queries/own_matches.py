"""The matches that a volunteer or a household sees of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import Household, Match, Volunteer
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState

# A proposal that nobody has approved is the coordinators' business.
_SHOWN = PLACE_TAKING_STATES | {MatchState.ENDED}


def of_volunteer(session: Session, volunteer: Volunteer) -> Sequence[Match]:
    """Newest first, each with its household, in one query."""
    return session.scalars(
        select(Match)
        .where(Match.volunteer_id == volunteer.id, Match.state.in_(_SHOWN))
        .options(joinedload(Match.household))
        .order_by(Match.id.desc())
    ).all()


def of_household(session: Session, household: Household) -> Sequence[Match]:
    """Newest first, each with its volunteer, in one query."""
    return session.scalars(
        select(Match)
        .where(Match.household_id == household.id, Match.state.in_(_SHOWN))
        .options(joinedload(Match.volunteer))
        .order_by(Match.id.desc())
    ).all()
