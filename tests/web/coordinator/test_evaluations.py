from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_scheme, make_staff
from web.models import EvaluationAnswer, EvaluationRound, Notification, Scheme, Staff
from web.models.vocabulary import MatchState, Role
from web.services import clock, evaluations

TODAY = clock.local_date(datetime.now(UTC))


@pytest.fixture
def coordinator(client: Client, session: Session) -> Staff:
    staff = make_staff(session)
    client.sign_in(staff)
    return staff


def _met(session: Session, scheme_id: int, number: int, *, ended: int = 0) -> None:
    scheme = session.get_one(Scheme, scheme_id)
    for index in range(number):
        over = index < ended
        make_match(
            session,
            scheme=scheme,
            state=MatchState.ENDED if over else MatchState.ACTIVE,
            first_meeting_on=TODAY - timedelta(days=400 + index),
            ended_on=TODAY - timedelta(days=200) if over else None,
            reason="no_time" if over else None,
        )


def _plan(session: Session, staff: Staff) -> EvaluationRound:
    found = evaluations.plan(
        session,
        session.get_one(Scheme, staff.scheme_id),
        TODAY.year,
        datetime.now(UTC),
        opens_on=TODAY + timedelta(days=9),
        closes_on=TODAY + timedelta(days=40),
    )
    session.commit()
    return found


def test_a_scheme_without_matches_is_told_what_to_do(client: Client, coordinator: Staff) -> None:
    page = client.get("/desk/evaluation")
    assert page.status_code == 200
    assert "No round yet" in page.text
    assert 'class="curve"' not in page.text


def test_a_coordinator_plans_opens_and_closes_a_round(
    client: Client, session: Session, coordinator: Staff
) -> None:
    _met(session, coordinator.scheme_id, 3)
    client.fill("/desk/evaluation", year="2026", opens_on="2026-12-01", closes_on="2026-12-24")
    found = session.scalars(select(EvaluationRound)).one()
    path = f"/desk/evaluation/{found.public_id}"
    found.year = TODAY.year
    assert "Send the questions now" in client.get(path).text
    client.press(f"{path}/open")
    assert found.state.value == "open"
    assert len(session.scalars(select(EvaluationAnswer)).all()) == 6
    client.press(f"{path}/open")
    client.press(f"{path}/close")
    assert found.state.value == "closed"
    page = client.get(path)
    assert "Send the questions now" not in page.text
    assert "Close the round" not in page.text


def test_dates_in_the_wrong_order_are_shown_again(
    client: Client, session: Session, coordinator: Staff
) -> None:
    answer = client.fill(
        "/desk/evaluation", year="2026", opens_on="2026-12-24", closes_on="2026-12-01"
    )
    assert answer.status_code == 422
    assert 'value="2026-12-24"' in answer.text
    assert "before the questions go out" in answer.text
    assert session.scalars(select(EvaluationRound)).all() == []


@pytest.mark.parametrize("year", ["", "x", "99999999999999999999", "-1"])
def test_a_year_that_is_none_is_shown_again(client: Client, coordinator: Staff, year: str) -> None:
    answer = client.press(
        "/desk/evaluation", year=year, opens_on="2026-12-01", closes_on="2026-12-02"
    )
    assert answer.status_code == 422


def test_a_meeting_is_kept_in_belgian_time_and_told_to_volunteers(
    client: Client, session: Session, coordinator: Staff
) -> None:
    _met(session, coordinator.scheme_id, 1)
    found = _plan(session, coordinator)
    path = f"/desk/evaluation/{found.public_id}"
    client.press(f"{path}/open")
    client.press(f"{path}/meeting", meeting_at="2090-07-01T19:00", meeting_place=" Town  hall ")
    assert found.meeting_at == datetime(2090, 7, 1, 17, tzinfo=UTC)
    assert found.meeting_place == "Town hall"
    told = session.scalars(
        select(Notification).where(Notification.kind == "volunteers_meeting")
    ).all()
    assert len(told) == 1
    assert "19:00" in client.get(path).text


def test_a_meeting_without_an_hour_is_shown_again(
    client: Client, session: Session, coordinator: Staff
) -> None:
    found = _plan(session, coordinator)
    answer = client.press(
        f"/desk/evaluation/{found.public_id}/meeting", meeting_at="soon", meeting_place="Town hall"
    )
    assert answer.status_code == 422
    assert "Town hall" in answer.text


def test_the_curve_stands_beside_the_same_numbers_in_a_table(
    client: Client, session: Session, coordinator: Staff
) -> None:
    _met(session, coordinator.scheme_id, 8, ended=2)
    page = client.get("/desk/evaluation").text
    assert 'class="curve"' in page
    assert "75%" in page
    assert "no time" in page
    assert "style=" not in page.split("<main")[1]


def test_a_reader_sees_figures_but_no_small_number_and_no_button(
    client: Client, session: Session
) -> None:
    reader = make_staff(session, duty=Role.READER)
    _met(session, reader.scheme_id, 12, ended=3)
    found = _plan(session, reader)
    evaluations.open_round(session, found, datetime.now(UTC))
    answered = session.scalars(select(EvaluationAnswer)).first()
    assert answered is not None
    evaluations.answer(
        session,
        answered,
        still_meet=True,
        satisfaction=5,
        outcomes={},
        comment="Only for the coordinator",
        now=datetime.now(UTC),
    )
    client.sign_in(reader)
    for path in ("/desk/evaluation", f"/desk/evaluation/{found.public_id}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Only for the coordinator" not in page.text
        assert "shown as a dash" in page.text
        assert "no time" not in page.text
        assert 'method="post"' not in page.text.split("<main")[1]
    assert client.press(f"/desk/evaluation/{found.public_id}/close").status_code == 403


def test_another_schemes_round_is_as_missing_as_none(
    client: Client, session: Session, coordinator: Staff
) -> None:
    other = _plan(session, make_staff(session, scheme=make_scheme(session)))
    foreign = client.get(f"/desk/evaluation/{other.public_id}")
    missing = client.get("/desk/evaluation/nothing")
    assert foreign.status_code == missing.status_code == 404
    assert client.press(f"/desk/evaluation/{other.public_id}/open").status_code == 404


@pytest.mark.parametrize("year", ["1999", "2101", "-1", "9" * 400])
def test_a_year_that_nobody_plans_is_said_at_its_field(
    client: Client, coordinator: Staff, year: str
) -> None:
    answer = client.press(
        "/desk/evaluation", year=year, opens_on="2026-01-01", closes_on="2026-02-01"
    )
    assert answer.status_code == 422
    assert "Please check the year." in answer.text
