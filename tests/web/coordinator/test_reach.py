"""How far a scheme lets people live apart: decided, tried and told on the desk."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_policy, make_volunteer
from tests.web.coordinator.test_policies import _preview, _saved
from web.models import Household, Scheme, Staff, Volunteer
from web.services import matching_input


def _two_kilometres_apart(session: Session, scheme: Scheme) -> tuple[Volunteer, Household]:
    """One volunteer, and one household that lives 1.9 km to the north."""
    return make_volunteer(session, scheme=scheme, max_distance_m=5000), make_household(
        session, scheme=scheme, latitude=50.85, max_distance_m=5000, first_name="Far"
    )


def test_a_reach_is_kept_in_the_policy_and_taken_away_by_leaving_it_empty(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    client.fill("/desk/policy", name="Near", reach="7,5 km")
    assert matching_input.policy_of(session, scheme).reach_m == 7_500
    page = client.get("/desk/policy").text
    assert main_form(page).values["reach"] == "7.5"
    assert "7.5 km now." in page
    client.fill("/desk/policy", name="Everywhere", reach=" ")
    assert matching_input.policy_of(session, scheme).reach_m is None
    assert "No limit now." in client.get("/desk/policy").text
    near, _everywhere = _saved(session)
    again = client.get(f"/desk/policy/{near.public_id}").text
    assert main_form(again).values["reach"] == "7.5"


def test_a_preview_says_who_would_wait_because_of_a_shorter_reach(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _two_kilometres_apart(session, scheme)
    assert "Exactly the same pairs would be proposed." in _preview(client, reach="2")
    waits = _preview(client, reach="1.8").split("Waiting instead")[1]
    assert "Far" in waits.split("Somebody who suits better")[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "This must be more than 0."),
        ("-3", "Please write a number of kilometres"),
        ("near", "Please write a number of kilometres"),
        ("1,000", "Please write a number of kilometres"),
        ("²", "Please write a number of kilometres"),
    ],
)
def test_a_reach_that_is_none_gets_a_sentence_and_is_kept(
    typed: str, said: str, session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.fill("/desk/policy", name="Mine", reach=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert main_form(answer.text).values["reach"] == typed
    assert _saved(session) == []


def test_two_who_live_beyond_the_reach_are_told_so_when_somebody_asks_why_not(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer, household = _two_kilometres_apart(session, scheme)
    make_policy(session, scheme, decided={"reach_m": 1_000})
    page = client.get(
        f"/desk/households/{household.public_id}/why?other={volunteer.public_id}"
    ).text
    assert "Lives further away than this scheme reaches: 1.9 km, and it reaches 1 km." in page
