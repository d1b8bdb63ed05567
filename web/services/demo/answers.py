"""While the demonstration's clock is moved, its people answer, through the same doors as anyone."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, FollowUp, Match, Staff
from web.models.vocabulary import Answer, Face, MatchState, Role, RoundState, Side
from web.services import evaluations, follow_ups, matches
from web.services.clock import local_date
from web.services.demo.evaluating import invent_answers

# People take a day or two; what they have not answered by then they will not.
PATIENCE = timedelta(days=3)
OFFERS_ACCEPTED = 0.85


def answer_some(session: Session, now: datetime, share: float) -> int:
    """Let `share` (0 to 1) of the people answer what they were asked lately. Returns how many."""
    # Seeded by the day: the same year goes by in the same way.
    random = np.random.default_rng(local_date(now).toordinal())
    return (
        _answer_offers(session, now, share, random)
        + _hold_first_meetings(session, now)
        + _answer_follow_ups(session, now, share, random)
        + _answer_evaluations(session, now, share, random)
    )


def _answer_offers(
    session: Session, now: datetime, share: float, random: np.random.Generator
) -> int:
    asked = session.scalars(
        select(Match).where(Match.state == MatchState.APPROVED, Match.approved_at > now - PATIENCE)
    ).all()
    count = 0
    for match in asked:
        for side in Side:
            still_asked = match.state is MatchState.APPROVED and match.answer(side) is None
            if still_asked and random.random() < share * OFFERS_ACCEPTED:
                matches.answer(session, match, side, Answer.YES, now=now)
                count += 1
    return count


def _hold_first_meetings(session: Session, now: datetime) -> int:
    """Ten days after both said yes, the coordinator brings them together."""
    coordinator = session.scalar(select(Staff).where(Staff.duty == Role.COORDINATOR).limit(1))
    ripe = session.scalars(
        select(Match).where(
            Match.state == MatchState.ACCEPTED,
            Match.accepted_at.between(now - timedelta(days=11), now - timedelta(days=10)),
        )
    ).all()
    if coordinator is None:
        return 0
    today = local_date(now)
    for match in ripe:
        matches.record_first_meeting(
            session,
            match,
            actor=coordinator,
            held_on=today,
            charter_signed_on=today,
            version=match.version,
            now=now,
        )
    return len(ripe)


def _answer_follow_ups(
    session: Session, now: datetime, share: float, random: np.random.Generator
) -> int:
    asked = session.scalars(
        select(FollowUp).where(
            FollowUp.asked_at > now - timedelta(days=1), FollowUp.answered_at.is_(None)
        )
    ).all()
    count = 0
    for follow_up in asked:
        if random.random() < share:
            face = Face(int(random.choice([3, 2, 1], p=[0.76, 0.18, 0.06])))
            follow_ups.answer(
                session, follow_up, met=True, face=face, call_me=False, comment="", now=now
            )
            count += 1
    return count


def _answer_evaluations(
    session: Session, now: datetime, share: float, random: np.random.Generator
) -> int:
    asked = session.scalars(
        select(EvaluationAnswer)
        .join(EvaluationAnswer.round)
        .where(
            EvaluationAnswer.answered_at.is_(None),
            EvaluationAnswer.invited_at > now - PATIENCE,
            EvaluationAnswer.round.has(state=RoundState.OPEN),
        )
    ).all()
    count = 0
    for answer in asked:
        if random.random() < share / PATIENCE.days:
            evaluations.answer(session, answer, **invent_answers(random), now=now)
            count += 1
    return count
