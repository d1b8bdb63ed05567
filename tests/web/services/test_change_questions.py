from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff
from web.models import ChangeQuestion, Household, MatchRun, Notification, Task
from web.models.vocabulary import (
    Answer,
    Change,
    HelpCategory,
    HouseholdState,
    MatchState,
    Progress,
    TaskKind,
)
from web.services import change_questions
from web.services.changes import Suggestion
from web.services.errors import (
    AnswerClosed,
    ChangedMeanwhile,
    HouseholdNotWaiting,
    QuestionOutdated,
)

FRIDAY_EVENING = 4 * 3 + 2
MONTH = timedelta(days=30)
CHANGES: dict[Change, tuple[Any, Suggestion]] = {
    Change.SLOT: (FRIDAY_EVENING, Suggestion(Change.SLOT, "14")),
    Change.DISTANCE: (601, Suggestion(Change.DISTANCE, "4000")),
    Change.INTERPRETER: (None, Suggestion(Change.INTERPRETER, "")),
    Change.CATEGORY: ("meal", Suggestion(Change.CATEGORY, "meal")),
}


def left_waiting(
    session: Session, now: datetime, change: Change, *, asks: str = "household", **family: Any
) -> Household:
    """A household that the last run left waiting, which this change alone would help."""
    household = make_household(session, **family)
    session.add(
        MatchRun(
            scheme_id=household.scheme_id,
            progress=Progress.DONE,
            created_at=now,
            waiting=[
                {
                    "household": household.public_id,
                    "funnel": [{"step": "ready", "remaining": 3}],
                    "relaxation": {
                        "change": change.value,
                        "amount": CHANGES[change][0],
                        "volunteers": 2,
                        "asks": asks,
                    },
                }
            ],
        )
    )
    session.flush()
    return household


def _ask(session: Session, household: Household, now: datetime) -> ChangeQuestion:
    known = change_questions.outlook(session, household, now)
    assert known is not None
    assert known.suggestion is not None
    actor = make_staff(session, scheme_id=household.scheme_id)
    return change_questions.ask(session, household, known.suggestion, actor=actor, now=now)


def _facts(household: Household) -> tuple[object, ...]:
    needs = {need.category: need.priority for need in household.needs}
    return household.slots, household.max_distance_m, household.interpreter_available, needs


@pytest.mark.parametrize("change", CHANGES)
def test_the_smallest_change_of_the_last_run_is_what_the_family_can_be_asked(
    session: Session, now: datetime, change: Change
) -> None:
    household = left_waiting(session, now, change)
    known = change_questions.outlook(session, household, now)
    assert known is not None
    assert known.suggestion == CHANGES[change][1]
    assert known.may_ask


@pytest.mark.parametrize("asks", ["volunteer", "both"])
def test_a_family_is_not_asked_for_what_is_a_volunteers_to_give(
    session: Session, now: datetime, asks: str
) -> None:
    household = left_waiting(session, now, Change.DISTANCE, asks=asks)
    known = change_questions.outlook(session, household, now)
    assert known is not None
    assert not known.may_ask


def test_a_change_that_was_made_meanwhile_is_not_asked_for(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.INTERPRETER, interpreter_available=True)
    known = change_questions.outlook(session, household, now)
    assert known is not None
    assert known.suggestion is None
    asked = CHANGES[Change.INTERPRETER][1]
    actor = make_staff(session, scheme_id=household.scheme_id)
    with pytest.raises(QuestionOutdated):
        change_questions.ask(session, household, asked, actor=actor, now=now)


def test_only_the_newest_run_counts(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT)
    run = {"scheme_id": household.scheme_id, "created_at": now, "waiting": []}
    session.add(MatchRun(**run, progress=Progress.FAILED))
    session.flush()
    assert change_questions.outlook(session, household, now) is not None
    session.add(MatchRun(**run, progress=Progress.DONE))
    session.flush()
    assert change_questions.outlook(session, household, now) is None


def test_a_question_becomes_one_message_to_the_family(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT)
    question = _ask(session, household, now)
    (letter,) = session.scalars(select(Notification)).all()
    assert (letter.kind, letter.party_id) == ("change_question", household.id)
    assert letter.params == {"subject_id": question.id, "change": "slot", "amount": "14"}


