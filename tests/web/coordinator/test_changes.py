from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_scheme
from tests.web.coordinator.statements import counting
from tests.web.services.test_change_questions import left_waiting
from web.models import ChangeQuestion, Household, MatchRun, Scheme, Staff
from web.models.vocabulary import Answer, Change, Channel


@pytest.fixture
def family(session: Session, scheme: Scheme, coordinator: Staff) -> Household:
    """It reads Arabic, and could be helped on Friday evening."""
    return left_waiting(session, datetime.now(UTC), Change.SLOT, scheme=scheme, language="ar")


def _path(household: Household) -> str:
    return f"/desk/households/{household.public_id}"


def test_the_page_of_a_household_says_why_it_waits_and_offers_to_ask(
    client: Client, family: Household
) -> None:
    page = client.get(_path(family)).text
    assert "3 volunteers are ready" in page
    assert "If Friday evening were possible too, 2 volunteers could come." in page
    assert f"{_path(family)}/change" in page


def test_a_household_that_the_run_served_or_did_not_know_has_no_such_card(
    session: Session, client: Client, scheme: Scheme, family: Household
) -> None:
    other = make_household(session, scheme=scheme)
    page = client.get(_path(other)).text
    assert "Why this family waits" not in page
    answer = client.get(f"{_path(other)}/change")
    assert answer.status_code == 200
    assert "There is nothing that this family could change just now" in answer.text


def test_the_coordinator_reads_the_words_in_both_languages_before_they_leave(
    session: Session, client: Client, family: Household
) -> None:
    page = client.get(f"{_path(family)}/change").text
    assert "Could you also meet at this time: Friday evening?" in page
    assert "هل يمكنكم اللقاء أيضاً في هذا الوقت: الجمعة" in page
    assert session.scalars(select(ChangeQuestion)).all() == []


def test_to_a_phone_the_words_are_one_neutral_sentence_and_the_page_behind_it(
    session: Session, client: Client, family: Household
) -> None:
    family.set_phone("+32470123456")
    family.channel = Channel.SMS
    page = client.get(f"{_path(family)}/change").text
    assert "لدينا سؤال لكم" in page
    assert "يمكنكم أن تقولوا نعم أو لا" not in page


def test_sending_asks_once_and_the_household_shows_who_asked_and_what_was_said(
    session: Session, client: Client, family: Household, coordinator: Staff
) -> None:
    answer = client.fill(f"{_path(family)}/change")
    assert answer.location == _path(family)
    question = session.scalars(select(ChangeQuestion)).one()
    assert question.asked_by_id == coordinator.id
    page = client.get(_path(family)).text
    assert f"{coordinator.full_name} asked the family on" in page
    assert "No answer yet." in page
    assert "Ask the family for this change" not in page
    question.answer = Answer.NO
    assert "They said no." in client.get(_path(family)).text


def test_the_second_of_two_who_ask_is_told_who_was_quicker(
    session: Session, client: Client, family: Household, coordinator: Staff
) -> None:
    held = main_form(client.get(f"{_path(family)}/change").text).values
    client.fill(f"{_path(family)}/change")
    answer = client.post(f"{_path(family)}/change", data=held)
    assert answer.status_code == 409
    assert f"{coordinator.full_name} changed this on" in answer.text
    assert len(session.scalars(select(ChangeQuestion)).all()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"change": "slot", "amount": "3"},
        {"change": "distance", "amount": "14"},
        {"change": "everything", "amount": "14" * 400},
        {},
    ],
)
def test_other_words_than_the_page_showed_do_not_leave(
    typed: dict[str, str], session: Session, client: Client, family: Household
) -> None:
    answer = client.press(f"{_path(family)}/change", **typed)
    assert answer.status_code == 409
    assert "Friday evening" in answer.text
    assert session.scalars(select(ChangeQuestion)).all() == []


def test_the_list_of_those_left_waiting_leads_to_the_question(
    session: Session, client: Client, family: Household
) -> None:
    run = f"/desk/runs/{_run_of(session)}/waiting"
    assert f"{_path(family)}/change" in client.get(run).text


def test_a_household_of_another_scheme_is_not_there(
    session: Session, client: Client, coordinator: Staff
) -> None:
    stranger = left_waiting(
        session, datetime.now(UTC), Change.SLOT, scheme=make_scheme(session), language="ar"
    )
    assert client.get(f"{_path(stranger)}/change").status_code == 404
    assert client.press(f"{_path(stranger)}/change").status_code == 404


def test_the_page_takes_few_queries(engine: Engine, client: Client, family: Household) -> None:
    for page in (_path(family), f"{_path(family)}/change"):
        with counting(engine) as statements:
            client.get(page)
        assert len(statements.sent) <= 12


def _run_of(session: Session) -> str:
    return session.scalars(select(MatchRun.public_id)).one()
