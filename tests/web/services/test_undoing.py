from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import Match, Notification, Staff
from web.models.vocabulary import Answer, MatchState, Side
from web.services import at_once, matches, outbox
from web.services.clock import ZONE
from web.services.errors import (
    AskedAlready,
    ChangedMeanwhile,
    HouseholdNotWaiting,
    NoPlaceLeft,
    TransitionRefused,
)

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def cora(session: Session) -> Staff:
    return make_staff(session)


def approved(session: Session, cora: Staff, now: datetime = NOW) -> Match:
    match = make_match(session, scheme_id=cora.scheme_id)
    matches.approve(session, match, actor=cora, version=match.version, now=now)
    session.flush()
    return match


def waiting(session: Session, now: datetime) -> list[int]:
    """Messages that a worker would send at that moment."""
    return outbox.due(session, Notification, now, 100)


def test_nobody_is_written_to_until_ten_minutes_after_an_approval(
    session: Session, cora: Staff
) -> None:
    match = approved(session, cora)

    assert match.asked_at == NOW + TEN_MINUTES
    assert waiting(session, NOW + TEN_MINUTES - timedelta(seconds=1)) == []
    assert len(waiting(session, NOW + TEN_MINUTES)) == 2


def test_at_night_the_messages_wait_for_the_morning_and_so_does_the_end_of_undoing(
    session: Session, cora: Staff
) -> None:
    night = datetime(2026, 3, 4, 19, 55, tzinfo=ZONE)
    match = approved(session, cora, night)

    assert match.asked_at == datetime(2026, 3, 5, 8, 0, tzinfo=ZONE)
    matches.undo(session, match, actor=cora, now=night + timedelta(hours=5))
    assert match.state is MatchState.PROPOSED


def test_an_undone_approval_is_a_proposal_again_with_its_history_and_without_messages(
    session: Session, cora: Staff
) -> None:
    match = approved(session, cora)

    matches.undo(session, match, actor=cora, version=match.version, now=NOW + TEN_MINUTES / 2)
    session.flush()

    assert match.state is MatchState.PROPOSED
    assert (match.approved_at, match.asked_at, match.answer_by, match.reason) == (None,) * 4
    last = match.events[-1]
    assert (last.from_state, last.to_state) == (MatchState.APPROVED, MatchState.PROPOSED)
    assert (last.actor_id, last.reason) == (cora.id, "undone")
    assert waiting(session, NOW + timedelta(days=1)) == []


def test_what_a_provider_may_have_taken_without_saying_so_cannot_be_taken_back(
    session: Session, cora: Staff
) -> None:
    match = approved(session, cora)
    (first, _) = waiting(session, NOW + TEN_MINUTES)
    row = session.get_one(Notification, first)
    assert outbox.claim(session, Notification, first, NOW + TEN_MINUTES)
    session.refresh(row)
    outbox.retry_or_park(row, NOW + TEN_MINUTES, "TimeoutError", outbox.Failure.TEMPORARY)
    session.flush()

    with pytest.raises(AskedAlready):
        matches.undo(session, match, actor=cora, now=NOW + TEN_MINUTES / 2)


def test_the_place_is_free_again(session: Session, cora: Staff) -> None:
    match = approved(session, cora)
    assert matches.places_left(session, match.volunteer) == 0

    matches.undo(session, match, actor=cora, now=NOW)
    session.flush()

    assert matches.places_left(session, match.volunteer) == 1
    assert matches.volunteers_wanted(session, match.household) == 1


def test_approved_once_more_both_sides_are_asked_after_all(session: Session, cora: Staff) -> None:
    match = approved(session, cora)
    matches.undo(session, match, actor=cora, now=NOW)
    session.flush()

    matches.approve(session, match, actor=cora, now=NOW + TEN_MINUTES)

    assert len(waiting(session, NOW + 2 * TEN_MINUTES)) == 2