def test_a_family_is_left_in_peace_for_thirty_days(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT)
    question = _ask(session, household, now)
    change_questions.answer(session, question, Answer.NO, now)
    with pytest.raises(ChangedMeanwhile) as refused:
        _ask(session, household, now + MONTH - timedelta(seconds=1))
    assert refused.value.by == question.asked_by.full_name
    again = _ask(session, household, now + MONTH)
    assert again.id != question.id


def test_a_family_that_waits_for_nobody_is_asked_nothing(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT)
    make_match(session, household=household, state=MatchState.APPROVED)
    with pytest.raises(HouseholdNotWaiting):
        _ask(session, household, now)
    assert session.scalars(select(Notification)).all() == []


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change.SLOT, (1 | 1 << FRIDAY_EVENING, 3000, False, {"conversation": 1})),
        (Change.DISTANCE, (1, 4000, False, {"conversation": 1})),
        (Change.INTERPRETER, (1, 3000, True, {"conversation": 1})),
        (Change.CATEGORY, (1, 3000, False, {"conversation": 1, "meal": 3})),
    ],
)
def test_a_yes_changes_just_that_and_tells_the_coordinator_and_a_no_takes_it_back(
    session: Session, now: datetime, change: Change, after: tuple[object, ...]
) -> None:
    household = left_waiting(session, now, change, slots=1, needs={HelpCategory.CONVERSATION: 1})
    before = _facts(household)
    question = _ask(session, household, now)
    for _twice in range(2):
        change_questions.answer(session, question, Answer.YES, now)
    session.expire_all()
    assert _facts(household) == after
    (task,) = session.scalars(select(Task)).all()
    assert (task.kind, task.party_id) == (TaskKind.CHANGE_AGREED, household.id)
    change_questions.answer(session, question, Answer.NO, now)
    session.expire_all()
    assert _facts(household) == before
    assert task.done_at is not None


def test_what_was_so_before_the_yes_stays_after_a_no(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT, slots=1)
    question = _ask(session, household, now)
    household.slots = 1 | 1 << FRIDAY_EVENING
    change_questions.answer(session, question, Answer.YES, now)
    change_questions.answer(session, question, Answer.NO, now)
    assert household.slots == 1 | 1 << FRIDAY_EVENING


def test_a_distance_that_somebody_put_in_after_the_yes_stays(
    session: Session, now: datetime
) -> None:
    household = left_waiting(session, now, Change.DISTANCE)
    question = _ask(session, household, now)
    change_questions.answer(session, question, Answer.YES, now)
    household.max_distance_m = 7000
    change_questions.answer(session, question, Answer.NO, now)
    assert household.max_distance_m == 7000


def test_who_asks_to_be_called_is_called_and_nothing_else_changes(
    session: Session, now: datetime
) -> None:
    household = left_waiting(session, now, Change.SLOT)
    before = _facts(household)
    change_questions.answer(session, _ask(session, household, now), Answer.CALL_ME, now)
    assert session.scalars(select(Task.kind)).all() == [TaskKind.CALL_ME]
    assert _facts(household) == before


def test_a_family_that_has_left_changes_nothing_any_more(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT)
    question = _ask(session, household, now)
    household.state = HouseholdState.LEFT
    session.flush()
    with pytest.raises(AnswerClosed):
        change_questions.answer(session, question, Answer.YES, now)


def test_a_newer_run_of_another_scheme_does_not_hide_what_ours_says(
    session: Session, now: datetime
) -> None:
    household = left_waiting(session, now, Change.SLOT)
    elsewhere = {"scheme_id": make_scheme(session).id, "created_at": now, "waiting": []}
    session.add(MatchRun(**elsewhere, progress=Progress.DONE))
    session.flush()
    assert change_questions.outlook(session, household, now) is not None


def test_a_later_changes_nothing_and_is_a_task_until_something_else_is_said(
    session: Session, now: datetime
) -> None:
    household = left_waiting(session, now, Change.SLOT)
    before, question = household.slots, _ask(session, household, now)
    wanted = select(Task.kind).where(Task.done_at.is_(None))
    change_questions.answer(session, question, Answer.LATER, now)
    assert household.slots == before
    assert session.scalars(wanted).all() == [TaskKind.ANSWERED_LATER]
    change_questions.answer(session, question, Answer.NO, now)
    assert session.scalars(wanted).all() == []
