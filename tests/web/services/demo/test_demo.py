"""The invented scheme is believable, follows the domain's rules, and is the same for a seed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import make_scheme
from web.models import EvaluationRound, FollowUp, Household, Match, Notification, Party, Volunteer
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState, RoundState
from web.services import clock, demo
from web.services.demo import evaluating
from web.services.demo.answers import answer_some
from web.services.sweeps import SWEEPS
from web.services.transitions import TRANSITIONS

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture
def filled(session: Session) -> Session:
    demo.fill(session, demo.DemoSize(120, 90, 1), NOW, lambda _: None)
    return session


def _people(session: Session) -> list[tuple[str, str, str | None, int]]:
    rows = session.scalars(select(Party).order_by(Party.origin_key)).all()
    return [
        (row.public_id, row.full_name, row.postcode, row.slots) for row in rows if row.origin_key
    ]


def test_the_same_seed_invents_the_same_people(app: Flask, session: Session) -> None:
    demo.fill(session, demo.DemoSize(30, 20, 7), NOW, lambda _: None)
    first = _people(session)
    session.rollback()
    demo.fill(session, demo.DemoSize(30, 20, 7), NOW, lambda _: None)
    assert _people(session) == first
    session.rollback()
    demo.fill(session, demo.DemoSize(30, 20, 8), NOW, lambda _: None)
    assert _people(session) != first


def test_there_are_matches_in_every_state_that_can_last(filled: Session) -> None:
    states = Counter(filled.scalars(select(Match.state)))
    # A run proposes; the visitor starts it.
    assert set(states) == set(MatchState) - {MatchState.PROPOSED}


def test_nobody_has_more_households_than_they_can_take(filled: Session) -> None:
    taken = dict(
        filled.execute(
            select(Match.volunteer_id, func.count())
            .where(Match.state.in_(PLACE_TAKING_STATES))
            .group_by(Match.volunteer_id)
        ).all()
    )
    for volunteer in filled.scalars(select(Volunteer)):
        assert taken.get(volunteer.id, 0) <= volunteer.capacity


def test_every_history_follows_the_table_of_transitions_and_time(filled: Session) -> None:
    for match in filled.scalars(select(Match)):
        assert match.events[0].from_state is None
        for before, after in zip(match.events, match.events[1:], strict=False):
            assert after.from_state is before.to_state
            assert after.to_state in TRANSITIONS[before.to_state]
            assert before.at <= after.at <= NOW
        assert match.events[-1].to_state is match.state


def test_follow_ups_were_asked_in_the_past_and_are_planned_for_the_future(filled: Session) -> None:
    today = clock.local_date(NOW)
    rows = filled.scalars(select(FollowUp)).all()
    assert any(row.answered_at for row in rows)
    assert any(row.silent_at for row in rows)
    for row in rows:
        # While a match is paused nobody is asked.
        asked_until = row.match.paused_on or today
        assert (row.asked_at is not None) == (row.due_on < asked_until)


def test_a_round_is_closed_with_its_figures_and_one_is_planned(filled: Session) -> None:
    rounds = {row.state: row for row in filled.scalars(select(EvaluationRound))}
    assert set(rounds) == {RoundState.CLOSED, RoundState.PLANNED}
    assert rounds[RoundState.CLOSED].figures


@pytest.mark.parametrize("month", range(1, 13))
def test_rounds_are_a_year_apart_and_open_in_their_own_year(session: Session, month: int) -> None:
    now = NOW.replace(month=month)
    evaluating.rounds(session, make_scheme(session), now, np.random.default_rng(1))
    before, after = session.scalars(select(EvaluationRound).order_by(EvaluationRound.year)).all()
    assert (before.state, after.state) == (RoundState.CLOSED, RoundState.PLANNED)
    assert [one.opens_on.year for one in (before, after)] == [before.year, after.year]
    assert after.opens_on == before.opens_on.replace(year=after.year)
    assert before.closes_on < clock.local_date(now) < after.opens_on


def test_all_live_in_the_two_regions_in_cells_and_have_no_street(filled: Session) -> None:
    for party in filled.scalars(select(Party).where(Party.kind != "staff")):
        assert party.postcode
        assert party.postcode[0] in "18"
        assert party.has_place
        assert party.address is None


def test_a_quarter_goes_by_and_every_question_is_asked_once(filled: Session) -> None:
    for day in range(90):
        for _name, sweep in SWEEPS:
            sweep(filled, NOW + timedelta(days=day))
        answer_some(filled, NOW + timedelta(days=day, hours=3), 0.75)
    end = clock.local_date(NOW + timedelta(days=89))
    unasked = filled.scalars(
        select(FollowUp)
        .join(FollowUp.match)
        .where(
            FollowUp.asked_at.is_(None), FollowUp.due_on <= end, Match.state == MatchState.ACTIVE
        )
    ).all()
    assert unasked == []
    asked = Counter(
        row.params["subject_id"]
        for row in filled.scalars(select(Notification).where(Notification.kind == "follow_up"))
    )
    assert asked
    assert set(asked.values()) == {1}


def test_households_wait_in_believable_numbers(filled: Session) -> None:
    ready = filled.scalars(select(Household).where(Household.ready_at.is_not(None))).all()
    assert len(ready) > 60
    assert all(household.ready_at <= NOW for household in ready if household.ready_at)
