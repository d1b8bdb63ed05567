"""The log of meetings: the volunteer writes, the coordinator reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_staff
from web.models import FollowUp, HeldMeeting, Match
from web.models.vocabulary import MatchState, Side
from web.queries import held_meetings
from web.services import clock


@pytest.fixture
def today(now: datetime) -> date:
    return clock.local_date(now)


@pytest.fixture
def match(client: Client, session: Session, today: date) -> Match:
    found = make_match(
        session, state=MatchState.ACTIVE, first_meeting_on=today - timedelta(days=40)
    )
    client.sign_in(found.volunteer)
    return found


def write_down(client: Client, match: Match, day: date, said: str = "") -> str:
    path = f"/volunteer/matches/{match.public_id}/meetings"
    return client.press(path, held_on=day.isoformat(), said=said).text


def test_a_meeting_is_written_down_once_for_its_day_with_words_that_nobody_reads_in_the_database(
    client: Client, session: Session, match: Match, today: date
) -> None:
    # Twice by an impatient finger, then of another meeting on that day, and of nothing more.
    for said in ("We baked bread", "We baked bread", "In the evening we ate it", "We baked", ""):
        write_down(client, match, today, said)
    assert "we ate it" in client.get(f"/volunteer/matches/{match.public_id}").text
    kept = session.scalars(select(HeldMeeting)).one()
    assert (kept.held_on, kept.said.splitlines()) == (
        today,
        ["We baked bread", "In the evening we ate it", "We baked"],
    )
    stored = session.execute(text("SELECT said FROM held_meeting")).scalar_one()
    assert "bread" not in stored


def test_a_day_to_come_or_before_the_first_meeting_is_refused_and_nothing_typed_is_lost(
    client: Client, session: Session, match: Match, today: date
) -> None:
    for day in (today + timedelta(days=1), today - timedelta(days=41)):
        page = write_down(client, match, day, "At the library")
        assert "At the library" in page
        assert day.isoformat() in page
    assert session.scalars(select(HeldMeeting)).all() == []


def test_nobody_writes_into_the_log_of_somebody_else_or_strikes_out_their_line(
    client: Client, session: Session, match: Match, today: date
) -> None:
    other = make_match(session, state=MatchState.ACTIVE)
    path = f"/volunteer/matches/{other.public_id}/meetings"
    assert client.press(path, held_on=today.isoformat()).status_code == 404
    write_down(client, match, today)
    line = session.scalars(select(HeldMeeting)).one()
    intruder = client.another()
    intruder.sign_in(other.volunteer)
    away = f"/volunteer/matches/{other.public_id}/meetings/{line.public_id}/strike-out"
    assert intruder.press(away).status_code == 404
    client.press(f"/volunteer/matches/{match.public_id}/meetings/{line.public_id}/strike-out")
    assert session.scalars(select(HeldMeeting)).all() == []


def test_the_coordinator_reads_it_on_the_page_of_the_match_and_in_what_happened(
    client: Client, session: Session, match: Match, today: date
) -> None:
    write_down(client, match, today - timedelta(days=3), "We baked bread")
    client.sign_in(make_staff(session, scheme_id=match.scheme_id))
    for path in (f"matches/{match.public_id}", f"volunteers/{match.volunteer.public_id}"):
        assert "We baked bread" in client.get(f"/desk/{path}").text
    assert "Last met on" in client.get(f"/desk/matches/{match.public_id}").text


def test_last_met_is_the_latest_day_that_anybody_told(
    session: Session, now: datetime, today: date
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    assert held_meetings.last_met(match, None, []) is None
    match.first_meeting_on = today - timedelta(days=50)
    told = today - timedelta(days=9)
    answers = [
        FollowUp(side=Side.HOUSEHOLD, met=met, answered_at=now - timedelta(days=days))
        for met, days in ((True, 5), (False, 1), (None, 0))
    ]
    assert held_meetings.last_met(match, None, []) == match.first_meeting_on
    assert held_meetings.last_met(match, told, []) == told
    assert held_meetings.last_met(match, told, answers) == clock.local_date(now - timedelta(days=5))
