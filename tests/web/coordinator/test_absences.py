"""Who stands in for whom: recorded, refused at its field, and over."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_absence, make_household, make_staff, make_task
from web.models import Absence, Scheme, Staff
from web.services.clock import local_date


def today() -> date:
    return local_date(datetime.now(UTC))


def test_an_absence_moves_the_desk_to_the_stand_in_with_a_briefing(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    bea: Staff,
    colleague: Client,
) -> None:
    family = make_household(session, scheme=scheme, coordinator_id=bea.id)
    task = make_task(session, scheme, party=family)
    assert task.public_id not in client.get("/desk/").text
    last = today() + timedelta(days=4)
    answer = client.fill(
        "/desk/absences",
        away=bea.public_id,
        stand_in=coordinator.public_id,
        until_on=last.isoformat(),
    )
    assert answer.status_code == 303
    page = client.get("/desk/").text
    assert f"You stand in for {bea.full_name}" in page
    assert f"For {bea.full_name}, who is away" in page
    assert "You are away until" in colleague.get("/desk/").text
    absence = session.scalars(select(Absence)).one()
    briefing = client.get(f"/desk/absences/{absence.public_id}/briefing").text
    assert f"Briefing for {coordinator.full_name}" in briefing
    assert f"{family.full_name} asks to be called" in briefing
    assert f"/desk/households/{family.public_id}" in briefing
    # Also where it had not begun and is gone after the first click.
    end = f"/desk/absences/{absence.public_id}/end"
    for _ in range(2):
        assert client.press(end).location == "/desk/absences"
    client.sign_in(make_staff(session, scheme=scheme))
    assert client.press(end).status_code == 404
    client.sign_in(coordinator)
    assert task.public_id not in client.get("/desk/").text
    assert task.public_id in colleague.get("/desk/").text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"stand_in": "away"}, "stand_in", "Nobody can stand in for themselves."),
        ({"until_on": "2020-01-01", "from_on": "2019-12-31"}, "until_on", "This day is over."),
        ({"from_on": "2999-01-02", "until_on": "2999-01-01"}, "until_on", "before the first"),
        ({"until_on": "tomorrow"}, "until_on", ""),
        ({"stand_in": ""}, "stand_in", ""),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_its_field(
    typed: dict[str, str],
    field: str,
    said: str,
    session: Session,
    client: Client,
    coordinator: Staff,
    bea: Staff,
) -> None:
    good = {
        "away": coordinator.public_id,
        "stand_in": bea.public_id,
        "from_on": today().isoformat(),
        "until_on": today().isoformat(),
    }
    sent = {**good, **typed}
    if sent["stand_in"] == "away":
        sent["stand_in"] = sent["away"]
    answer = client.press("/desk/absences", **sent)
    assert answer.status_code == 422
    complaint = re.search(rf'id="{field}-error".*?</p>', answer.text, re.DOTALL)
    assert complaint is not None
    assert said in complaint[0]
    assert session.scalars(select(Absence)).all() == []


def test_a_stand_in_who_is_away_is_refused_with_the_days(
    session: Session, client: Client, coordinator: Staff, bea: Staff, scheme: Scheme
) -> None:
    cem = make_staff(session, scheme=scheme)
    make_absence(session, bea, cem, today(), today())
    answer = client.press(
        "/desk/absences",
        away=coordinator.public_id,
        stand_in=bea.public_id,
        from_on=today().isoformat(),
        until_on=today().isoformat(),
    )
    assert answer.status_code == 409
    complaint = re.search(r'id="stand_in-error".*?</p>', answer.text, re.DOTALL)
    assert complaint is not None
    assert f"{bea.full_name} is away from" in complaint[0]
