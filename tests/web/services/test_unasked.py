"""What waits to be asked stays here once it is answered, or once the match pauses or ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff
from web.delivery import DevelopmentMailbox, post_office
from web.models import EvaluationAnswer, FollowUp, Match, Notification, Scheme, Task, Volunteer
from web.models.vocabulary import (
    NOT_WRITTEN_AFTER,
    Channel,
    Delivery,
    EndReason,
    Face,
    MatchState,
    PauseReason,
    Receipt,
    Side,
    TaskKind,
)
from web.services import (
    evaluations,
    follow_ups,
    living_matches,
    match_news,
    outbox,
    receipts,
    second_tries,
    sending,
    unsubscribing,
)
from web.services.clock import ZONE
from web.transactions import transaction

# A Wednesday, two weeks after the first meeting.
NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
DAY = timedelta(days=1)
Leave = Callable[[], Counter[str]]


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[time_machine.Traveller]:
    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def leave(
    session: Session,
    mailbox: DevelopmentMailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> Leave:
    """Send what is due by day; returns how many of each kind have left by now."""
    monkeypatch.setattr(post_office, "quiet_hours", True)

    def run() -> Counter[str]:
        session.commit()
        sending.deliver_due(transaction)
        left = select(Notification.kind).where(
            Notification.status == "done", Notification.problem == ""
        )
        found = Counter(session.scalars(left))
        session.commit()
        session.expire_all()
        return found

    return run


@pytest.fixture
def match(session: Session) -> Match:
    return active(session)


def active(session: Session, **given: object) -> Match:
    met_on = (NOON - 14 * DAY).date()
    match = make_match(
        session,
        state=MatchState.ACTIVE,
        first_meeting_on=met_on,
        accepted_at=NOON - 20 * DAY,
        **given,
    )
    follow_ups.on_first_meeting(session, match, NOON)
    return match


def invite(session: Session, match: Match) -> None:
    """Open this year's round."""
    evaluations.open_round(
        session,
        evaluations.plan(
            session,
            session.get_one(Scheme, match.scheme_id),
            2026,
            NOON,
            opens_on=NOON.date(),
            closes_on=date(2026, 12, 1),
        ),
        NOON,
    )


def end(session: Session, match: Match, reason: EndReason, now: datetime = NOON) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    living_matches.end(session, match, actor=cora, reason=reason, now=now)


def say(session: Session, question: FollowUp, now: datetime) -> None:
    follow_ups.answer(
        session, question, met=True, face=Face.HAPPY, call_me=False, comment="", now=now
    )


def asked(session: Session) -> list[FollowUp]:
    return list(session.scalars(select(FollowUp).where(FollowUp.asked_at.is_not(None))))


def sweep(session: Session, now: datetime) -> None:
    follow_ups.ask_due(session, now)
    follow_ups.remind(session, now)
    follow_ups.mark_silent(session, now)
    evaluations.remind(session, now)


@pytest.mark.parametrize("reason", EndReason)
def test_no_question_leaves_once_a_match_has_ended(
    session: Session, match: Match, leave: Leave, reason: EndReason
) -> None:
    follow_ups.ask_due(session, NOON)
    end(session, match, reason)
    assert leave() == ({} if reason in NOT_WRITTEN_AFTER else {"match_ended": 2})


@pytest.mark.parametrize("reason", sorted(NOT_WRITTEN_AFTER))
def test_after_a_death_no_invitation_no_reminder_and_no_thanks_leave(
    session: Session,
    match: Match,
    leave: Leave,
    noon: time_machine.Traveller,
    reason: EndReason,
) -> None:
    """One match ends before its invitation leaves, the other before the reminder."""
    match_news.thank_for_meeting(session, match, now=NOON)
    invite(session, match)
    end(session, match, reason)
    other = active(session)
    invite(session, other)
    assert leave() == {"evaluation_invitation": 2}
    end(session, other, reason)
    for days in (8, 22):
        noon.move_to(NOON + days * DAY)
        sweep(session, NOON + days * DAY)
        assert leave() == {"evaluation_invitation": 2}


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


def test_who_has_answered_is_not_reminded_by_what_waits_for_the_morning(
    session: Session, match: Match, leave: Leave, noon: time_machine.Traveller
) -> None:
    invite(session, match)
    follow_ups.ask_due(session, NOON)
    leave()
    before = leave()
    night = NOON + 8 * DAY + timedelta(hours=11)
    noon.move_to(night)
    sweep(session, night)
    waiting = select(Notification.kind).where(Notification.status == "pending")
    assert Counter(session.scalars(waiting)) == {"follow_up_reminder": 2, "evaluation_reminder": 2}
    for question in asked(session):
        say(session, question, night)
    for answer in session.scalars(select(EvaluationAnswer)):
        evaluations.answer(
            session, answer, still_meet=True, satisfaction=5, outcomes={}, comment="", now=night
        )
    noon.move_to(NOON + 9 * DAY)
    assert leave() == before


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


def test_what_was_given_up_is_not_sent_again_after_a_death_and_once_after_a_pause(
    session: Session, match: Match, leave: Leave
) -> None:
    cora = make_staff(session, scheme_id=match.scheme_id)
    other = active(session, scheme=session.get_one(Scheme, match.scheme_id))
    follow_ups.ask_due(session, NOON)
    invite(session, match)
    session.execute(update(Notification).values(status=Delivery.PARKED, done_at=NOON))
    end(session, match, EndReason.DEATH_OR_ILLNESS)
    living_matches.pause(session, other, actor=cora, reason=PauseReason.AWAY, now=NOON)
    assert second_tries.recent_messages(session, cora, NOON) == 2
    assert leave() == {"evaluation_invitation": 2}
    living_matches.resume(session, other, actor=cora, now=NOON)
    follow_ups.ask_due(session, NOON)
    # The volunteer's waits for the week to be over.
    assert leave() == {"evaluation_invitation": 2, "follow_up": 1}


def test_what_comes_back_after_a_death_does_not_go_another_way(
    session: Session, match: Match, leave: Leave
) -> None:
    match.volunteer.set_phone("+32470000042")
    invite(session, match)
    follow_ups.ask_due(session, NOON)
    leave()
    sent = session.scalars(
        select(Notification).where(Notification.party_id == match.volunteer_id)
    ).all()
    end(session, match, EndReason.DEATH_OR_ILLNESS)
    for row in sent:
        assert receipts.take(session, receipts.key_of(row), Receipt.FAILED, "5.1.1", NOON)
    session.flush()
    assert match.volunteer.email_failed_at == NOON
    texts = select(Notification.kind).where(Notification.channel == Channel.SMS)
    assert session.scalars(texts).all() == []


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
