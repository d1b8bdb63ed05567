"""Questions that are put, reminded of and answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff
from web.models import FollowUp, Match, Scheme
from web.models.vocabulary import EndReason, Face, MatchState
from web.services import evaluations, follow_ups, living_matches
from web.services.clock import ZONE

# A Wednesday, two weeks after the first meeting.
NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
DAY = timedelta(days=1)
Leave = Callable[[], Counter[str]]


def active(session: Session, **given: object) -> Match:
    met_on = (NOON - 14 * DAY).date()
    match = make_match(
        session,
        state=MatchState.ACTIVE,
        first_meeting_on=met_on,
        accepted_at=NOON - 20 * DAY,
        **given,
    )
    follow_ups.on_first_meeting(session, match, NOON)
    return match


def invite(session: Session, match: Match) -> None:
    """Open this year's round."""
    evaluations.open_round(
        session,
        evaluations.plan(
            session,
            session.get_one(Scheme, match.scheme_id),
            2026,
            NOON,
            opens_on=NOON.date(),
            closes_on=date(2026, 12, 1),
        ),
        NOON,
    )


def end(session: Session, match: Match, reason: EndReason, now: datetime = NOON) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    living_matches.end(session, match, actor=cora, reason=reason, now=now)


def say(session: Session, question: FollowUp, now: datetime) -> None:
    follow_ups.answer(
        session, question, met=True, face=Face.HAPPY, call_me=False, comment="", now=now
    )


def asked(session: Session) -> list[FollowUp]:
    return list(session.scalars(select(FollowUp).where(FollowUp.asked_at.is_not(None))))


def sweep(session: Session, now: datetime) -> None:
    follow_ups.ask_due(session, now)
    follow_ups.remind(session, now)
    follow_ups.mark_silent(session, now)
    evaluations.remind(session, now)
