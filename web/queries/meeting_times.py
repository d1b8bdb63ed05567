"""The times that were proposed for a first meeting."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, MeetingTime
from web.models.vocabulary import MatchState, Side


class Planning(StrEnum):
    """How far the first meeting is agreed, to one side."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    PLANNED = "planned"


def of_match(session: Session, match: Match) -> Sequence[MeetingTime]:
    """The earliest first. One query."""
    return session.scalars(
        select(MeetingTime)
        .where(MeetingTime.match_id == match.id)
        .order_by(MeetingTime.begins_at, MeetingTime.id)
    ).all()


def planning(session: Session, match: Match, side: Side) -> Planning:
    """At most one query."""
    if match.state is MatchState.ACCEPTED and match.meeting_at is not None:
        return Planning.PLANNED
    if match.state is not MatchState.ACCEPTED or match.times_proposed_at is None:
        return Planning.OPEN
    told = [time.suits(side) for time in of_match(session, match)]
    if None in told:
        return Planning.ASKED
    return Planning.ANSWERED if any(told) else Planning.OPEN
