"""Every alarm of the desk: it asks once, and leaves when what it asked for has happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import Match, Screening, Staff, Task, Volunteer
from web.models.vocabulary import (
    Answer,
    DeclineReason,
    EndReason,
    HouseholdState,
    MatchState,
    Side,
    TaskKind,
    VolunteerState,
)
from web.services import (
    expiring_checks,
    matches,
    overdue_meetings,
    tasks,
    unanswered,
    unplaced,
    volunteers,
)

DAY = date(2026, 5, 4)
IXELLES = (50.8333, 4.3667)


def at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def open_tasks(session: Session) -> list[Task]:
    return [*session.scalars(select(Task).where(Task.done_at.is_(None)).order_by(Task.id))]


def screened(session: Session, renew_on: date, *, passed: bool = True) -> tuple[Volunteer, Staff]:
    volunteer = make_volunteer(session)
    staff = make_staff(session, scheme_id=volunteer.scheme_id)
    volunteer.screening = Screening(
        seen_on=renew_on - days(365), checked_by_id=staff.id, passed=passed, renew_on=renew_on
    )
    session.flush()
    return volunteer, staff


def asked(session: Session) -> Match:
    """Both sides were asked five days ago and have two days left."""
    return make_match(
        session,
        state=MatchState.APPROVED,
        proposed_at=at(DAY - days(6)),
        approved_at=at(DAY - days(5)),
        answer_by=DAY + days(2),
    )


def test_a_check_asks_thirty_days_before_its_last_day_and_once(session: Session) -> None:
    volunteer, staff = screened(session, DAY + days(30))
    assert expiring_checks.alarm(session, at(DAY - days(1))) == 0
    assert expiring_checks.alarm(session, at(DAY)) == 1
    assert expiring_checks.alarm(session, at(DAY + days(1))) == 0
    (task,) = open_tasks(session)
    assert (task.kind, task.party_id) == (TaskKind.CHECK_EXPIRING, volunteer.id)
    assert task.evidence == {"renew_on": "2026-06-03"}
    tasks.finish(session, task, staff, at(DAY))
    assert expiring_checks.alarm(session, at(DAY + days(40))) == 0


def test_an_extract_seen_again_takes_the_alarm_away_and_has_one_of_its_own(
    session: Session,
) -> None:
    volunteer, staff = screened(session, DAY)
    expiring_checks.alarm(session, at(DAY))
    volunteers.record_screening(
        session,
        volunteer,
        staff,
        seen_on=DAY,
        passed=True,
        renew_on=DAY + days(365),
        now=at(DAY),
    )
    assert open_tasks(session) == []
    assert expiring_checks.alarm(session, at(DAY)) == 0
    assert expiring_checks.alarm(session, at(DAY + days(340))) == 1


@pytest.mark.parametrize("why", ["not in order", "left"])
def test_a_check_that_says_nothing_any_more_asks_nobody(why: str, session: Session) -> None:
    volunteer, _staff = screened(session, DAY, passed=why == "left")
    if why == "left":
        volunteer.state = VolunteerState.LEFT
    assert expiring_checks.alarm(session, at(DAY)) == 0


def test_who_cannot_be_placed_becomes_a_task_once_and_leaves_when_placed(
    session: Session,
) -> None:
    household = make_household(session, latitude=None, longitude=None)
    volunteer = make_volunteer(
        session, scheme_id=household.scheme_id, latitude=None, longitude=None
    )
    assert unplaced.alarm(session, at(DAY)) == 2
    assert unplaced.alarm(session, at(DAY)) == 0
    household.latitude, household.longitude = IXELLES
    session.flush()
    assert unplaced.alarm(session, at(DAY)) == 0
    (left,) = open_tasks(session)
    assert left.party_id == volunteer.id
    tasks.finish(session, left, make_staff(session, scheme_id=volunteer.scheme_id), at(DAY))
    assert unplaced.alarm(session, at(DAY)) == 0


def test_who_is_gone_or_has_proven_nothing_yet_need_not_be_placed(session: Session) -> None:
    nowhere = {"latitude": None, "longitude": None}
    make_household(session, state=HouseholdState.LEFT, **nowhere)
    make_volunteer(session, state=VolunteerState.LEFT, **nowhere)
    make_volunteer(session, state=VolunteerState.SIGNED_UP, **nowhere)
    make_staff(session, **nowhere)
    assert unplaced.alarm(session, at(DAY)) == 0


def test_each_side_that_leaves_a_proposal_unanswered_becomes_a_task(session: Session) -> None:
    match = asked(session)
    matches.answer(session, match, Side.HOUSEHOLD, Answer.YES, now=at(DAY - days(3)))
    assert unanswered.alarm(session, at(DAY - days(1))) == 0
    assert unanswered.alarm(session, at(DAY)) == 1
    assert unanswered.alarm(session, at(DAY + days(1))) == 0
    (task,) = open_tasks(session)
    assert (task.kind, task.party_id) == (TaskKind.NO_ANSWER, match.volunteer_id)
    assert task.evidence == {
        "side": "volunteer",
        "asked_on": "2026-04-29",
        "answer_by": "2026-05-06",
    }


def test_an_answer_takes_its_task_away_and_leaves_the_other_sides(session: Session) -> None:
    match = asked(session)
    unanswered.alarm(session, at(DAY))
    matches.answer(session, match, Side.VOLUNTEER, Answer.LATER, now=at(DAY))
    assert {(task.kind, task.party_id) for task in open_tasks(session)} == {
        (TaskKind.NO_ANSWER, match.household_id),
        (TaskKind.ANSWERED_LATER, match.volunteer_id),
    }
    matches.answer(session, match, Side.VOLUNTEER, Answer.YES, now=at(DAY))
    assert [task.party_id for task in open_tasks(session)] == [match.household_id]


def test_a_no_of_one_side_settles_what_was_asked_of_the_other(session: Session) -> None:
    match = asked(session)
    unanswered.alarm(session, at(DAY))
    matches.answer(
        session,
        match,
        Side.VOLUNTEER,
        Answer.NO,
        reason=DeclineReason.NO_TIME,
        now=at(DAY),
    )
    assert open_tasks(session) == []


def test_a_silence_that_let_the_proposal_lapse_still_asks_for_a_call(session: Session) -> None:
    match = asked(session)
    unanswered.alarm(session, at(DAY))
    assert matches.lapse_overdue(session, at(DAY + days(3))) == 1
    assert match.state is MatchState.LAPSED
    assert [task.kind for task in open_tasks(session)] == [TaskKind.NO_ANSWER] * 2


def test_a_cancelled_match_needs_no_first_meeting(session: Session) -> None:
    match = make_match(session, state=MatchState.ACCEPTED, accepted_at=at(DAY - days(20)))
    overdue_meetings.alarm(session, at(DAY))
    assert [task.kind for task in open_tasks(session)] == [TaskKind.NO_FIRST_MEETING]
    matches.cancel(
        session,
        match,
        actor=make_staff(session, scheme_id=match.scheme_id),
        reason=EndReason.NO_TIME,
        now=at(DAY),
    )
    assert open_tasks(session) == []
