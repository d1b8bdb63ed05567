"""What a household may still answer, by its link or by whoever enters it for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from web.models import (
    ChangeQuestion,
    EvaluationAnswer,
    EvaluationRound,
    FollowUp,
    Household,
    Match,
    Party,
)
from web.models.vocabulary import TAKING_ANSWERS, MatchState
from web.queries import own_matches


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Proposals, the newest 'how is it going?' of each match, and the last change asked for."""

    proposals: Sequence[Match]
    follow_ups: Sequence[FollowUp]
    change: ChangeQuestion | None
    evaluations: Sequence[EvaluationAnswer]


def of_household(
    session: Session, household: Household, now: datetime, changeable: timedelta
) -> OpenQuestions:
    """Four queries.

    Args:
        changeable: so long after it was given an answer may be another one.
    """
    asked = own_matches.of_household(session, household, now)
    return OpenQuestions(
        [match for match in asked if match.state is MatchState.APPROVED],
        _follow_ups(session, household, now - changeable),
        session.scalar(
            select(ChangeQuestion)
            .where(
                ChangeQuestion.household_id == household.id,
                or_(
                    ChangeQuestion.answer.is_(None),
                    ChangeQuestion.answered_at > now - changeable,
                ),
            )
            .order_by(ChangeQuestion.id.desc())
            .limit(1)
        ),
        evaluations_of(session, household),
    )


def evaluations_of(session: Session, party: Party) -> Sequence[EvaluationAnswer]:
    """The questionnaires of either side that may be answered. One query."""
    return session.scalars(
        select(EvaluationAnswer)
        .join(EvaluationAnswer.round)
        .where(EvaluationAnswer.party_id == party.id, EvaluationRound.state.in_(TAKING_ANSWERS))
        .options(
            contains_eager(EvaluationAnswer.round),
            joinedload(EvaluationAnswer.match).options(
                joinedload(Match.volunteer), joinedload(Match.household)
            ),
        )
        .order_by(EvaluationAnswer.id.desc())
    ).all()


def _follow_ups(
    session: Session, household: Household, answered_after: datetime
) -> Sequence[FollowUp]:
    rows = session.scalars(
        select(FollowUp)
        .join(FollowUp.match)
        .where(
            FollowUp.party_id == household.id,
            FollowUp.asked_at.is_not(None),
            Match.state == MatchState.ACTIVE,
            or_(FollowUp.answered_at.is_(None), FollowUp.answered_at > answered_after),
        )
        .options(contains_eager(FollowUp.match).options(joinedload(Match.volunteer)))
        .order_by(FollowUp.due_on.desc(), FollowUp.id.desc())
    ).all()
    newest: dict[int, FollowUp] = {}
    for row in rows:
        newest.setdefault(row.match_id, row)
    return list(newest.values())
