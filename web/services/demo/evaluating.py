"""The last evaluation round, answered and closed, and the next one, a year after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypedDict

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, EvaluationRound, Match, Scheme
from web.models.vocabulary import Outcome, RoundState, Side
from web.services import cadence, clock, evaluations

ANSWERED = 0.76
OPENED_AGO = timedelta(days=210)
OPEN_FOR = timedelta(days=35)
MEETING_AFTER = timedelta(days=21)


class Questionnaire(TypedDict):
    still_meet: bool
    satisfaction: int
    outcomes: dict[Outcome, int]
    comment: str


def invent_answers(random: np.random.Generator) -> Questionnaire:
    """One person's answers, mostly content."""
    marks = random.choice([1, 2, 3, 4, 5], size=len(Outcome), p=[0.03, 0.08, 0.24, 0.4, 0.25])
    return Questionnaire(
        still_meet=bool(random.random() < 0.85),
        satisfaction=int(random.choice([2, 3, 4, 5], p=[0.05, 0.15, 0.4, 0.4])),
        outcomes={name: int(mark) for name, mark in zip(Outcome, marks, strict=True)},
        comment="",
    )


def rounds(session: Session, scheme: Scheme, now: datetime, random: np.random.Generator) -> None:
    """A closed round with its frozen figures, and a planned one."""
    opened = now - OPENED_AGO
    closed = opened + OPEN_FOR
    opened_on = clock.local_date(opened)
    past = EvaluationRound(
        scheme_id=scheme.id,
        year=opened_on.year,
        state=RoundState.OPEN,
        opens_on=opened_on,
        closes_on=clock.local_date(closed),
        meeting_at=_evening(opened_on + MEETING_AFTER),
        meeting_place=scheme.meeting_place,
    )
    session.add(past)
    session.flush()
    session.add_all(_answers(session, past, opened, random))
    session.flush()
    evaluations.close_round(session, past, closed)
    # Once a year: a round of a year opens in that year.
    opens_on = cadence.add_months(opened_on, 12)
    following = evaluations.plan(
        session,
        scheme,
        opens_on.year,
        now,
        opens_on=opens_on,
        closes_on=opens_on + OPEN_FOR,
    )
    following.meeting_at = _evening(opens_on + MEETING_AFTER)


def _evening(day: date) -> datetime:
    """When volunteers have time to meet."""
    return datetime.combine(day, time(18, 30), clock.ZONE)


def _answers(
    session: Session, past: EvaluationRound, opened: datetime, random: np.random.Generator
) -> list[EvaluationAnswer]:
    met = session.scalars(
        select(Match)
        .where(
            Match.scheme_id == past.scheme_id,
            Match.first_meeting_on <= past.opens_on,
            Match.ended_on.is_(None) | (Match.ended_on >= past.opens_on),
        )
        .order_by(Match.id)
    )
    return [_answer(past, match, side, opened, random) for match in met for side in Side]


def _answer(
    past: EvaluationRound, match: Match, side: Side, opened: datetime, random: np.random.Generator
) -> EvaluationAnswer:
    answer = EvaluationAnswer(
        scheme_id=past.scheme_id,
        round_id=past.id,
        match_id=match.id,
        party_id=match.volunteer_id if side is Side.VOLUNTEER else match.household_id,
        side=side,
        invited_at=opened,
        sent_at=opened,
    )
    if random.random() < ANSWERED:
        given = invent_answers(random)
        answer.answered_at = opened + timedelta(days=float(random.uniform(0.2, 20)))
        answer.still_meet = given["still_meet"]
        answer.satisfaction = given["satisfaction"]
        answer.outcomes = {name.value: mark for name, mark in given["outcomes"].items()}
    return answer
