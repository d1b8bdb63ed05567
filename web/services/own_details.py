"""What volunteers put right about themselves: name, languages, and where they live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import FieldChange, Volunteer
from web.models.vocabulary import ProfileField
from web.services import pauses, volunteer_profiles
from web.services.errors import MovedTooOften

# Whoever changes their address often and looks at who is proposed could find a family.
MOST_MOVES, WITHIN = 2, timedelta(days=30)


def put_right(
    session: Session, volunteer: Volunteer, told: Mapping[str, Any], now: datetime
) -> None:
    """As `volunteer_profiles.revise`, by the volunteer; matching uses it from the next run on.

    Raises:
        MovedTooOften: the third address within 30 days is for a coordinator to put in.
    """
    pauses.hold(session, volunteer)
    there = (volunteer.postcode, volunteer_profiles.street_of(volunteer))
    if (told["postcode"], told["street"]) != there and _moves(
        session, volunteer, now
    ) >= MOST_MOVES:
        raise MovedTooOften
    volunteer_profiles.revise(session, volunteer, told, volunteer, now)


def _moves(session: Session, volunteer: Volunteer, now: datetime) -> int:
    """How often they have moved lately, by themselves."""
    moves = select(func.count(FieldChange.at.distinct())).where(
        FieldChange.party_id == volunteer.id,
        FieldChange.field.in_([ProfileField.ADDRESS, ProfileField.PLACE]),
        FieldChange.actor_id == volunteer.id,
        FieldChange.at > now - WITHIN,
    )
    return session.scalar(moves) or 0
