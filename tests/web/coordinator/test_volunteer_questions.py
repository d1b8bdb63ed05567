"""Asking volunteers at the desk: what is sent is what was read, and the answers are seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_volunteer
from tests.web.services.test_change_questions import left_waiting
from web.models import ChangeQuestion, Household, Scheme, Staff, Volunteer
from web.models.vocabulary import Change
from web.services import links
from web.services.links import Purpose


@pytest.fixture
def household(session: Session, scheme: Scheme) -> Household:
    """It is free on Monday morning only, and waits."""
    return left_waiting(session, datetime.now(UTC), Change.SLOT, scheme=scheme, slots=1)


@pytest.fixture
def volunteer(session: Session, scheme: Scheme) -> Volunteer:
    return make_volunteer(session, scheme=scheme)


def _path(household: Household) -> str:
    return f"/desk/households/{household.public_id}/volunteers"


def test_from_the_household_to_the_question_and_its_answer(
    session: Session,
    client: Client,
    coordinator: Staff,
    household: Household,
    volunteer: Volunteer,
) -> None:
    assert _path(household) in client.get(f"/desk/households/{household.public_id}").text
    page = client.get(_path(household)).text
    assert volunteer.full_name in page
    assert "Could you also meet at this time: Monday morning?" in page
    assert client.fill(_path(household)).status_code == 303
    (question,) = session.scalars(select(ChangeQuestion)).all()
    link = links.create(session, volunteer, Purpose.CHANGE, question.id, now=datetime.now(UTC))
    asked = client.get(link).text
    assert "Monday morning" in asked
    assert household.first_name not in asked
    assert "call me" not in asked
    answered = client.post(link, data={"answer": "yes"}, follow_redirects=True).text
    assert "We have your answer." in answered
    assert volunteer.slots & 1
    client.sign_in(coordinator)
    assert "said yes" in client.get(_path(household)).text
    assert f"{volunteer.full_name} agreed to a change" in client.get("/desk/").text
    history = client.get(f"/desk/volunteers/{volunteer.public_id}/timeline").text
    assert "Said yes to the change" in history
    assert "The family" not in client.get(f"/desk/households/{household.public_id}/timeline").text


@pytest.mark.parametrize("read", ["", "nonsense", "x:slot:0"])
def test_what_was_not_read_is_not_sent(
    read: str,
    session: Session,
    client: Client,
    coordinator: Staff,
    household: Household,
    volunteer: Volunteer,
) -> None:
    answer = client.press(_path(household), read=read)
    assert answer.status_code == 409
    assert volunteer.full_name in answer.text
    assert session.scalars(select(ChangeQuestion)).all() == []


def test_a_household_that_nobody_could_be_asked_for_says_so(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(session, scheme=scheme)
    page = client.get(_path(household)).text
    assert "There is no volunteer" in page
    assert 'class="button secondary" href="/desk/radar"' in page
    assert f"/desk/households/{household.public_id}/change" not in page
    assert client.press(_path(household), read="").status_code == 409


def test_where_no_volunteer_is_left_to_ask_the_page_leads_on_to_the_family(
    client: Client, coordinator: Staff, household: Household
) -> None:
    page = client.get(_path(household)).text
    assert f"/desk/households/{household.public_id}/change" in page
    assert "/desk/radar" in page


def test_who_is_left_out_is_not_asked_and_can_be_asked_later(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, household: Household
) -> None:
    ill, well = (make_volunteer(session, scheme=scheme) for _number in range(2))
    read = main_form(client.get(_path(household)).text).values["read"]
    nobody = client.press(_path(household), read=read)
    assert nobody.status_code == 422
    assert "Nobody is ticked" in nobody.text
    client.press(_path(household), read=read, who=well.public_id)
    (question,) = session.scalars(select(ChangeQuestion)).all()
    assert question.volunteer_id == well.id
    page = client.get(_path(household)).text
    assert f'value="{ill.public_id}" checked' in page
    assert f'value="{well.public_id}"' not in page
