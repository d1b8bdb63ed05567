"""Times for a first meeting that somebody leaves unanswered: a coordinator should know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from web.models import Match, MeetingTime, Task
from web.models.vocabulary import MatchState, TaskKind, Unplanned
from web.services import cadence, tasks
from web.services.first_meetings import task_key
from web.services.one_by_one import one_by_one

ALARM_AFTER_DAYS = 3


def alarm(session: Session, now: datetime) -> int:
    """Ask for a coordinator, once for the times that were proposed. Returns how many.

    Three days after they were proposed, or when the first of them has gone by.
    """
    told = tasks.told(
        TaskKind.NO_MEETING_TIME,
        and_(Task.match_id == Match.id, Task.created_at >= Match.times_proposed_at),
    )
    times = (
        select(MeetingTime.match_id, func.min(MeetingTime.begins_at).label("first"))
        .group_by(MeetingTime.match_id)
        .having(
            or_(
                func.count(MeetingTime.suits_volunteer) == 0,
                func.count(MeetingTime.suits_household) == 0,
            )
        )
        .subquery()
    )
    unanswered = session.scalars(
        select(Match.id)
        .join(times, times.c.match_id == Match.id)
        .where(
            Match.state == MatchState.ACCEPTED,
            Match.meeting_at.is_(None),
            Match.first_meeting_on.is_(None),
            or_(
                Match.times_proposed_at < cadence.days_ago(now, ALARM_AFTER_DAYS),
                times.c.first <= now,
            ),
            ~told,
        )
        .order_by(Match.id)
    ).all()

    def ask(match: Match) -> bool:
        tasks.open_task(
            session,
            TaskKind.NO_MEETING_TIME,
            scheme_id=match.scheme_id,
            match=match,
            evidence={"why": Unplanned.NO_ANSWER.value},
            dedupe_key=task_key(match),
            now=now,
        )
        return True

    return one_by_one(session, Match, unanswered, ask)
