"""A volunteer's dates as calendar programs read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.browsing import Client, readable
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.models import EvaluationAnswer, EvaluationRound, FollowUp, Match
from web.models.vocabulary import MatchState, RoundState, Side
from web.services import volunteers


@pytest.fixture
def match(client: Client, session: Session, now: datetime) -> Match:
    """An active match with a question to come, in a scheme whose volunteers will meet."""
    volunteer = make_volunteer(session, scheme=make_scheme(session), language="fr")
    household = make_household(
        session,
        scheme_id=volunteer.scheme_id,
        first_name="Hana",
        last_name="Surname",
        street="Secret Street 5",
    )
    found = make_match(
        session,
        volunteer=volunteer,
        household=household,
        state=MatchState.ACTIVE,
        first_meeting_on=date(2026, 3, 2),
    )
    held = EvaluationRound(
        scheme_id=found.scheme_id,
        year=2026,
        state=RoundState.OPEN,
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 11, 1),
        meeting_at=datetime(2026, 7, 4, 16, tzinfo=UTC),
        meeting_place="Rue Haute 1",
    )
    side = {"scheme_id": found.scheme_id, "match": found, "party": volunteer}
    session.add_all(
        [
            FollowUp(**side, side=Side.VOLUNTEER, step="6w", due_on=date(2026, 4, 13)),
            FollowUp(
                **{**side, "party": household},
                side=Side.HOUSEHOLD,
                step="6w",
                due_on=date(2026, 4, 14),
            ),
            EvaluationAnswer(**side, round=held, side=Side.VOLUNTEER, invited_at=now),
        ]
    )
    session.flush()
    client.sign_in(volunteer)
    return found


def feed_of(client: Client) -> str:
    """The path of the private address, as the page shows it once."""
    page = client.press("/volunteer/calendar/address").text
    _before, _value, rest = page.partition('value="http://localhost')
    return rest.partition('"')[0]


def parts_of(file: str, kind: str) -> list[Any]:
    """Events or zones, as another program reads them."""
    return list(Calendar.from_ical(file).walk(kind))


def test_the_private_address_tells_every_date_with_its_zone_and_no_family_name(
    client: Client, match: Match
) -> None:
    answer = client.another().get(feed_of(client))
    assert answer.mimetype == "text/calendar"
    for hidden in ("Surname", "Secret", "1050", match.household.email or "?"):
        assert hidden not in readable(answer.text)
    events = parts_of(answer.text, "VEVENT")
    begins = {str(event["SUMMARY"]): event["DTSTART"] for event in events}
    assert [one.dt for name, one in begins.items() if "Hana" in name] == [
        date(2026, 3, 2),
        date(2026, 4, 13),
    ]
    (meeting,) = [one for name, one in begins.items() if "Hana" not in name]
    assert meeting.params["TZID"] == "Europe/Brussels"
    assert meeting.dt.isoformat() == "2026-07-04T18:00:00+02:00"
    assert [zone["TZID"] for zone in parts_of(answer.text, "VTIMEZONE")] == ["Europe/Brussels"]
    assert len({str(event["UID"]) for event in events}) == 3


def test_a_new_address_or_a_stop_or_leaving_ends_the_one_before(
    client: Client, session: Session, match: Match, now: datetime
) -> None:
    stranger = client.another()
    first = feed_of(client)
    second = feed_of(client)
    assert stranger.get(first).status_code == 410
    assert stranger.get(second).status_code == 200
    assert stranger.get(second[:-1] + ("A" if second[-1] != "A" else "B")).status_code == 410
    client.press("/volunteer/calendar/stop")
    assert stranger.get(second).status_code == 410
    third = feed_of(client)
    volunteers.leave(session, match.volunteer, match.volunteer, now)
    assert stranger.get(third).status_code == 410


def test_the_address_is_shown_once_and_opening_it_changes_nothing(
    client: Client, match: Match
) -> None:
    address = feed_of(client)
    assert address.rpartition("/")[2] not in client.get("/volunteer/calendar").text
    stranger = client.another()
    assert stranger.get(address).status_code == stranger.get(address).status_code == 200


def test_each_date_is_a_file_and_somebody_elses_is_not_there(
    client: Client, session: Session, match: Match
) -> None:
    page = client.get("/volunteer/calendar").text
    name = f"follow-up-{match.public_id}-6w"
    assert f"/volunteer/calendar/{name}.ics" in page
    events = parts_of(client.get(f"/volunteer/calendar/{name}.ics").text, "VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2026, 4, 13)]
    client.sign_in(make_volunteer(session, scheme_id=match.scheme_id))
    assert client.get(f"/volunteer/calendar/{name}.ics").status_code == 404


def test_of_a_match_that_pauses_no_question_stands_in_the_calendar(
    client: Client, match: Match
) -> None:
    match.state, match.paused_on = MatchState.PAUSED, date(2026, 4, 1)
    match.pause_until = date(2026, 4, 1) + timedelta(days=60)
    assert "follow-up" not in client.get("/volunteer/calendar").text


def test_a_planned_first_meeting_has_its_hour_and_zone_but_no_place_in_the_feed(
    client: Client, session: Session, match: Match
) -> None:
    match.state, match.first_meeting_on = MatchState.ACCEPTED, None
    match.meeting_at = datetime(2026, 7, 9, 14, 30, tzinfo=UTC)
    match.meeting_place = "Rue Neuve 7"
    page = client.get("/volunteer/calendar").text
    assert "16:30" in page
    assert "Rue Neuve 7" in page
    name = f"first-meeting-{match.public_id}"
    file = client.get(f"/volunteer/calendar/{name}.ics").text
    for text, place in ((file, "Rue Neuve 7"), (client.another().get(feed_of(client)).text, "")):
        (event,) = [one for one in parts_of(text, "VEVENT") if name in str(one["UID"])]
        assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
        assert event["DTSTART"].dt.isoformat() == "2026-07-09T16:30:00+02:00"
        assert str(event.get("LOCATION", "")) == place


def test_once_held_a_first_meeting_is_the_day_that_was_written_down(
    client: Client, match: Match
) -> None:
    match.meeting_at = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    file = client.get(f"/volunteer/calendar/first-meeting-{match.public_id}.ics").text
    (event,) = parts_of(file, "VEVENT")
    assert event["DTSTART"].dt == date(2026, 3, 2)
