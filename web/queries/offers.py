"""What one side of a match may know of the other, for its page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from web.messages.offers import Offer, offer_of
from web.models import Household, Match, Volunteer
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState, Side

__all__ = ["Offer", "last_day", "match_of", "offer_for"]


def match_of(session: Session, match_id: int) -> Match | None:
    """The match with both sides, in a fixed number of queries."""
    return session.scalar(
        select(Match)
        .where(Match.id == match_id)
        .options(
            joinedload(Match.volunteer).options(
                selectinload(Volunteer.languages), selectinload(Volunteer.offers)
            ),
            joinedload(Match.household).options(
                selectinload(Household.languages), selectinload(Household.needs)
            ),
        )
    )


def offer_for(session: Session, match: Match, side: Side) -> Offer | None:
    """What `side` may know of the other; None while nobody was asked, and once it has ended."""
    if match.state not in PLACE_TAKING_STATES:
        return None
    loaded = match_of(session, match.id)
    return offer_of(loaded, side) if loaded else None


def last_day(match: Match) -> date | None:
    """Until when an answer is awaited."""
    return match.answer_by if match.state is MatchState.APPROVED else None
