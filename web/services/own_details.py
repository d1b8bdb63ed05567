"""What volunteers put right about themselves: name, languages, and where they live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from web.models import Volunteer
from web.services import moves, pauses, volunteer_profiles
from web.services.errors import MovedTooOften


def put_right(
    session: Session, volunteer: Volunteer, told: Mapping[str, Any], now: datetime
) -> None:
    """As `volunteer_profiles.revise`, by the volunteer; matching uses it from the next run on.

    Raises:
        MovedTooOften: the third address within 30 days is for a coordinator to put in.
    """
    pauses.hold(session, volunteer)
    there = (volunteer.postcode, volunteer_profiles.street_of(volunteer))
    moves_there = (told["postcode"], told["street"]) != there
    if moves_there and not moves.may_move(session, volunteer, now):
        raise MovedTooOften
    volunteer_profiles.revise(session, volunteer, told, volunteer, now)
