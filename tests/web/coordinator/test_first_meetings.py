"""Arranging a first meeting at the desk, and where it is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match
from web.models import Match, MatchEvent, MeetingTime, Scheme, Staff
from web.models.vocabulary import Answer, MatchState, Side
from web.queries import meeting_times
from web.services import clock, first_meetings, overdue_meetings
from web.services.clock import local_date


@pytest.fixture
def match(session: Session, scheme: Scheme) -> Match:
    long_ago = datetime.now(UTC) - timedelta(days=20)
    return make_match(session, scheme=scheme, state=MatchState.ACCEPTED, accepted_at=long_ago)


def _typed(days: int) -> str:
    """Noon in Belgium, as a browser sends it."""
    return f"{datetime.now(clock.ZONE) + timedelta(days=days):%Y-%m-%d}T12:00"


def _path(match: Match, step: str = "") -> str:
    return f"/desk/matches/{match.public_id}{step}"


def test_times_are_proposed_in_belgian_time_and_a_place_counts_for_all_of_them(
    session: Session, client: Client, coordinator: Staff, match: Match
) -> None:
    answer = client.press(
        _path(match, "/meeting-times"),
        version=match.version,
        begins_1=_typed(3),
        place_1="  Café du  Parc ",
        begins_3=_typed(4),
    )
    assert answer.status_code == 303
    first, second = meeting_times.of_match(session, match)
    assert [first.place, second.place] == ["Café du Parc"] * 2
    assert first.begins_at.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M") == _typed(3)
    page = client.get(_path(match)).text
    assert page.count("no answer yet") == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins_1": ""},
        {"begins_1": "tomorrow"},
        {"begins_1": _typed(-1)},
        {"begins_1": "9999-12-31T23:59"},
        {"place_1": " "},
        {"place_1": "x" * 201},
        {"begins_2": _typed(3)},
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], session: Session, client: Client, coordinator: Staff, match: Match
) -> None:
    typed = {"begins_1": _typed(3), "place_1": "Café", "place_3": "The other hall", **wrong}
    answer = client.press(_path(match, "/meeting-times"), version=match.version, **typed)
    assert answer.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in answer.text
    assert "The other hall" in answer.text
    assert session.scalars(select(MeetingTime)).all() == []


def test_a_time_is_set_by_hand_and_seen_on_the_match_in_its_history_on_today_and_in_the_alarm(
    session: Session, client: Client, coordinator: Staff, match: Match
) -> None:
    assert "First meetings this week" not in client.get("/desk/").text
    client.press(_path(match, "/meeting"), version=match.version, begins=_typed(2), place="Café")
    overdue_meetings.alarm(session, datetime.now(UTC))
    planned = client.get(_path(match)).text.partition("First meeting planned for ")[2]
    when = planned.partition("<")[0]
    assert when.endswith(", 12:00")
    assert when in client.get(_path(match, "/timeline")).text
    today = client.get("/desk/").text
    assert today.count(when) == 2
    assert f"First meeting planned for {when}" in today


def test_today_shows_meetings_of_the_week_and_those_that_nobody_recorded_but_no_later_ones(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, match: Match
) -> None:
    now = datetime.now(UTC)
    match.meeting_at = now - timedelta(days=1)
    later, held = (
        make_match(session, scheme=scheme, state=MatchState.ACCEPTED, accepted_at=now)
        for _ in range(2)
    )
    later.meeting_at = now + timedelta(days=8)
    held.meeting_at, held.first_meeting_on = now, local_date(now)
    page = client.get("/desk/").text
    assert "to be recorded" in page
    assert match.public_id in page
    assert later.public_id not in page
    assert held.public_id not in page


def test_a_stale_page_is_told_who_was_quicker_and_keeps_the_times(
    client: Client, coordinator: Staff, match: Match
) -> None:
    seen = match.version
    typed = {"version": seen, "begins": _typed(2), "place": "Café"}
    client.press(_path(match, "/meeting"), **typed)
    again = client.press(_path(match, "/meeting"), **{**typed, "place": "Library"})
    assert again.status_code == 409
    assert coordinator.full_name in again.text
    assert "Library" in again.text
    assert match.meeting_place == "Café"


def test_the_day_of_a_yes_stays_when_that_side_answers_for_times(
    session: Session, client: Client, coordinator: Staff, match: Match
) -> None:
    match.household_answer = Answer.YES
    session.add(
        MatchEvent(
            scheme_id=match.scheme_id,
            match=match,
            at=datetime(2020, 1, 2, tzinfo=UTC),
            actor_id=match.household_id,
            from_state=MatchState.APPROVED,
            to_state=MatchState.ACCEPTED,
        )
    )
    session.flush()
    typed = {"version": match.version, "begins_1": _typed(3), "place_1": "Café"}
    client.press(_path(match, "/meeting-times"), **typed)
    first_meetings.answer(session, match, Side.HOUSEHOLD, set(), now=datetime.now(UTC))
    page = client.get(_path(match)).text
    assert "does not suit" in page
    assert '<span class="quiet small">2 January 2020</span>' in page


def test_a_task_says_whom_no_time_suits_and_leads_to_other_times(
    session: Session, client: Client, coordinator: Staff, match: Match
) -> None:
    typed = {"version": match.version, "begins_1": _typed(3), "place_1": "Café"}
    client.press(_path(match, "/meeting-times"), **typed)
    first_meetings.answer(session, match, Side.HOUSEHOLD, set(), now=datetime.now(UTC))
    page = client.get("/desk/").text
    assert f"No time suits {match.household.full_name}." in page
    assert f'href="{_path(match)}#first-meeting"' in page


def test_another_schemes_match_is_not_arranged(
    session: Session, client: Client, coordinator: Staff
) -> None:
    elsewhere = make_match(session, state=MatchState.ACCEPTED)
    for step in ("/meeting", "/meeting-times"):
        answer = client.press(_path(elsewhere, step), begins=_typed(2), place="x", begins_1="x")
        assert answer.status_code == 404
