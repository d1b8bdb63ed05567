"""Agreeing on a first meeting: what both share is set, and what is not agreed asks for somebody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme, make_staff
from tests.races import ROUNDS
from tests.web.services.deeds import Deed, at_once
from web.models import Match, MatchEvent, Notification, Staff, Task
from web.models.vocabulary import Delivery, EndReason, MatchState, Side, TaskKind
from web.queries import meeting_times
from web.services import first_meetings, links, matches, unagreed_meetings
from web.services.errors import (
    AnswerClosed,
    ChangedMeanwhile,
    DateRefused,
    TransitionRefused,
)
from web.services.first_meetings import Slot
from web.services.links import Purpose

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
DAY = timedelta(days=1)
SLOTS = [Slot(NOW + n * DAY, f"Room {n}") for n in (5, 6, 7)]


@pytest.fixture
def match(session: Session) -> Match:
    """Both said yes."""
    return make_match(session, state=MatchState.ACCEPTED, accepted_at=NOW - DAY)


@pytest.fixture
def staff(session: Session, match: Match) -> Staff:
    return make_staff(session, scheme_id=match.scheme_id)


def _propose(session: Session, match: Match, staff: Staff, now: datetime = NOW) -> None:
    first_meetings.propose(session, match, actor=staff, slots=SLOTS, now=now)
    session.flush()


def _say(session: Session, match: Match, side: Side, *rooms: int, now: datetime = NOW) -> None:
    times = meeting_times.of_match(session, match)
    ids = {time.id for time in times if time.place in {f"Room {n}" for n in rooms}}
    first_meetings.answer(session, match, side, ids, now=now)


def planned_of(match: Match) -> Slot | None:
    return Slot(match.meeting_at, match.meeting_place or "") if match.meeting_at else None


def _told(session: Session, kind: str) -> list[Notification]:
    rows = select(Notification).where(
        Notification.kind == kind, Notification.status == Delivery.PENDING
    )
    return [*session.scalars(rows.order_by(Notification.id))]


def _open(session: Session) -> list[Task]:
    return [*session.scalars(select(Task).where(Task.done_at.is_(None)))]


def test_both_sides_are_asked_and_nothing_is_planned_yet(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    asked = {letter.party_id for letter in _told(session, "meeting_times")}
    assert asked == {match.volunteer_id, match.household_id}
    assert match.meeting_at is None


def test_the_first_time_that_both_share_is_set_and_both_and_the_coordinator_hear_of_it(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    _say(session, match, Side.VOLUNTEER, 5, 6, 7)
    assert match.meeting_at is None
    _say(session, match, Side.HOUSEHOLD, 7, 6)
    assert planned_of(match) == SLOTS[1]
    told = {letter.party_id for letter in _told(session, "meeting_planned")}
    assert told == {match.volunteer_id, match.household_id}
    (desk,) = _told(session, "meeting_planned_desk")
    assert desk.party_id == staff.id
    assert not [
        letter for letter in _told(session, "meeting_planned") if "Room" in str(letter.params)
    ]
    assert _open(session) == []


def test_the_coordinator_of_the_family_hears_of_it_rather_than_who_proposed(
    session: Session, match: Match, staff: Staff
) -> None:
    own = make_staff(session, scheme_id=match.scheme_id)
    match.household.coordinator_id = own.id
    _propose(session, match, staff)
    for side in Side:
        _say(session, match, side, 5)
    (desk,) = _told(session, "meeting_planned_desk")
    assert desk.party_id == own.id


def test_whom_no_time_suits_is_called_and_may_change_their_mind(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    _say(session, match, Side.HOUSEHOLD)
    (task,) = _open(session)
    assert (task.kind, task.party_id) == (TaskKind.NO_MEETING_TIME, match.household_id)
    assert task.evidence == {"why": "none_suits"}
    _say(session, match, Side.HOUSEHOLD, 5)
    assert _open(session) == []


def test_a_task_says_that_the_two_share_no_time(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    _say(session, match, Side.HOUSEHOLD, 5)
    _say(session, match, Side.VOLUNTEER, 6)
    (task,) = _open(session)
    assert (task.evidence, task.party_id) == ({"why": "none_shared"}, None)


def test_a_time_that_has_gone_by_is_not_set(session: Session, match: Match, staff: Staff) -> None:
    _propose(session, match, staff)
    _say(session, match, Side.HOUSEHOLD, 5, 6)
    _say(session, match, Side.VOLUNTEER, 5, 6, now=SLOTS[0].begins_at)
    assert match.meeting_at == SLOTS[1].begins_at


@pytest.mark.parametrize(
    ("answered", "later", "alarms"),
    [
        ((), 2 * DAY, 0),
        ((), 3 * DAY, 1),
        ((Side.VOLUNTEER,), 3 * DAY, 1),
    ],
)
def test_who_does_not_answer_for_three_days_makes_one_task(
    session: Session,
    match: Match,
    staff: Staff,
    answered: tuple[Side, ...],
    later: timedelta,
    alarms: int,
) -> None:
    _propose(session, match, staff)
    for side in answered:
        _say(session, match, side, 5)
    for _twice in range(2):
        unagreed_meetings.alarm(session, NOW + later)
    assert [task.evidence for task in _open(session)] == [{"why": "no_answer"}] * alarms


def test_a_task_that_a_coordinator_has_seen_to_comes_again_for_other_times_only(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    unagreed_meetings.alarm(session, NOW + 3 * DAY)
    (task,) = _open(session)
    task.done_at, task.done_by_id = NOW + 3 * DAY, staff.id
    assert unagreed_meetings.alarm(session, NOW + 4 * DAY) == 0
    _propose(session, match, staff, now=NOW + 4 * DAY)
    assert unagreed_meetings.alarm(session, NOW + 7 * DAY) == 1


def test_other_times_settle_the_task_and_drop_what_was_planned(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    for side in Side:
        _say(session, match, side, 5)
    _propose(session, match, staff, now=NOW + DAY)
    assert match.meeting_at is None
    assert len(meeting_times.of_match(session, match)) == 3
    # The words that are not true any more never leave.
    assert _told(session, "meeting_planned") == []
    letters = _told(session, "meeting_times")
    assert {letter.params["again"] for letter in letters} == {"yes"}
    _say(session, match, Side.HOUSEHOLD)
    assert len(_open(session)) == 1
    _propose(session, match, staff, now=NOW + 2 * DAY)
    assert _open(session) == []


def test_a_time_set_by_hand_is_told_and_one_that_moves_is_told_anew(
    session: Session, match: Match, staff: Staff
) -> None:
    slot = Slot(NOW + DAY, "Library")
    for _twice in range(2):
        first_meetings.plan(session, match, actor=staff, slot=slot, now=NOW)
        session.flush()
    assert [letter.params["again"] for letter in _told(session, "meeting_planned")] == ["", ""]
    moved = Slot(NOW + 2 * DAY, "Library")
    first_meetings.plan(session, match, actor=staff, slot=moved, now=NOW + timedelta(hours=1))
    assert [letter.params["again"] for letter in _told(session, "meeting_planned")] == [
        "yes",
        "yes",
    ]
    planned = session.scalars(
        select(MatchEvent.note).where(MatchEvent.reason == "meeting_planned")
    ).all()
    assert planned == [slot.begins_at.isoformat(), moved.begins_at.isoformat()]


def test_no_time_of_yesterday_is_proposed_or_planned(
    session: Session, match: Match, staff: Staff
) -> None:
    gone = Slot(NOW, "Room")
    with pytest.raises(DateRefused):
        first_meetings.propose(session, match, actor=staff, slots=[*SLOTS, gone], now=NOW)
    with pytest.raises(DateRefused):
        first_meetings.plan(session, match, actor=staff, slot=gone, now=NOW)


@pytest.mark.parametrize("state", [MatchState.APPROVED, MatchState.ACTIVE, MatchState.CANCELLED])
def test_only_two_who_said_yes_and_have_not_met_are_brought_together(
    session: Session, match: Match, staff: Staff, state: MatchState
) -> None:
    match.state = state
    with pytest.raises(TransitionRefused):
        _propose(session, match, staff)


def test_the_second_of_two_coordinators_who_propose_is_told(
    session: Session, match: Match, staff: Staff
) -> None:
    seen = match.version
    _propose(session, match, staff)
    with pytest.raises(ChangedMeanwhile):
        first_meetings.plan(session, match, actor=staff, slot=SLOTS[0], version=seen, now=NOW)


def test_once_a_time_is_set_an_answer_changes_nothing(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    first_meetings.plan(session, match, actor=staff, slot=SLOTS[2], now=NOW)
    with pytest.raises(AnswerClosed):
        _say(session, match, Side.HOUSEHOLD, 5)


def test_a_match_that_is_cancelled_ends_the_links_the_task_and_what_has_not_left(
    session: Session, match: Match, staff: Staff
) -> None:
    _propose(session, match, staff)
    _say(session, match, Side.HOUSEHOLD)
    path = links.create(session, match.household, Purpose.MEETING, match.id, now=NOW)
    matches.cancel(session, match, actor=staff, reason=EndReason.NO_TIME, now=NOW)
    _, _, public_id, secret = path.split("/")
    link = links.find(session, public_id, secret)
    assert link is not None
    assert link.revoked_at == NOW
    assert _open(session) == []
    assert _told(session, "meeting_times") == []


def test_two_sides_that_answer_at_once_always_find_the_time_that_they_share(
    engine: Engine, session: Session
) -> None:
    scheme = make_scheme(session)
    staff = make_staff(session, scheme=scheme)
    for _round in range(ROUNDS // 2):
        match = make_match(session, scheme=scheme, state=MatchState.ACCEPTED, accepted_at=NOW)
        _propose(session, match, staff)
        time_id = meeting_times.of_match(session, match)[1].id
        match_id = match.id
        session.commit()

        def saying(side: Side, match_id: int = match_id, time_id: int = time_id) -> Deed:
            def say(session: Session) -> None:
                one = session.get_one(Match, match_id)
                first_meetings.answer(session, one, side, {time_id}, now=NOW)

            return say

        assert at_once(engine, *(saying(side) for side in Side)) == [None, None]
        session.expire_all()
        assert match.meeting_at == SLOTS[1].begins_at
        session.commit()
