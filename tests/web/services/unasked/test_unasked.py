"""What waits to be asked stays here once it is answered, or once the match pauses or ends."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_staff
from tests.web.services.unasked.asking import DAY, NOON, Leave, active, asked, end, say, sweep
from web.delivery import DevelopmentMailbox
from web.models import FollowUp, Match, Notification, Scheme, Task, Volunteer
from web.models.vocabulary import NOT_WRITTEN_AFTER, EndReason, PauseReason, Side, TaskKind
from web.services import follow_ups, living_matches, outbox, unsubscribing


@pytest.mark.parametrize("reason", EndReason)
def test_no_question_leaves_once_a_match_has_ended(
    session: Session, match: Match, leave: Leave, reason: EndReason
) -> None:
    follow_ups.ask_due(session, NOON)
    end(session, match, reason)
    assert leave() == ({} if reason in NOT_WRITTEN_AFTER else {"match_ended": 2})


def test_a_paused_match_is_asked_once_it_goes_on_and_a_reopened_one_too(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    follow_ups.ask_due(session, NOON)
    living_matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, now=NOON)
    assert asked(session) == []
    assert leave() == {}
    noon.shift(3 * DAY)
    living_matches.resume(session, match, actor=cora, now=NOON + 3 * DAY)
    sweep(session, NOON + 3 * DAY)
    end(session, match, EndReason.OTHER, NOON + 3 * DAY)
    living_matches.reopen(session, match, actor=cora, now=NOON + 3 * DAY)
    sweep(session, NOON + 3 * DAY)
    assert leave() == {"follow_up": 2}


def test_a_reminder_that_a_pause_holds_back_comes_after_it(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    follow_ups.ask_due(session, NOON)
    leave()
    noon.shift(7 * DAY)
    follow_ups.remind(session, NOON + 7 * DAY)
    living_matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, now=NOON + 7 * DAY)
    assert leave() == {"follow_up": 2}
    living_matches.resume(session, match, actor=cora, now=NOON + 7 * DAY)
    follow_ups.remind(session, NOON + 7 * DAY)
    assert leave() == {"follow_up": 2, "follow_up_reminder": 2}


def test_who_answers_by_phone_before_the_question_leaves_is_not_asked(
    session: Session, match: Match, leave: Leave
) -> None:
    follow_ups.ask_due(session, NOON)
    for question in asked(session):
        say(session, question, NOON)
    assert leave() == {}


def test_who_has_just_asked_for_a_question_once_more_gets_it(
    session: Session, match: Match, leave: Leave
) -> None:
    follow_ups.ask_due(session, NOON)
    leave()
    (of_family,) = [one for one in asked(session) if one.side is Side.HOUSEHOLD]
    params = {"match_id": match.id, "side": "household", "subject_id": of_family.id}
    outbox.notify(
        session,
        match.household,
        "follow_up",
        dedupe_key="again",
        params=params,
        now=NOON,
        at_once=True,
    )
    say(session, of_family, NOON)
    assert leave() == {"follow_up": 3}


def test_of_two_questions_about_a_match_that_wait_only_the_newer_leaves(
    session: Session, match: Match, leave: Leave
) -> None:
    follow_ups.ask_due(session, NOON)
    for row in session.scalars(select(FollowUp).where(FollowUp.step == "6w")):
        row.due_on = NOON.date()
    follow_ups.ask_due(session, NOON)
    assert leave() == {"follow_up": 2}
    assert {one.step for one in asked(session) if one.sent_at is not None} == {"6w"}


def test_a_question_that_waits_for_the_weekly_mail_is_not_reminded_of_in_the_same_mail(
    session: Session,
    match: Match,
    leave: Leave,
    mailbox: DevelopmentMailbox,
    noon: time_machine.Traveller,
) -> None:
    """A second match's question, a day after the first's, waits for six days."""
    volunteer = match.volunteer
    volunteer.capacity = 2
    second = active(session, volunteer=volunteer, scheme=session.get_one(Scheme, match.scheme_id))
    for row in session.scalars(select(FollowUp).where(FollowUp.match_id == second.id)):
        row.due_on += DAY
    days: dict[int, int] = {}
    for day in range(23):
        now = NOON + day * DAY
        noon.move_to(now)
        before = mailbox.newest()
        sweep(session, now)
        leave()
        new = mailbox.newest()[: len(mailbox.newest()) - len(before)]
        for letter in new:
            if letter.recipient == volunteer.email:
                days[day] = letter.text.count("/l/")
                if day == 7:
                    # The first match's reminder, and the second's question, but not its reminder.
                    assert letter.text.count(second.household.shown_name) >= 1
    assert days == {0: 1, 7: 2, 14: 1}
    question = session.scalars(
        select(FollowUp).where(
            FollowUp.match_id == second.id,
            FollowUp.side == Side.VOLUNTEER,
            FollowUp.sent_at.is_not(None),
        )
    ).one()
    assert question.asked_at == NOON + DAY
    assert question.sent_at == NOON + 7 * DAY
    assert question.reminded_at is not None
    assert question.reminded_at >= NOON + 12 * DAY
    assert question.silent_at == NOON + 21 * DAY


@pytest.mark.parametrize("before", [True, False])
def test_who_has_stopped_our_questions_is_not_silent(
    session: Session,
    match: Match,
    leave: Leave,
    noon: time_machine.Traveller,
    before: bool,
) -> None:
    volunteer = session.get_one(Volunteer, match.volunteer_id)
    if before:
        unsubscribing.stop(session, volunteer, NOON)
    for day in range(60):
        now = NOON + day * DAY
        noon.move_to(now)
        sweep(session, now)
        leave()
        if day == 1 and not before:
            unsubscribing.stop(session, volunteer, now)
    silence = select(Task).where(Task.kind == TaskKind.TWO_SILENT)
    (task,) = session.scalars(silence)
    assert task.evidence["side"] == Side.HOUSEHOLD
    for column in (FollowUp.silent_at, FollowUp.reminded_at):
        sides = session.scalars(select(FollowUp.side).where(column.is_not(None)))
        assert set(sides) == {Side.HOUSEHOLD}


def test_the_days_of_asking_are_those_on_which_it_left(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    """Written on a Saturday evening it leaves on Monday, and Monday is what the task tells."""
    for row in session.scalars(select(FollowUp).where(FollowUp.step == "2w")):
        row.due_on = date(2026, 7, 5)
    for day in range(4, 60):
        now = NOON + day * DAY
        noon.move_to(now)
        sweep(session, now)
        leave()
    evidence = session.scalars(
        select(Task.evidence).where(
            Task.kind == TaskKind.TWO_SILENT, Task.party_id == match.household_id
        )
    ).one()
    assert evidence["asked_on"] == ["2026-07-06", "2026-07-29"]


def test_what_a_dead_worker_held_when_the_match_paused_does_not_leave(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    follow_ups.ask_due(session, NOON)
    for row in session.scalars(select(Notification.id)).all():
        assert outbox.claim(session, Notification, row, NOON)
    cora = make_staff(session, scheme_id=match.scheme_id)
    living_matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, now=NOON)
    noon.shift(outbox.LEASE)
    assert leave() == {}
