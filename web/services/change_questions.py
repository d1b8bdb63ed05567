"""Asking a family that waits for the one smallest change that would bring somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from web.models import ChangeQuestion, Household, Party
from web.models.vocabulary import Answer, HouseholdState, TaskKind, VolunteerState
from web.queries import change_questions as queries
from web.queries.change_questions import LeftWaiting
from web.services import changes, clock, history, households, outbox, pauses, places, tasks
from web.services.changes import Suggestion
from web.services.errors import (
    AnswerClosed,
    ChangedMeanwhile,
    HouseholdNotWaiting,
    NotFound,
    QuestionOutdated,
)

# A family is asked for one change a month at most, whatever the answer was.
ASK_AGAIN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Why a household waits, by the last run, and what may be asked of it.

    `suggestion` is None where no single change of the family's would help. While `ask_from` lies
    ahead the family is left in peace.
    """

    known: LeftWaiting
    suggestion: Suggestion | None
    last: ChangeQuestion | None
    ask_from: date | None

    @property
    def may_ask(self) -> bool:
        return self.suggestion is not None and self.ask_from is None


def outlook(session: Session, household: Household, now: datetime) -> Outlook | None:
    """None where the last run says nothing of the household. One query."""
    known = queries.left_waiting(session, household)
    if known is None:
        return None
    last = known.last
    again = last.asked_at + ASK_AGAIN_AFTER if last else now
    return Outlook(
        known,
        changes.suggestion_of(household, known.facts["relaxation"]),
        last,
        clock.local_date(again) if again > now else None,
    )


def ask(
    session: Session, household: Household, asked: Suggestion, *, actor: Party, now: datetime
) -> ChangeQuestion:
    """Send the question that the coordinator has read.

    Raises:
        ChangedMeanwhile: somebody asked the family within the last 30 days.
        HouseholdNotWaiting: nobody is looked for.
        QuestionOutdated: another change, or none, would help by now.
    """
    places.hold_household(session, household)
    present = outlook(session, household, now)
    if present and present.last and present.ask_from:
        raise ChangedMeanwhile("asked", present.last.asked_by.full_name, present.last.asked_at)
    if places.volunteers_wanted(session, household) == 0:
        raise HouseholdNotWaiting
    if present is None or present.suggestion != asked:
        raise QuestionOutdated
    question = ChangeQuestion(
        scheme_id=household.scheme_id,
        household=household,
        change=asked.change,
        amount=asked.amount,
        asked_by=actor,
        asked_at=now,
    )
    session.add(question)
    session.flush()
    outbox.notify(
        session,
        household,
        "change_question",
        params=params_of(question),
        dedupe_key=f"change_question:{question.id}",
        now=now,
    )
    return question


def of_party(session: Session, question_id: int, party: Party) -> ChangeQuestion:
    """Raises NotFound when this party was asked no such question."""
    question = queries.by_id(session, question_id)
    if question is None or question.asked.id != party.id:
        raise NotFound
    return question


def params_of(question: ChangeQuestion) -> dict[str, Any]:
    """What the message needs."""
    return {
        "subject_id": question.id,
        "change": question.change.value,
        "amount": question.amount,
    }


def answer(session: Session, question: ChangeQuestion, said: Answer, now: datetime) -> None:
    """Take the answer; a yes changes who was asked, another answer takes that back.

    Raises:
        AnswerClosed: who was asked has left the scheme.
    """
    person = question.asked
    pauses.hold(session, person)
    session.refresh(question)
    if question.answer is said:
        return
    if person.state in {HouseholdState.LEFT, VolunteerState.LEFT}:
        raise AnswerClosed
    with history.kept(session, person, person, now):
        changes.take_back(person, question)
        if said is Answer.YES:
            changes.make(person, question)
    tasks.settle(session, question.scheme_id, _task_key(question), now)
    question.answer, question.answered_at = said, now
    if said is Answer.YES:
        _tell(session, question, now, TaskKind.CHANGE_AGREED, _task_key(question))
    tasks.settle(session, question.scheme_id, _later_key(question), now)
    if said is Answer.LATER:
        _tell(session, question, now, TaskKind.ANSWERED_LATER, _later_key(question))
    if said is Answer.CALL_ME and isinstance(person, Household):
        households.ask_to_be_called(session, person, now)
    session.flush()


def _tell(
    session: Session, question: ChangeQuestion, now: datetime, kind: TaskKind, key: str
) -> None:
    tasks.open_task(
        session,
        kind,
        scheme_id=question.scheme_id,
        party=question.asked,
        evidence={"change": question.change.value, "amount": question.amount},
        dedupe_key=key,
        now=now,
    )


def _task_key(question: ChangeQuestion) -> str:
    return f"change_agreed:{question.id}"


def _later_key(question: ChangeQuestion) -> str:
    return f"change_later:{question.id}"
