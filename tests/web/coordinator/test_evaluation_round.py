"""A round as its coordinators run it: own questions, who is missing, the meeting, the minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_staff
from tests.web.coordinator.statements import counting
from web.models import EvaluationRound, Match, Scheme, Staff
from web.models.vocabulary import MatchState, Role
from web.queries import rounds
from web.services import clock, evaluations

NOW = datetime.now(UTC)
TODAY = clock.local_date(NOW)
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def match(session: Session, scheme: Scheme) -> Match:
    met_on = TODAY - timedelta(days=40)
    return make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=met_on)


@pytest.fixture
def found(session: Session, scheme: Scheme, match: Match) -> EvaluationRound:
    planned = evaluations.plan(
        session,
        scheme,
        TODAY.year,
        NOW,
        opens_on=TODAY + timedelta(days=9),
        closes_on=TODAY + timedelta(days=30),
    )
    planned.meeting_at = NOW + timedelta(days=3)
    session.commit()
    return planned


def test_own_questions_are_written_a_language_at_a_time_and_stand_on_the_questionnaire(
    client: Client, session: Session, coordinator: Staff, found: EvaluationRound, match: Match
) -> None:
    path = f"/desk/evaluation/{found.public_id}/questions"
    client.fill(path + "?written_in=fr", own_1="Nous cuisinons ensemble.")
    client.fill(path + "?written_in=en", own_1="We cook together.")
    assert "Nous cuisinons" in client.get(path + "?written_in=fr").text
    wrong = client.fill(path, own_2="x" * 300)
    assert wrong.status_code == 422
    assert "x" * 300 in wrong.text
    evaluations.open_round(session, found, NOW)
    family = f"/desk/households/{match.household.public_id}/evaluation?match={match.public_id}"
    assert "We cook together." in client.get(family).text
    client.fill(family, own_1="5", heard="by_phone")
    page = client.get(f"/desk/evaluation/{found.public_id}").text
    assert "We cook together." in page
    late = client.fill(path, own_1="Other")
    assert late.status_code == 409


def test_a_round_shows_who_is_missing_until_they_have_answered(
    engine: Engine,
    client: Client,
    session: Session,
    coordinator: Staff,
    found: EvaluationRound,
    match: Match,
) -> None:
    path = f"/desk/evaluation/{found.public_id}"
    assert "answers are missing" not in client.get(path).text
    evaluations.open_round(session, found, NOW)
    with counting(engine) as statements:
        page = client.get(path).text
    assert len(statements.sent) <= 12, statements.sent
    assert "2 answers are missing" in page
    family = f"/desk/households/{match.household.public_id}/evaluation?match={match.public_id}"
    assert family in page
    client.fill(family, still_meet="yes", heard="by_phone")
    assert "1 answer is missing" in client.get(path).text
    other = f"/desk/volunteers/{match.volunteer.public_id}/evaluation?match={match.public_id}"
    client.fill(other, satisfaction="4", heard="by_phone")
    assert "is missing" not in client.get(path).text
    told = client.get(f"/desk/volunteers/{match.volunteer.public_id}/timeline").text
    assert "they said it by phone" in told
    client.press(f"{path}/stop")
    assert "Late answers still count" in client.get(path).text
    client.press(f"{path}/close")
    assert "is missing" not in client.get(path).text


def test_the_meeting_has_a_file_attendance_and_minutes(
    client: Client, session: Session, coordinator: Staff, found: EvaluationRound, match: Match
) -> None:
    path = f"/desk/evaluation/{found.public_id}"
    file = client.press(f"{path}/calendar")
    assert file.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in file.text
    evaluations.open_round(session, found, NOW)
    client.press(f"{path}/attendance", present=[match.volunteer.public_id])
    assert [one.was_there for one in rounds.volunteers(session, found)] == [True]
    client.press(f"{path}/minutes", text="We meet more.", version="0")
    assert "We meet more." in client.get(path).text
    stale = client.press(f"{path}/minutes", text="We meet less.", version="0")
    assert stale.status_code == 409
    assert "We meet less." in stale.text
    too_long = client.press(f"{path}/minutes", text="y" * 4001, version="1")
    assert too_long.status_code == 422
    assert "y" * 4001 in too_long.text


def test_a_reader_sees_neither_minutes_nor_who_was_there(
    client: Client, session: Session, scheme: Scheme, found: EvaluationRound, match: Match
) -> None:
    client.sign_in(make_staff(session, scheme=scheme))
    path = f"/desk/evaluation/{found.public_id}"
    evaluations.open_round(session, found, NOW)
    client.press(f"{path}/minutes", text="We meet more.", version="0")
    client.sign_in(make_staff(session, scheme=scheme, duty=Role.READER))
    page = client.get(path)
    assert page.status_code == 200
    assert "We meet more." not in page.text
    assert match.volunteer.full_name not in page.text


def test_mondays_mail_is_stopped_and_wanted_again_at_the_foot_of_today(
    client: Client, session: Session, coordinator: Staff
) -> None:
    client.press("/desk/weekly-mail", wanted="0")
    assert not coordinator.weekly_mail
    assert "Send it to me" in client.get("/desk/").text
    client.press("/desk/weekly-mail", wanted="1")
    assert coordinator.weekly_mail


def test_minutes_without_a_word_are_none_but_what_was_written_can_be_taken_away(
    client: Client, session: Session, coordinator: Staff, found: EvaluationRound
) -> None:
    evaluations.open_round(session, found, NOW)
    session.commit()
    path = f"/desk/evaluation/{found.public_id}"
    nothing = client.press(f"{path}/minutes", text="  ", version="0")
    assert nothing.status_code == 422
    assert "Please fill this in." in nothing.text
    client.press(f"{path}/minutes", text="We meet more.", version="0")
    client.press(f"{path}/minutes", text="", version="1")
    assert "The minutes are taken away." in client.get(path).text
