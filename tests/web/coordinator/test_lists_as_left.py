"""A list is found again as one left it, and matches by the name of either side."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from web.models import Match, Scheme, Staff
from web.models.vocabulary import MatchState

pytestmark = pytest.mark.usefixtures("coordinator")


@pytest.fixture
def matched(session: Session, scheme: Scheme) -> Match:
    volunteer = make_volunteer(session, scheme=scheme, first_name="Zoë", last_name="Peeters")
    household = make_household(session, scheme=scheme, first_name="عائشة", last_name="Haddad")
    return make_match(session, volunteer=volunteer, household=household)


@pytest.fixture
def others(session: Session, scheme: Scheme) -> Match:
    volunteer = make_volunteer(session, scheme=scheme, first_name="Wim", last_name="Claes")
    household = make_household(session, scheme=scheme, first_name="Olena", last_name="Koval")
    return make_match(session, volunteer=volunteer, household=household, state=MatchState.ACTIVE)


@pytest.mark.parametrize("typed", ["zoe", "Peeters", "aicha", "haddad"])
def test_matches_are_found_by_the_name_of_either_side_in_any_script(
    client: Client, matched: Match, others: Match, typed: str
) -> None:
    answer = client.press("/desk/matches/narrowed", name=typed)
    assert typed not in answer.location
    page = client.get(answer.location).text
    assert matched.public_id in page
    assert others.public_id not in page


def test_a_name_and_a_state_narrow_together(client: Client, matched: Match, others: Match) -> None:
    answer = client.press("/desk/matches/narrowed", name="wim", state="proposed")
    assert others.public_id not in client.get(answer.location).text
    answer = client.press("/desk/matches/narrowed", name="wim", state="active")
    assert others.public_id in client.get(answer.location).text


@pytest.mark.parametrize(
    ("path", "link"),
    [("/desk/households", "/desk/households?"), ("/desk/volunteers", "/desk/volunteers?")],
)
def test_the_way_back_leads_to_the_list_as_it_was(
    session: Session, client: Client, scheme: Scheme, path: str, link: str
) -> None:
    client.get(f"{path}?state=paused&order=-place")
    away = client.get("/desk/radar").text
    assert f'href="{link}order=-place&amp;state=paused"' in away


def test_a_file_leads_back_to_the_list_as_it_was(
    client: Client, matched: Match, others: Match
) -> None:
    client.get("/desk/matches?state=active")
    crumb = client.get(f"/desk/matches/{matched.public_id}").text.split('class="crumb"')[1]
    assert crumb.split("</p>")[0].count('href="/desk/matches?state=active"') == 1


def test_to_show_all_is_one_step_and_forgets_what_was_asked(client: Client) -> None:
    narrowed = client.get("/desk/households?state=paused").text
    assert 'href="/desk/households">Show all' in narrowed
    everybody = client.get("/desk/households").text
    assert "Show all" not in everybody.split('class="filters"')[1].split("</form>")[0]
    assert "state=paused" not in client.get("/desk/radar").text


def test_nonsense_in_an_address_is_not_remembered(client: Client) -> None:
    client.get("/desk/households?state=asleep&page=after.nobody&other=1")
    assert 'href="/desk/households"' in client.get("/desk/radar").text


def test_a_list_is_forgotten_when_one_signs_out(
    client: Client, coordinator: Staff, session: Session
) -> None:
    client.get("/desk/households?state=paused")
    client.press("/sign-out")
    client.sign_in(coordinator)
    assert "state=paused" not in client.get("/desk/radar").text
