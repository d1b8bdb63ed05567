"""Whoever answers a round while it closes is counted or told, on both databases."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.races import rounds
from tests.web.services.deeds import at_once
from tests.web.services.test_evaluations import CLOSES, answer, at, opened
from web.models import EvaluationAnswer, EvaluationRound
from web.models.vocabulary import Side
from web.queries import evaluation
from web.services import evaluations


def test_an_answer_while_the_round_closes_is_refused_or_stands_in_the_figures(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        found = opened(session)
        of_family = select(EvaluationAnswer.id).where(
            EvaluationAnswer.round_id == found.id, EvaluationAnswer.side == Side.HOUSEHOLD
        )
        round_id, answer_id = found.id, session.scalars(of_family).one()
        session.commit()

        def say(session: Session, answer_id: int = answer_id) -> None:
            answer(session, session.get_one(EvaluationAnswer, answer_id), satisfaction=4)

        def close(session: Session, round_id: int = round_id) -> bool:
            closing = session.get_one(EvaluationRound, round_id)
            return evaluations.close_round(session, closing, at(CLOSES))

        refused, _closed = at_once(engine, say, close)

        session.expire_all()
        figures = evaluation.figures(session, found, CLOSES, for_reader=False)
        assert figures.sides["household"].turnout["answered"] == (refused is None)
