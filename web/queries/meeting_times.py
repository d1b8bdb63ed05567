"""The times that were proposed for a first meeting."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, MeetingTime


def of_match(session: Session, match: Match) -> Sequence[MeetingTime]:
    """The earliest first. One query."""
    return session.scalars(
        select(MeetingTime)
        .where(MeetingTime.match_id == match.id)
        .order_by(MeetingTime.begins_at, MeetingTime.id)
    ).all()
