"""A household's own page, behind its link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match
from web.models import Household, Task
from web.models.vocabulary import Answer, MatchState, TaskKind
from web.services import links
from web.services.links import Purpose


def link_of(session: Session, household: Household, now: datetime) -> str:
    return links.create(session, household, Purpose.HOUSEHOLD, household.id, now=now)


def state_of(session: Session, household: Household) -> str:
    session.refresh(household)
    return household.state.value


def test_the_page_tells_how_it_stands_and_nothing_that_gives_the_family_away(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(
        session, alias="Hana", phone="+32470123456", street="Rue du Trône 12", members=[2015]
    )
    match = make_match(session, household=household, state=MatchState.ACTIVE)
    page = client.get(link_of(session, household, now)).text
    assert "Hana" in page
    assert match.volunteer.first_name in page
    assert "2 people" in page
    for hidden in ("470", "Trône", "1050", "Ixelles", "Example", household.email, "2015"):
        assert str(hidden) not in page


def test_asking_for_a_call_twice_is_one_task(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    path = link_of(session, household, now)
    for _ in range(2):
        assert client.post(path, data={"wish": "call_me"}).status_code == 303
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.CALL_ME]
    assert "We will call you soon" in client.get(path).text


def test_stopping_pauses_the_family_and_opening_the_page_does_not(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    path = link_of(session, household, now)
    client.get(path)
    assert state_of(session, household) == "ready"
    client.post(path, data={"wish": "stop"})
    assert state_of(session, household) == "paused"
    assert "taking a break" in client.get(path).text


def test_a_family_that_is_asked_goes_from_its_page_to_the_answer(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    match = make_match(session, household=household, state=MatchState.APPROVED)
    path = link_of(session, household, now)
    assert match.public_id in client.get(path).text
    answer = client.post(path, data={"match": match.public_id})
    assert answer.status_code == 303
    assert client.post(answer.headers["Location"], data={"answer": "yes"}).status_code in {200, 303}
    session.refresh(match)
    assert match.household_answer is Answer.YES
    assert match.public_id not in client.get(path).text


def test_a_family_gets_no_way_to_the_match_of_another(
    client: Client, session: Session, now: datetime
) -> None:
    household = make_household(session)
    other = make_match(session, state=MatchState.APPROVED)
    path = link_of(session, household, now)
    assert client.post(path, data={"match": other.public_id}).status_code == 404
