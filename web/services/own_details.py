"""What volunteers put right about themselves: name, languages, place, and the way to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from web.models import Volunteer
from web.models.vocabulary import Channel, TaskKind
from web.services import history, moves, pauses, tasks, volunteer_profiles
from web.services.errors import MovedTooOften


def put_right(
    session: Session, volunteer: Volunteer, told: Mapping[str, Any], now: datetime
) -> None:
    """As `volunteer_profiles.revise`, by the volunteer; matching uses it from the next run on.

    Raises:
        MovedTooOften: the third address within 30 days is for a coordinator to put in, who has a
            task by now. Nothing else was changed.
    """
    pauses.hold(session, volunteer)
    there = (volunteer.postcode, volunteer_profiles.street_of(volunteer))
    moves_there = (told["postcode"], told["street"]) != there
    if moves_there and not moves.may_move(session, volunteer, now):
        tasks.open_task(
            session,
            TaskKind.MOVED_OFTEN,
            scheme_id=volunteer.scheme_id,
            party=volunteer,
            dedupe_key=volunteer_profiles.move_key(volunteer),
            now=now,
        )
        raise MovedTooOften
    volunteer_profiles.revise(session, volunteer, told, volunteer, now)


def choose_way(session: Session, volunteer: Volunteer, channel: Channel, now: datetime) -> None:
    """Write to them over this one from now on; it has an address or a number of theirs."""
    with history.kept(session, volunteer, volunteer, now):
        volunteer.channel = channel
