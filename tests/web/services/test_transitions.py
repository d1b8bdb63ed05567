"""The table of a match's steps, driven at random: no order of steps leaves it untrue."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from web.models import Match, Staff
from web.models.vocabulary import (
    PLACE_TAKING_STATES,
    Answer,
    DeclineReason,
    EndReason,
    MatchState,
    PauseReason,
    RejectReason,
    Side,
)
from web.services import matches
from web.services.clock import local_date
from web.services.errors import DomainError, TransitionRefused
from web.services.transitions import TRANSITIONS

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
Step = Callable[[Session, Match, Staff, datetime], Any]


def say(side: Side, answer: Answer) -> Step:
    reason = DeclineReason.OTHER if answer is Answer.NO else None
    return lambda session, match, _cora, now: matches.answer(
        session, match, side, answer, reason=reason, now=now
    )


def meet(session: Session, match: Match, cora: Staff, now: datetime) -> None:
    day = local_date(now)
    matches.record_first_meeting(
        session, match, actor=cora, held_on=day, charter_signed_on=day, now=now
    )


STEPS: dict[str, Step] = {
    "approve": lambda s, m, c, now: matches.approve(s, m, actor=c, now=now),
    "undo": lambda s, m, c, now: matches.undo(s, m, actor=c, now=now),
    "reject": lambda s, m, c, now: matches.reject(
        s, m, actor=c, reason=RejectReason.OTHER, now=now
    ),
    "cancel": lambda s, m, c, now: matches.cancel(s, m, actor=c, reason=EndReason.OTHER, now=now),
    "meet": meet,
    "pause": lambda s, m, c, now: matches.pause(s, m, actor=c, reason=PauseReason.AWAY, now=now),
    "resume": lambda s, m, c, now: matches.resume(s, m, actor=c, now=now),
    "end": lambda s, m, c, now: matches.end(s, m, actor=c, reason=EndReason.OTHER, now=now),
    "reopen": lambda s, m, c, now: matches.reopen(s, m, actor=c, now=now),
    "lapse": lambda s, _m, _c, now: matches.lapse_overdue(s, now),
    **{f"{side} says {answer}": say(side, answer) for side in Side for answer in Answer},
}


def test_the_table_names_every_state() -> None:
    assert set(TRANSITIONS) == set(MatchState)


@pytest.mark.parametrize(
    "state",
    [
        MatchState.REJECTED,
        MatchState.LAPSED,
        MatchState.CANCELLED,
    ],
)
def test_what_was_over_before_it_began_stays_so(state: MatchState) -> None:
    assert not TRANSITIONS[state]


def test_a_no_can_only_be_taken_back() -> None:
    assert TRANSITIONS[MatchState.DECLINED] == {MatchState.APPROVED}


def test_an_end_can_only_be_taken_back() -> None:
    assert TRANSITIONS[MatchState.ENDED] == {MatchState.ACTIVE}


@pytest.mark.parametrize("state", list(MatchState))
@pytest.mark.parametrize(
    ("button", "works_in"),
    [
        ("approve", {MatchState.PROPOSED}),
        ("reject", {MatchState.PROPOSED}),
        ("cancel", {MatchState.APPROVED, MatchState.ACCEPTED}),
        ("meet", {MatchState.ACCEPTED}),
        ("pause", {MatchState.ACTIVE}),
        ("resume", {MatchState.PAUSED}),
        ("end", {MatchState.ACTIVE, MatchState.PAUSED}),
        ("reopen", {MatchState.ENDED}),
    ],
)
def test_a_button_works_in_its_states_and_is_refused_in_all_others(
    session: Session, button: str, works_in: set[MatchState], state: MatchState
) -> None:
    scheme = make_scheme(session)
    ended_on = local_date(NOW) if state is MatchState.ENDED else None
    match = make_match(session, state=state, scheme=scheme, proposed_at=NOW, ended_on=ended_on)
    cora = make_staff(session, scheme=scheme)

    with nullcontext() if state in works_in else pytest.raises(TransitionRefused):
        STEPS[button](session, match, cora, NOW)
    assert (match.state is not state) == (state in works_in)


@settings(max_examples=40)
@given(
    chosen=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(sorted(STEPS)), st.integers(0, 3)),
        max_size=25,
    )
)
def test_any_order_of_steps_keeps_history_and_places_true(
    session: Session, chosen: list[tuple[int, str, int]]
) -> None:
    scheme = make_scheme(session)
    volunteer = make_volunteer(session, scheme=scheme, capacity=2)
    cora = make_staff(session, scheme=scheme)
    pairs = [
        make_match(session, volunteer=volunteer, household=make_household(session, scheme=scheme))
        for _ in range(3)
    ]
    now = NOW
    for number, name, days in chosen:
        now += timedelta(days=days)
        match = pairs[number]
        with session.begin_nested() as attempt:
            try:
                STEPS[name](session, match, cora, now)
            except DomainError:
                attempt.rollback()
    session.flush()

    taking = session.scalar(
        select(func.count())
        .select_from(Match)
        .where(Match.volunteer_id == volunteer.id, Match.state.in_(PLACE_TAKING_STATES))
    )
    assert (taking or 0) <= volunteer.capacity
    session.refresh(volunteer)
    # What lists show says the same as the matches.
    assert volunteer.places_taken == (taking or 0)
    for match in pairs:
        session.refresh(match)
        session.refresh(match.household)
        takes = match.state in PLACE_TAKING_STATES
        assert match.household.places_taken == takes
        assert match.household.waits != takes
        line = [(event.from_state, event.to_state) for event in match.events]
        for (_, left), (came_from, to) in pairwise(line):
            assert came_from == left
            assert to == came_from or (came_from and to in TRANSITIONS[came_from])
        assert line[-1][1] is match.state
        both_yes = match.volunteer_answer is match.household_answer is Answer.YES
        if match.state in {MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED}:
            assert both_yes
        waiting = match.state is MatchState.PROPOSED
        assert (match.approved_at is None) >= waiting
        assert (match.ended_on is not None) == (match.state is MatchState.ENDED)
        assert (match.paused_on is not None) == (match.state is MatchState.PAUSED)
    session.rollback()
