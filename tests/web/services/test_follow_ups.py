from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.departures import everything_leaves
from tests.factories import make_match, make_staff
from web.models import FollowUp, Match, Notification, Task
from web.models.vocabulary import Face, MatchState, Side, TaskKind
from web.services import follow_ups, overdue_meetings, tasks
from web.services.clock import ZONE
from web.services.errors import AnswerClosed

MET_ON = date(2026, 3, 20)


def at(day: date, hour: int = 12) -> datetime:
    """That hour of a Belgian day."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def active_match(session: Session, met_on: date = MET_ON, **overrides: Any) -> Match:
    values = {
        "state": MatchState.ACTIVE,
        "first_meeting_on": met_on,
        "charter_signed_on": met_on,
        **overrides,
    }
    match = make_match(session, **values)
    follow_ups.on_first_meeting(session, match, at(met_on))
    return match


def sweep(session: Session, now: datetime) -> None:
    ask(session, now)
    follow_ups.remind(session, now)
    follow_ups.mark_silent(session, now)


def ask(session: Session, now: datetime) -> int:
    """Ask all that is due, and let it leave at once."""
    number = follow_ups.ask_due(session, now)
    everything_leaves(session, now)
    return number


def sent(session: Session) -> list[str]:
    """Which messages are queued, by kind and side."""
    rows = session.scalars(select(Notification).order_by(Notification.id))
    return [f"{row.kind} {row.params['side']}" for row in rows]


def asked(session: Session, side: Side = Side.HOUSEHOLD) -> FollowUp:
    """The question that this side was asked last."""
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.side == side, FollowUp.asked_at.is_not(None))
        .order_by(FollowUp.due_on.desc())
    ).first() or pytest.fail("nothing was asked")


def say(session: Session, follow_up: FollowUp, now: datetime, **answer: Any) -> None:
    values: dict[str, Any] = {"met": None, "face": None, "call_me": False, "comment": "", **answer}
    follow_ups.answer(session, follow_up, now=now, **values)


def open_kinds(session: Session) -> list[TaskKind]:
    return list(session.scalars(select(Task.kind).where(Task.done_at.is_(None)).order_by(Task.id)))


def test_the_first_meeting_plans_four_questions_to_each_side(session: Session) -> None:
    match = active_match(session)
    follow_ups.on_first_meeting(session, match, at(MET_ON))
    planned = session.scalars(select(FollowUp)).all()
    assert Counter((row.side, row.step) for row in planned) == {
        (side, step): 1 for side in Side for step in ("2w", "6w", "3m", "6m")
    }
    assert {row.party_id for row in planned if row.side is Side.HOUSEHOLD} == {match.household_id}


def test_a_question_leaves_on_its_day_and_not_the_evening_before(session: Session) -> None:
    active_match(session)
    assert ask(session, at(MET_ON + timedelta(days=13), hour=23)) == 0
    assert ask(session, at(MET_ON + timedelta(days=14), hour=0)) == 2
    assert ask(session, at(MET_ON + timedelta(days=14), hour=9)) == 0
    assert sorted(sent(session)) == ["follow_up household", "follow_up volunteer"]


@pytest.mark.parametrize("state", [MatchState.PAUSED, MatchState.ENDED])
def test_nobody_is_asked_while_a_match_is_paused_or_over(
    session: Session, state: MatchState
) -> None:
    match = active_match(session)
    match.state = state
    sweep(session, at(MET_ON + timedelta(days=400)))
    assert sent(session) == []


def test_who_is_only_kept_is_asked_once_that_is_lifted(session: Session) -> None:
    match = active_match(session)
    match.household.restricted_at = at(MET_ON)
    sweep(session, at(MET_ON + timedelta(days=14)))
    assert sent(session) == ["follow_up volunteer"]
    match.household.restricted_at = None
    sweep(session, at(MET_ON + timedelta(days=15)))
    assert sent(session) == ["follow_up volunteer", "follow_up household"]


def test_after_a_pause_only_the_latest_question_is_asked(session: Session) -> None:
    active_match(session)
    assert ask(session, at(MET_ON + timedelta(days=100))) == 2
    assert {asked(session, side).step for side in Side} == {"3m"}
    assert ask(session, at(MET_ON + timedelta(days=101))) == 0


def test_asking_after_half_a_year_plans_the_question_after_the_next(session: Session) -> None:
    active_match(session, date(2026, 8, 31))
    ask(session, at(date(2027, 2, 28)))
    tail = session.scalars(select(FollowUp).where(FollowUp.step == "12m")).all()
    assert [row.due_on for row in tail] == [date(2027, 8, 31)] * 2


def test_who_answered_is_not_reminded(session: Session) -> None:
    active_match(session)
    day = MET_ON + timedelta(days=14)
    ask(session, at(day))
    say(session, asked(session), at(day), face=Face.HAPPY)
    follow_ups.remind(session, at(day + timedelta(days=5)))
    assert sent(session)[2:] == ["follow_up_reminder volunteer"]


def test_a_reminder_comes_on_the_fifth_day_across_a_clock_change(session: Session) -> None:
    active_match(session, date(2026, 3, 12))
    ask(session, at(date(2026, 3, 26), hour=20))
    assert follow_ups.remind(session, at(date(2026, 3, 30), hour=23)) == 0
    assert follow_ups.remind(session, at(date(2026, 3, 31), hour=0)) == 2
    assert follow_ups.remind(session, at(date(2026, 4, 1))) == 0


def test_nobody_is_reminded_of_a_question_once_the_next_was_asked(session: Session) -> None:
    active_match(session)
    ask(session, at(MET_ON + timedelta(days=14)))
    ask(session, at(MET_ON + timedelta(days=42)))
    assert follow_ups.remind(session, at(MET_ON + timedelta(days=42))) == 0


def test_two_silent_questions_in_a_row_ask_for_a_coordinator(session: Session) -> None:
    match = active_match(session)
    for days in (14, 28):
        sweep(session, at(MET_ON + timedelta(days=days)))
    assert open_kinds(session) == []
    for days in (42, 56):
        sweep(session, at(MET_ON + timedelta(days=days)))
    found = session.scalars(select(Task)).all()
    assert [task.kind for task in found] == [TaskKind.TWO_SILENT] * 2
    assert {task.evidence["side"] for task in found} == set(Side)
    assert found[0].evidence["steps"] == ["2w", "6w"]
    assert found[0].match_id == match.id


def test_an_answer_in_between_is_no_silence(session: Session) -> None:
    active_match(session)
    sweep(session, at(MET_ON + timedelta(days=14)))
    for side in Side:
        say(session, asked(session, side), at(MET_ON + timedelta(days=15)), face=Face.SO_SO)
    for days in (42, 56):
        sweep(session, at(MET_ON + timedelta(days=days)))
    assert open_kinds(session) == []


def test_whoever_may_not_be_written_to_is_not_silent(session: Session) -> None:
    match = active_match(session)
    sweep(session, at(MET_ON + timedelta(days=14)))
    match.household.restricted_at = at(MET_ON + timedelta(days=15))
    sweep(session, at(MET_ON + timedelta(days=56)))
    silent = session.scalars(select(FollowUp.side).where(FollowUp.silent_at.is_not(None)))
    assert set(silent) == {Side.VOLUNTEER}


def test_a_late_answer_ends_the_alarm_about_silence(session: Session) -> None:
    active_match(session)
    for days in (14, 28, 42, 56):
        sweep(session, at(MET_ON + timedelta(days=days)))
    say(session, asked(session), at(MET_ON + timedelta(days=57)), face=Face.HAPPY)
    still_open = session.scalars(select(Task).where(Task.done_at.is_(None))).all()
    assert [task.evidence["side"] for task in still_open] == ["volunteer"]


def test_a_sad_face_and_a_wish_to_be_called_each_become_a_task_with_evidence(
    session: Session,
) -> None:
    active_match(session)
    day = MET_ON + timedelta(days=14)
    ask(session, at(day))
    say(session, asked(session), at(day), face=Face.SAD, met=False, call_me=True, comment="Help!")
    assert open_kinds(session) == [TaskKind.SAD_FACE, TaskKind.CALL_ME]
    evidence = session.scalars(select(Task)).first().evidence  # type: ignore[union-attr]
    assert (evidence["face"], evidence["met"], evidence["step"]) == (1, False, "2w")
    assert evidence["answered_on"] == "2026-04-03"
    assert "Help!" not in str(evidence)


def test_the_same_answer_twice_changes_nothing(session: Session) -> None:
    active_match(session)
    day = MET_ON + timedelta(days=14)
    ask(session, at(day))
    question = asked(session)
    say(session, question, at(day), face=Face.SAD)
    tasks.finish(session, session.scalars(select(Task)).one(), make_staff(session), at(day))
    say(session, question, at(day + timedelta(days=1)), face=Face.SAD)
    assert open_kinds(session) == []
    assert question.answered_at == at(day)


def test_a_mistaken_face_can_be_put_right_for_a_week(session: Session) -> None:
    active_match(session)
    day = MET_ON + timedelta(days=14)
    ask(session, at(day))
    question = asked(session)
    say(session, question, at(day), face=Face.SAD)
    say(session, question, at(day + timedelta(days=6)), face=Face.HAPPY)
    assert (question.face, open_kinds(session)) == (Face.HAPPY, [])
    with pytest.raises(AnswerClosed):
        say(session, question, at(day + timedelta(days=7)), face=Face.SAD)


def test_fourteen_days_without_a_first_meeting_ask_for_a_coordinator_once(
    session: Session,
) -> None:
    accepted = at(date(2026, 10, 12), hour=22)
    match = make_match(session, state=MatchState.ACCEPTED, accepted_at=accepted)
    assert overdue_meetings.alarm(session, at(date(2026, 10, 25), hour=23)) == 0
    assert overdue_meetings.alarm(session, at(date(2026, 10, 26), hour=0)) == 1
    task = session.scalars(select(Task)).one()
    assert task.evidence == {"accepted_on": "2026-10-12"}
    tasks.finish(session, task, make_staff(session), accepted)
    assert overdue_meetings.alarm(session, at(date(2026, 12, 26))) == 0
    assert session.scalars(select(Task)).one().match_id == match.id


def test_the_first_meeting_takes_its_alarm_off_the_desk(session: Session) -> None:
    match = make_match(session, state=MatchState.ACCEPTED, accepted_at=at(date(2026, 3, 1)))
    overdue_meetings.alarm(session, at(date(2026, 3, 20)))
    match.state, match.first_meeting_on = MatchState.ACTIVE, MET_ON
    follow_ups.on_first_meeting(session, match, at(MET_ON))
    assert open_kinds(session) == []


def test_sweeps_that_run_at_the_same_moment_ask_once(engine: Engine, session: Session) -> None:
    for _ in range(5):
        active_match(session)
    session.commit()
    now = at(MET_ON + timedelta(days=50))

    def race(_: int) -> None:
        with Session(engine) as own:
            sweep(own, now)
            own.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(race, range(8)))
    assert Counter(sent(session)) == {"follow_up household": 5, "follow_up volunteer": 5}


# A year and a half is long; what two workers do at once is tried on both above.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("met_on", "outage"),
    [
        (date(2026, 3, 15), frozenset[int]()),
        (date(2026, 10, 11), frozenset({14, 19, 42, 47, 48})),
        (date(2027, 8, 31), frozenset(range(1, 800, 3))),
    ],
    ids=["every day", "away on the days that count", "every third day away, over 29 February"],
)
def test_in_a_year_and_a_half_each_question_and_reminder_comes_once(
    session: Session, met_on: date, outage: frozenset[int]
) -> None:
    active_match(session, met_on)
    for day in range(560):
        if day not in outage:
            for hour in (9, 21):
                sweep(session, at(met_on + timedelta(days=day), hour))
    rows = session.scalars(select(FollowUp).where(FollowUp.asked_at.is_not(None))).all()
    assert Counter((row.side, row.step) for row in rows) == {
        (side, step): 1 for side in Side for step in ("2w", "6w", "3m", "6m", "12m", "18m")
    }
    messages = Counter(
        (row.kind, row.params["subject_id"]) for row in session.scalars(select(Notification))
    )
    due = {row.id for row in rows}
    assert set(messages.values()) == {1}
    assert {subject for kind, subject in messages if kind == "follow_up"} == due
    assert {subject for kind, subject in messages if kind == "follow_up_reminder"} == due
