"""What a family says by phone, on paper or in person is entered for it: the same as by its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, Household, Party, Volunteer
from web.models.vocabulary import Answer, DeclineReason, Face, Heard, Side
from web.queries import open_questions
from web.queries.open_questions import OpenQuestions
from web.services import change_questions, evaluations, follow_ups, households, matches, persons
from web.services.errors import NotFound


class Asked(StrEnum):
    """What was asked; a wish nobody asked for."""

    PROPOSAL = "proposal"
    FOLLOW_UP = "follow_up"
    CHANGE = "change"
    WISH = "wish"


class Wish(StrEnum):
    CALL_ME = "call_me"
    BREAK = "break"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: to which question, and what.

    Attributes:
        subject_id: of the match, the follow-up or the question; 0 for a wish.
        answer: a word of `Answer` or `Wish`, or the number of a face.
        reason: of a no to a proposal.
        words: what else they said.
    """

    asked: Asked
    subject_id: int
    answer: str
    reason: DeclineReason | None = None
    words: str = ""


def what_is_open(session: Session, household: Household, now: datetime) -> OpenQuestions:
    return open_questions.of_household(session, household, now, follow_ups.CHANGEABLE)


def enter(
    session: Session, household: Household, said: Said, *, heard: Heard, actor: Party, now: datetime
) -> None:
    """Take the answer as the family's own, and write down who entered it and how it was heard.

    Raises:
        NotFound: this is no open question to the family.
        ReasonMissing, TransitionRefused, AnswerClosed: as the family itself would be told.
    """
    match said.asked:
        case Asked.PROPOSAL:
            _to_proposal(session, household, said, now)
        case Asked.FOLLOW_UP:
            _how_it_goes(session, household, said, now)
        case Asked.CHANGE:
            question = change_questions.of_party(session, said.subject_id, household)
            change_questions.answer(session, question, Answer(said.answer), now)
        case Asked.WISH:
            _wish(session, household, Wish(said.answer), now)
    _record(session, household, heard, actor, now)


def evaluation_of(session: Session, party: Party, match: str) -> EvaluationAnswer | None:
    """The open questionnaire of either side about the match with this public id."""
    theirs = open_questions.evaluations_of(session, party)
    return next((one for one in theirs if one.match.public_id == match), None)


def enter_evaluation(
    session: Session,
    party: Party,
    questionnaire: EvaluationAnswer,
    answers: dict[str, Any],
    *,
    heard: Heard,
    actor: Party,
    now: datetime,
) -> None:
    """As `enter`, for the yearly evaluation of either side.

    Args:
        answers: as `evaluations.answer` takes them.

    Raises:
        AnswerClosed: the round is over.
    """
    evaluations.answer(session, questionnaire, now=now, **answers)
    _record(session, party, heard, actor, now)


def _record(session: Session, party: Party, heard: Heard, actor: Party, now: datetime) -> None:
    what = f"volunteer_said_{heard}" if isinstance(party, Volunteer) else f"said_{heard}"
    persons.record(session, party, actor, what, now)
    session.flush()


def _to_proposal(session: Session, household: Household, said: Said, now: datetime) -> None:
    asked = what_is_open(session, household, now).proposals
    match = next((one for one in asked if one.id == said.subject_id), None)
    if match is None:
        raise NotFound
    matches.answer(
        session,
        match,
        Side.HOUSEHOLD,
        Answer(said.answer),
        reason=said.reason,
        note=said.words,
        now=now,
    )


def _how_it_goes(session: Session, household: Household, said: Said, now: datetime) -> None:
    follow_up = follow_ups.of_party(session, said.subject_id, household)
    calls = said.answer == Answer.CALL_ME
    follow_ups.answer(
        session,
        follow_up,
        met=follow_up.met,
        face=follow_up.face if calls else Face(int(said.answer)),
        call_me=calls or follow_up.call_me,
        comment=said.words or follow_up.comment,
        now=now,
    )


def _wish(session: Session, household: Household, wish: Wish, now: datetime) -> None:
    if wish is Wish.CALL_ME:
        households.ask_to_be_called(session, household, now)
    elif wish is Wish.BREAK:
        households.ask_to_stop(session, household, now)
    else:
        households.stop_for_good(session, household, now)
