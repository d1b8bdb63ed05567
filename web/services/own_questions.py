"""A scheme's own questions in a yearly evaluation: a few, in its languages, until it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, EvaluationRound, OwnQuestion, Scheme
from web.models.vocabulary import RoundState
from web.queries import rounds
from web.services.errors import RoundBegun

MOST = 3


def save(
    session: Session, evaluation_round: EvaluationRound, language: str, sentences: Sequence[str]
) -> None:
    """Keep the sentences of one language; those of the others stay.

    A question without a sentence in any language is no question.

    Args:
        sentences: in the order of the questions, at most `MOST`; an empty one removes it.

    Raises:
        RoundBegun: people answer them already.
    """
    session.refresh(evaluation_round, with_for_update=True)
    if evaluation_round.state is not RoundState.PLANNED:
        raise RoundBegun
    there = {row.number: row for row in rounds.own_questions(session, evaluation_round)}
    for number, sentence in enumerate(sentences[:MOST], start=1):
        row = there.get(number)
        before = row.words if row else {}
        words = {tag: text for tag, text in before.items() if tag != language}
        if sentence:
            words[language] = sentence
        if row and words:
            row.words = words
        elif row:
            session.delete(row)
        elif words:
            session.add(
                OwnQuestion(
                    scheme_id=evaluation_round.scheme_id,
                    round_id=evaluation_round.id,
                    number=number,
                    words=words,
                )
            )
    session.flush()


def asked_in(
    session: Session, answer: EvaluationAnswer, language: str
) -> dict[str, tuple[str, str]]:
    """By number: each sentence for who reads this language, and the language it is in."""
    of_scheme = session.get_one(Scheme, answer.scheme_id).language
    return {
        str(row.number): read_in(row.words, language, of_scheme)
        for row in rounds.own_questions(session, answer.round)
    }


def read_in(words: Mapping[str, str], language: str, of_scheme: str) -> tuple[str, str]:
    """The sentence in this language, else in the scheme's, else in any; and in which it is."""
    tag = next((one for one in (language, of_scheme) if one in words), None) or next(iter(words))
    return words[tag], tag
