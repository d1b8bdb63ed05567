"""On which days the two of a match met, as far as anybody told us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from web.messages.calendar import ZONE
from web.models import FollowUp, HeldMeeting, Match


def of_match(session: Session, match: Match) -> Sequence[HeldMeeting]:
    """What was written down, the newest day first. One query."""
    return session.scalars(
        select(HeldMeeting)
        .where(HeldMeeting.match_id == match.id)
        .order_by(HeldMeeting.held_on.desc(), HeldMeeting.id.desc())
    ).all()


def last_written_down() -> ScalarSelect[date]:
    """The latest day in the log of a match, for a query that reads the match."""
    latest = select(func.max(HeldMeeting.held_on)).where(HeldMeeting.match_id == Match.id)
    return latest.correlate(Match).scalar_subquery()


def last_met(match: Match, written: date | None, follow_ups: Sequence[FollowUp]) -> date | None:
    """The latest day on which we know that they met.

    'Yes, we met' names no day: it counts as the day of the answer.

    Args:
        written: the latest day in the log.
    """
    answers = [
        one.answered_at.astimezone(ZONE).date() for one in follow_ups if one.met and one.answered_at
    ]
    return max(filter(None, [*answers, written, match.first_meeting_on]), default=None)
