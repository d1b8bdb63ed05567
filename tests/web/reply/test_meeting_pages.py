"""The page behind the link about a first meeting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_staff
from web.models import Match, MeetingTime, Notification, Task
from web.models.vocabulary import MatchState, Side, TaskKind
from web.services import first_meetings, links
from web.services.first_meetings import Slot
from web.services.links import Purpose

# In winter: 14:00 in Belgium.
FIRST = datetime(2101, 1, 12, 13, tzinfo=UTC)
SLOTS = [Slot(FIRST + timedelta(days=n), f"Café {n}") for n in range(2)]


@pytest.fixture
def match(session: Session) -> Match:
    now = datetime.now(UTC)
    match = make_match(session, state=MatchState.ACCEPTED, accepted_at=now)
    staff = make_staff(session, scheme_id=match.scheme_id)
    first_meetings.propose(session, match, actor=staff, slots=SLOTS, now=now)
    session.flush()
    return match


def _path(session: Session, match: Match, side: Side) -> str:
    now = datetime.now(UTC)
    return links.create(session, match.party(side), Purpose.MEETING, match.id, now=now)


def _ids(session: Session) -> list[int]:
    return [*session.scalars(select(MeetingTime.id).order_by(MeetingTime.begins_at))]


def test_the_page_asks_for_times_with_their_places_and_opening_it_answers_nothing(
    client: Client, session: Session, match: Match
) -> None:
    page = client.get(_path(session, match, Side.HOUSEHOLD)).text
    assert "Wednesday, 12 January 2101, 14:00" in page
    assert "Café 1" in page
    assert match.volunteer.first_name in page
    assert session.scalars(select(MeetingTime.suits_household)).all() == [None, None]


def test_when_both_have_ticked_the_same_the_page_says_when_and_where_for_a_calendar_too(
    client: Client, session: Session, match: Match
) -> None:
    first, second = _ids(session)
    theirs, ours = (_path(session, match, side) for side in Side)
    client.post(theirs, data={"times": [first, second]})
    assert "We will write to you when the day is sure." in client.get(theirs).text
    page = client.post(ours, data={"times": [second]}, follow_redirects=True).text
    assert "Thursday, 13 January 2101, 14:00" in page
    assert "Café 1" in page
    file = client.get(f"{ours}?file=calendar")
    assert file.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(file.data).walk("VEVENT")
    assert event.decoded("DTSTART") == SLOTS[1].begins_at
    assert "DTSTART;TZID=Europe/Brussels:21010113T140000" in file.text
    assert event["LOCATION"] == "Café 1"


def test_nothing_ticked_is_no_answer(client: Client, session: Session, match: Match) -> None:
    path = _path(session, match, Side.HOUSEHOLD)
    for typed in ({}, {"times": ["9" * 40, "x"]}, {"answer": "maybe"}):
        page = client.post(path, data=typed)
        assert page.status_code == 422
        assert "Please tick a time" in page.text
    assert session.scalars(select(MeetingTime.suits_household)).all() == [None, None]


def test_who_finds_no_time_is_called_and_can_still_change_it(
    client: Client, session: Session, match: Match
) -> None:
    path = _path(session, match, Side.HOUSEHOLD)
    page = client.post(path, data={"answer": "none"}, follow_redirects=True).text
    assert "We will call you soon." in page
    assert session.scalars(select(Task.kind)).all() == [TaskKind.NO_MEETING_TIME]
    assert 'type="checkbox"' in client.get(f"{path}?answer=change").text


def test_who_cannot_come_to_what_is_planned_is_called(
    client: Client, session: Session, match: Match
) -> None:
    path = _path(session, match, Side.VOLUNTEER)
    match.meeting_at, match.meeting_place = SLOTS[0].begins_at, "Café 0"
    for _twice in range(2):
        client.post(path, data={"answer": "call_me"})
    (task,) = session.scalars(select(Task)).all()
    assert (task.kind, task.party_id) == (TaskKind.CALL_ME, match.volunteer_id)
    assert match.meeting_at is not None


def test_a_late_answer_sees_the_time_that_is_set(
    client: Client, session: Session, match: Match
) -> None:
    path, (first, _second) = _path(session, match, Side.HOUSEHOLD), _ids(session)
    match.meeting_at, match.meeting_place = SLOTS[1].begins_at, "Café 1"
    page = client.post(path, data={"times": [first]}, follow_redirects=True).text
    assert "Café 1" in page
    assert match.meeting_at == SLOTS[1].begins_at


def test_once_they_have_met_the_place_is_not_shown_any_more(
    client: Client, session: Session, match: Match
) -> None:
    path = _path(session, match, Side.HOUSEHOLD)
    match.meeting_at, match.meeting_place = SLOTS[1].begins_at, "Café 1"
    match.state = MatchState.ACTIVE
    page = client.get(path).text
    assert "Café" not in page
    assert "You have met" in page
    assert client.get(f"{path}?file=calendar").mimetype == "text/html"


@pytest.mark.parametrize("kind", ["meeting_times", "meeting_planned"])
def test_an_old_link_brings_the_message_that_fits_now(
    kind: str, client: Client, session: Session, match: Match
) -> None:
    if kind == "meeting_planned":
        match.meeting_at, match.meeting_place = SLOTS[1].begins_at, "Café 1"
    before = datetime.now(UTC) - timedelta(days=8)
    path = links.create(session, match.household, Purpose.MEETING, match.id, now=before)
    assert client.get(path).status_code == 410
    client.post(f"{path}/again")
    again = select(Notification.kind).where(Notification.at_once)
    assert session.scalars(again).all() == [kind]
