"""A volunteer who is signed in says which times suit for the first meeting, without the link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_staff
from web.models import Match, MeetingTime, Task
from web.models.vocabulary import MatchState, Side, TaskKind
from web.services import first_meetings
from web.services.first_meetings import Slot

# In winter: 14:00 in Belgium.
FIRST = datetime(2101, 1, 12, 13, tzinfo=UTC)
SLOTS = [Slot(FIRST + timedelta(days=n), f"Café {n}") for n in range(2)]


@pytest.fixture
def match(client: Client, session: Session, now: datetime) -> Match:
    match = make_match(session, state=MatchState.ACCEPTED, accepted_at=now)
    staff = make_staff(session, scheme_id=match.scheme_id)
    first_meetings.propose(session, match, actor=staff, slots=SLOTS, now=now)
    client.sign_in(match.volunteer)
    return match


def at(match: Match, rest: str = "") -> str:
    return f"/volunteer/matches/{match.public_id}{rest}"


def suits(session: Session) -> list[bool | None]:
    session.expire_all()
    return [*session.scalars(select(MeetingTime.suits_volunteer).order_by(MeetingTime.begins_at))]


def ids(session: Session) -> list[int]:
    return [*session.scalars(select(MeetingTime.id).order_by(MeetingTime.begins_at))]


def test_the_home_leads_to_the_times_and_what_is_ticked_counts_and_can_be_changed(
    client: Client, session: Session, match: Match
) -> None:
    home = client.get("/volunteer/").text
    assert "Tell us which are good" in home
    assert f'href="{at(match)}"' in home
    page = client.get(at(match)).text
    assert "Wednesday, 12 January 2101, 14:00" in page
    assert "Café 1" in page
    first, second = ids(session)
    client.press(at(match, "/times"), times=str(first))
    assert suits(session) == [True, False]
    assert "We will write to you when the day is sure." in client.get("/volunteer/").text
    page = client.get(at(match)).text
    assert f'value="{first}" checked' in page
    assert f'value="{second}" checked' not in page
    client.press(at(match, "/times"), times=str(second))
    assert suits(session) == [False, True]


def test_what_both_have_ticked_is_set_and_shown(
    client: Client, session: Session, match: Match, now: datetime
) -> None:
    _first, second = ids(session)
    first_meetings.answer(session, match, Side.HOUSEHOLD, {second}, now=now)
    client.press(at(match, "/times"), times=str(second))
    session.refresh(match)
    assert match.meeting_at == SLOTS[1].begins_at
    page = client.get(at(match)).text
    assert "Thursday, 13 January 2101, 14:00" in page
    assert 'id="times"' not in page
    # Sent once more from a page that was still open: nothing moves.
    client.press(at(match, "/times"), times=str(_first))
    session.refresh(match)
    assert match.meeting_at == SLOTS[1].begins_at


def test_nothing_ticked_is_no_answer_and_no_time_is_a_call(
    client: Client, session: Session, match: Match
) -> None:
    page = client.press(at(match, "/times"), times="x")
    assert page.status_code == 422
    assert "Please tick a time" in page.text
    assert suits(session) == [None, None]
    client.press(at(match, "/times"), answer="none")
    assert suits(session) == [False, False]
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.NO_MEETING_TIME]


def test_ticks_stay_where_the_page_is_read_on_in_another_language(
    client: Client, session: Session, match: Match
) -> None:
    first, _second = ids(session)
    page = client.press(at(match, "/times"), times=str(first), read_in="fr").text
    assert '<html lang="fr"' in page
    assert f'value="{first}" checked' in page
    assert suits(session) == [None, None]


def test_nobody_answers_for_another_volunteer(
    client: Client, session: Session, match: Match
) -> None:
    other = make_match(session, scheme_id=match.scheme_id, state=MatchState.ACCEPTED)
    intruder = client.another()
    intruder.sign_in(other.volunteer)
    assert intruder.press(at(match, "/times"), answer="none").status_code == 404
    assert suits(session) == [None, None]