@pytest.mark.parametrize("late", [TEN_MINUTES, TEN_MINUTES * 2])
def test_after_ten_minutes_it_is_too_late(session: Session, cora: Staff, late: timedelta) -> None:
    match = approved(session, cora)

    with pytest.raises(AskedAlready):
        matches.undo(session, match, actor=cora, now=NOW + late)

    assert match.state is MatchState.APPROVED
    assert len(waiting(session, NOW + TEN_MINUTES)) == 2


def test_once_one_message_is_on_its_way_it_is_too_late_whatever_the_clock_says(
    session: Session, cora: Staff
) -> None:
    match = approved(session, cora)
    first = waiting(session, NOW + TEN_MINUTES)[0]
    assert outbox.claim(session, Notification, first, NOW + TEN_MINUTES)

    with session.begin_nested() as attempt:
        with pytest.raises(AskedAlready):
            matches.undo(session, match, actor=cora, now=NOW)
        attempt.rollback()

    assert len(session.scalars(select(Notification)).all()) == 2


def test_what_both_sides_have_answered_is_not_undone(session: Session, cora: Staff) -> None:
    match = approved(session, cora)
    for side in Side:
        matches.answer(session, match, side, Answer.YES, now=NOW + TEN_MINUTES)
    session.flush()

    with pytest.raises(TransitionRefused):
        matches.undo(session, match, actor=cora, now=NOW)


def test_undoing_what_a_colleague_has_undone_tells_who_it_was(
    session: Session, cora: Staff
) -> None:
    match = approved(session, cora)
    seen = match.version
    colleague = make_staff(session, scheme_id=cora.scheme_id, first_name="Bo", last_name="Quick")
    matches.undo(session, match, actor=colleague, version=seen, now=NOW)
    session.flush()

    with pytest.raises(ChangedMeanwhile) as refused:
        matches.undo(session, match, actor=cora, version=seen, now=NOW)

    assert (refused.value.by, refused.value.state) == ("Bo Quick", MatchState.PROPOSED)


def test_of_many_the_impossible_are_named_and_the_others_go_through(
    session: Session, cora: Staff
) -> None:
    scheme_id = cora.scheme_id
    good, stale = (make_match(session, scheme_id=scheme_id) for _ in range(2))
    rival = make_match(
        session, volunteer=good.volunteer, household=make_household(session, scheme_id=scheme_id)
    )
    chosen = {good.public_id: good.version, rival.public_id: 1, stale.public_id: 99, "nobody": 1}

    outcome = at_once.approve(session, chosen, actor=cora, now=NOW)

    assert outcome.done == [good]
    assert [match for match, _ in outcome.refused] == [rival, stale]
    assert [type(why) for _, why in outcome.refused] == [NoPlaceLeft, ChangedMeanwhile]
    session.expire_all()
    assert [match.state for match in (good, rival, stale)] == [
        MatchState.APPROVED,
        MatchState.PROPOSED,
        MatchState.PROPOSED,
    ]
    assert len(rival.events) == 1
    assert len(waiting(session, NOW + TEN_MINUTES)) == 2


def test_of_two_for_one_last_place_the_first_on_the_list_gets_it(
    session: Session, cora: Staff
) -> None:
    household = make_household(session, scheme_id=cora.scheme_id)
    first, second = (
        make_match(
            session,
            volunteer=make_volunteer(session, scheme_id=cora.scheme_id),
            household=household,
        )
        for _ in range(2)
    )

    outcome = at_once.approve(
        session, {second.public_id: 1, first.public_id: 1}, actor=cora, now=NOW
    )

    assert outcome.done == [second]
    assert isinstance(outcome.refused[0][1], HouseholdNotWaiting)


def test_many_are_undone_as_one_is(session: Session, cora: Staff) -> None:
    early, late = approved(session, cora, NOW - TEN_MINUTES), approved(session, cora)
    chosen = {match.public_id: match.version for match in (early, late)}

    outcome = at_once.undo(session, chosen, actor=cora, now=NOW)

    assert outcome.done == [late]
    assert isinstance(outcome.refused[0][1], AskedAlready)
    assert (early.state, late.state) == (MatchState.APPROVED, MatchState.PROPOSED)
