"""Who opens a file with children or with what came of an extract is written down, once an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import AuditEvent, Household, Scheme, Screening, Staff, Volunteer
from web.queries.looks import ONCE_IN
from web.services import clock
from web.services.clock import local_date

# Reading on SQLite becomes writing in a way of its own.
pytestmark = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def family(session: Session, scheme: Scheme) -> Household:
    return make_household(session, scheme=scheme, members=[2015])


@pytest.fixture
def screened(session: Session, scheme: Scheme, coordinator: Staff) -> Volunteer:
    volunteer = make_volunteer(session, scheme=scheme)
    today = local_date(clock.now(session))
    volunteer.screening = Screening(
        seen_on=today, checked_by_id=coordinator.id, passed=True, renew_on=today
    )
    session.flush()
    return volunteer


def _looks(session: Session) -> list[tuple[str, int, int | None]]:
    rows = session.execute(
        select(AuditEvent.action, AuditEvent.actor_id, AuditEvent.party_id).order_by(AuditEvent.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]  # of three


def test_each_colleague_who_opens_such_a_file_leaves_a_trace_once_an_hour(
    client: Client,
    session: Session,
    scheme: Scheme,
    coordinator: Staff,
    family: Household,
    screened: Volunteer,
) -> None:
    files = [
        f"/desk/households/{family.public_id}",
        f"/desk/households/{family.public_id}/edit",
        f"/desk/volunteers/{screened.public_id}",
    ]
    colleague = make_staff(session, scheme=scheme)
    other = client.another()
    other.sign_in(colleague)
    expected = []
    for browser, who in ((client, coordinator), (other, colleague)):
        for path in files * 2:
            assert browser.get(path).status_code == 200
        expected += [
            ("children_shown", who.id, family.id),
            ("screening_shown", who.id, screened.id),
        ]
    assert _looks(session) == expected
    for event in session.scalars(select(AuditEvent)):
        event.at -= ONCE_IN + timedelta(minutes=1)
    client.get(files[0])
    assert _looks(session) == [*expected, expected[0]]
    whole = client.get(f"{files[0]}/timeline").text
    assert "The years of birth were looked at" in whole
    assert colleague.full_name in whole
    # The page itself keeps its few lines for what happened.
    assert "were looked at" not in client.get(files[0]).text.partition('class="timeline"')[2]


def test_a_file_without_such_things_leaves_none(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    alone, unseen = make_household(session, scheme=scheme), make_volunteer(session, scheme=scheme)
    client.get(f"/desk/households/{alone.public_id}")
    client.get(f"/desk/volunteers/{unseen.public_id}")
    assert _looks(session) == []


def test_a_page_that_refuses_notes_the_look_too(
    client: Client, session: Session, coordinator: Staff, family: Household
) -> None:
    path = f"/desk/households/{family.public_id}/edit"
    assert client.fill(path, postcode="0000").status_code == 422
    session.query(AuditEvent).delete()
    assert client.fill(path, postcode="0000", website="").status_code == 422
    assert _looks(session) == [("children_shown", coordinator.id, family.id)]


def test_a_second_look_asks_one_question_more_and_writes_nothing(
    client: Client, session: Session, engine: Engine, coordinator: Staff, family: Household
) -> None:
    path = f"/desk/households/{family.public_id}"
    client.get(path)
    with counting(engine) as asked:
        client.get(path)
    assert len(asked.sent) <= 12
    assert not [one for one in asked.sent if one.startswith(("INSERT", "UPDATE"))]
