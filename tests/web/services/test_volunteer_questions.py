"""Volunteers are asked for the one change that would let them meet who waits."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from tests.web.services.test_change_questions import left_waiting
from web.models import ChangeQuestion, FieldChange, Household, Notification, Task, Volunteer
from web.models.vocabulary import (
    Answer,
    Change,
    HelpCategory,
    Level,
    MatchState,
    TaskKind,
    VolunteerState,
)
from web.services import change_questions, volunteer_questions
from web.services.errors import AnswerClosed, HouseholdNotWaiting, QuestionOutdated

MONDAY_MORNING, FRIDAY_EVENING = 0, 14
# A degree of latitude is 111 km, so this is 2.2 km to the north of everybody else.
NORTH = 50.8333 + 0.02


def _ask(session: Session, household: Household, now: datetime) -> list[ChangeQuestion]:
    actor = make_staff(session, scheme_id=household.scheme_id)
    found = volunteer_questions.outlook(session, household, now)
    everybody = {one.volunteer.public_id for one in found.askable}
    volunteer_questions.ask(session, household, found.form, everybody, actor=actor, now=now)
    asked = select(ChangeQuestion).where(ChangeQuestion.household_id == household.id)
    return [*session.scalars(asked.order_by(ChangeQuestion.id))]


def test_who_would_have_to_go_further_is_asked_in_whole_kilometres(
    session: Session, now: datetime
) -> None:
    household = make_household(session, latitude=NORTH, max_distance_m=5000)
    scheme_id = household.scheme_id
    near = make_volunteer(session, scheme_id=scheme_id, max_distance_m=2000)
    # Would have to have time as well.
    make_volunteer(session, scheme_id=scheme_id, max_distance_m=2000, slots=1)
    # Would go so far already.
    make_volunteer(session, scheme_id=scheme_id, max_distance_m=4000)
    (one,) = volunteer_questions.outlook(session, household, now).askable
    assert (one.volunteer.id, one.suggestion.amount) == (near.id, "3000")
    assert 2000 < one.metres < 2500


def test_a_moment_of_the_family_is_asked_for_at_which_most_volunteers_have_time(
    session: Session, now: datetime
) -> None:
    both = 1 << MONDAY_MORNING | 1 << FRIDAY_EVENING
    household = make_household(session, slots=both)
    scheme_id = household.scheme_id
    without = make_volunteer(session, scheme_id=scheme_id)
    make_volunteer(session, scheme_id=scheme_id, slots=1 << FRIDAY_EVENING)
    (one,) = volunteer_questions.outlook(session, household, now).askable
    assert one.volunteer.id == without.id
    assert one.suggestion.amount == str(FRIDAY_EVENING)


def test_who_knows_a_little_of_the_familys_language_is_asked_whether_it_is_enough(
    session: Session, now: datetime
) -> None:
    household = make_household(
        session, needs={HelpCategory.DISCOVER: 1}, languages={"ar": Level.NATIVE}
    )
    scheme_id = household.scheme_id
    little = make_volunteer(
        session, scheme_id=scheme_id, languages={"fr": Level.NATIVE, "ar": Level.BASIC}
    )
    make_volunteer(session, scheme_id=scheme_id, languages={"fr": Level.NATIVE})
    (one,) = volunteer_questions.outlook(session, household, now).askable
    assert (one.volunteer.id, one.suggestion.change, one.suggestion.amount) == (
        little.id,
        Change.LEVEL,
        "ar",
    )


def test_nobody_is_asked_whose_yes_alone_would_bring_nothing(
    session: Session, now: datetime
) -> None:
    household = make_household(session, latitude=NORTH, max_distance_m=1000)
    scheme_id = household.scheme_id
    # The family's own limit is in the way of the first, and meeting men of the second.
    make_volunteer(session, scheme_id=scheme_id, max_distance_m=1500)
    household.only_women = True
    make_volunteer(session, scheme_id=scheme_id, latitude=NORTH)
    # Somebody who could come already, and somebody who has no place left.
    other = make_household(session, scheme_id=scheme_id, slots=1)
    busy = make_volunteer(session, scheme_id=scheme_id)
    make_match(session, volunteer=busy, state=MatchState.ACTIVE)
    assert volunteer_questions.outlook(session, household, now).askable == []
    asked = volunteer_questions.outlook(session, other, now).askable
    assert busy.id not in {one.volunteer.id for one in asked}


def test_the_three_nearest_are_asked_once_and_nobody_more_for_thirty_days(
    session: Session, now: datetime
) -> None:
    household = make_household(session, slots=1)
    scheme_id = household.scheme_id
    latitudes = [50.8333 + n / 1000 for n in (4, 1, 3, 2)]
    far, *others = (make_volunteer(session, scheme_id=scheme_id, latitude=n) for n in latitudes)
    asked = _ask(session, household, now)
    assert [one.volunteer for one in asked] == [others[0], others[2], others[1]]
    letters = session.scalars(select(Notification)).all()
    assert {letter.kind for letter in letters} == {"change_question_volunteer"}
    assert {letter.party_id for letter in letters} == {one.id for one in others}
    with pytest.raises(QuestionOutdated):
        _ask(session, household, now + timedelta(days=29))
    again = volunteer_questions.outlook(session, household, now + timedelta(days=31)).askable
    assert [one.volunteer for one in again] == [others[0], others[2], others[1]]
    other = make_household(session, scheme_id=scheme_id, slots=1)
    rest = volunteer_questions.outlook(session, other, now).askable
    assert [one.volunteer for one in rest] == [far]


def test_a_family_is_asked_itself_whoever_else_was_asked(session: Session, now: datetime) -> None:
    household = left_waiting(session, now, Change.SLOT, slots=1)
    make_volunteer(session, scheme_id=household.scheme_id)
    _ask(session, household, now)
    known = change_questions.outlook(session, household, now)
    assert known is not None
    assert known.last is None
    assert known.may_ask


def test_a_yes_changes_the_volunteer_with_its_history_and_tells_the_desk_and_a_no_takes_it_back(
    session: Session, now: datetime
) -> None:
    household = make_household(session, latitude=NORTH, max_distance_m=5000)
    volunteer = make_volunteer(session, scheme_id=household.scheme_id, max_distance_m=2000)
    (question,) = _ask(session, household, now)
    change_questions.answer(session, question, Answer.YES, now)
    session.expire_all()
    assert (volunteer.max_distance_m, household.max_distance_m) == (3000, 5000)
    (kept,) = session.scalars(select(FieldChange)).all()
    assert (kept.party_id, kept.actor_id) == (volunteer.id, volunteer.id)
    (task,) = session.scalars(select(Task)).all()
    assert (task.kind, task.party_id) == (TaskKind.CHANGE_AGREED, volunteer.id)
    change_questions.answer(session, question, Answer.NO, now)
    session.expire_all()
    assert volunteer.max_distance_m == 2000
    assert task.done_at is not None


@pytest.mark.parametrize("before", [Level.BASIC, None])
def test_a_language_is_known_well_enough_after_a_yes_and_as_before_after_a_no(
    session: Session, now: datetime, before: Level | None
) -> None:
    household = make_household(session)
    spoken = {"fr": Level.NATIVE, **({"ar": before} if before else {})}
    volunteer = make_volunteer(session, scheme_id=household.scheme_id, languages=spoken)
    question = _question(session, household, volunteer, now)
    change_questions.answer(session, question, Answer.YES, now)
    session.expire_all()
    assert _spoken(volunteer) == {"fr": Level.NATIVE, "ar": Level.CONVERSATIONAL}
    change_questions.answer(session, question, Answer.NO, now)
    session.expire_all()
    assert _spoken(volunteer) == spoken


def test_a_volunteer_who_has_left_changes_nothing_any_more(session: Session, now: datetime) -> None:
    household = make_household(session)
    volunteer = make_volunteer(session, scheme_id=household.scheme_id, state=VolunteerState.LEFT)
    question = _question(session, household, volunteer, now)
    with pytest.raises(AnswerClosed):
        change_questions.answer(session, question, Answer.YES, now)


def test_for_a_family_that_waits_for_nobody_no_volunteer_is_asked(
    session: Session, now: datetime
) -> None:
    household = make_household(session, slots=1)
    make_volunteer(session, scheme_id=household.scheme_id)
    read = volunteer_questions.outlook(session, household, now).form
    make_match(session, household=household, state=MatchState.APPROVED)
    actor = make_staff(session, scheme_id=household.scheme_id)
    with pytest.raises(HouseholdNotWaiting):
        volunteer_questions.ask(session, household, read, (), actor=actor, now=now)


def _question(
    session: Session, household: Household, volunteer: Volunteer, now: datetime
) -> ChangeQuestion:
    question = ChangeQuestion(
        scheme_id=household.scheme_id,
        household=household,
        volunteer=volunteer,
        change=Change.LEVEL,
        amount="ar",
        asked_by=make_staff(session, scheme_id=household.scheme_id),
        asked_at=now,
    )
    session.add(question)
    session.flush()
    return question


def _spoken(volunteer: Volunteer) -> dict[str, Level]:
    return {one.tag: one.level for one in volunteer.languages}
