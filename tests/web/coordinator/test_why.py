from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.models import Household, Match, NeverPair, Scheme, Staff, Volunteer
from web.models.vocabulary import Level, MatchState, VolunteerState
from web.services import why

KORTRIJK = {"postcode": "8500", "locality": "Kortrijk", "latitude": 50.8279, "longitude": 3.2649}
PROPOSE = 'action="/desk/matches"'


@pytest.fixture
def family(session: Session, scheme: Scheme) -> Household:
    return make_household(session, scheme=scheme, first_name="Hana")


def _ask(client: Client, household: Household, volunteer: Volunteer) -> str:
    answer = client.get(f"/desk/households/{household.public_id}/why?other={volunteer.public_id}")
    assert answer.status_code == 200
    return answer.text


def test_a_name_is_found_without_its_accents_and_leads_to_the_answer(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, first_name="Aïcha", last_name="Ünal")
    make_volunteer(session, scheme=scheme)
    answer = client.press(f"/desk/households/{family.public_id}/why", name="unal aicha")
    assert answer.location.endswith(f"/why?other={volunteer.public_id}")


def test_several_of_one_name_are_listed_to_choose_from_and_nobody_else(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, last_name="Peeters")
    one = make_household(session, scheme=scheme, first_name="Amina", last_name="Haddad")
    other = make_household(session, scheme=scheme, first_name="Samir", last_name="Haddad")
    make_household(session, scheme=scheme, first_name="Olena")
    make_household(session, scheme=make_scheme(session), first_name="Far", last_name="Haddad")
    page = client.press(f"/desk/volunteers/{volunteer.public_id}/why", name="haddad").text
    assert f"other={one.public_id}" in page
    assert f"other={other.public_id}" in page
    assert "Olena" not in page
    assert "Far Haddad" not in page


def test_a_name_that_nobody_has_stays_in_the_field_with_what_to_do(
    client: Client, coordinator: Staff, family: Household
) -> None:
    page = client.press(f"/desk/households/{family.public_id}/why", name="Xyz").text
    assert "Nobody of that name is here." in page
    assert 'value="Xyz"' in page


def test_an_empty_name_is_said_at_the_field(
    client: Client, coordinator: Staff, family: Household
) -> None:
    page = client.press(f"/desk/households/{family.public_id}/why", name=" ").text
    assert "Please type a name, or a part of one." in page


def test_every_broken_rule_is_said_and_a_coordinator_may_know_better(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(
        session, scheme=scheme, languages={"de": Level.NATIVE}, offers=("transport",), **KORTRIJK
    )
    page = _ask(client, family, volunteer)
    assert "Too far: 77." in page
    assert "No shared language: the household speaks Arabic and French." in page
    assert "Offers nothing of what is needed" in page
    assert "Propose all the same" in page
    answer = client.press(
        "/desk/matches",
        volunteer=volunteer.public_id,
        household=family.public_id,
        reason="talked_over",
    )
    assert answer.status_code == 303
    assert session.scalars(select(Match)).one().state is MatchState.PROPOSED


def test_a_pair_that_somebody_ruled_out_is_refused_whoever_asks(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    session.add(
        NeverPair(
            scheme_id=scheme.id,
            volunteer_id=volunteer.id,
            household_id=family.id,
            created_at=datetime.now(UTC),
        )
    )
    page = _ask(client, family, volunteer)
    assert "These two were tried before, or somebody asked not to." in page
    assert PROPOSE not in page
    _is_refused(client, session, volunteer, family)


@pytest.mark.parametrize("somewhere", [True, False])
def test_who_is_not_screened_is_not_proposed_to_children_whoever_asks(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, *, somewhere: bool
) -> None:
    family = make_household(session, scheme=scheme, members=[datetime.now(UTC).year - 7])
    place = {} if somewhere else {"latitude": None, "longitude": None}
    volunteer = make_volunteer(session, scheme=scheme, **place)
    page = _ask(client, family, volunteer)
    assert ("There are children, and the volunteer is not screened." in page) == somewhere
    assert PROPOSE not in page
    _is_refused(client, session, volunteer, family)


def _is_refused(client: Client, session: Session, volunteer: Volunteer, family: Household) -> None:
    answer = client.press(
        "/desk/matches", volunteer=volunteer.public_id, household=family.public_id
    )
    assert answer.status_code == 409
    assert session.scalars(select(Match)).all() == []


def test_who_is_not_ready_is_named_with_the_state(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(
        session, scheme=scheme, first_name="Vera", last_name="", state=VolunteerState.PAUSED
    )
    page = _ask(client, family, volunteer)
    assert "Vera is not ready to be matched now: paused." in page
    assert "free place" not in page
    assert PROPOSE not in page


def test_somebody_without_a_known_place_gets_a_sentence_of_their_own(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(
        session, scheme=scheme, first_name="Vera", last_name="", latitude=None, longitude=None
    )
    page = _ask(client, family, volunteer)
    assert "We do not know where Vera lives" in page
    assert "Possible" not in page
    assert PROPOSE not in page


def test_a_possible_pair_has_its_points_in_words_and_can_be_proposed(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, family: Household
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    page = _ask(client, family, volunteer)
    assert "Possible: 7,250 points of 10,000." in page
    assert "A few minutes on foot" in page
    assert "2,500 of 2,500" in page
    assert "Insisting costs nothing: the result is as good." in page
    assert "Propose these two" in page


def test_insisting_names_its_price_and_who_would_be_left_waiting(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    make_household(session, scheme=scheme, first_name="Nour", last_name="Near")
    far = make_household(session, scheme=scheme, latitude=50.8480)
    page = client.get(f"/desk/volunteers/{volunteer.public_id}/why?other={far.public_id}").text
    assert "Insisting costs " in page
    assert "points." in page
    assert "Nour Near would be left waiting." in page


def test_a_price_is_not_computed_while_somebody_waits_where_too_many_are_ready(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    family: Household,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    make_volunteer(session, scheme=scheme)
    assert "Insisting costs" in _ask(client, family, volunteer)
    monkeypatch.setattr(why, "MOST_CELLS", 1)
    page = _ask(client, family, volunteer)
    assert "Possible" in page
    assert "the price is not computed here" in page
    assert "Insisting costs" not in page


def test_two_who_are_proposed_already_are_not_proposed_again(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    page = _ask(client, match.household, match.volunteer)
    assert "These two are proposed to each other already" in page
    assert PROPOSE not in page


@pytest.mark.parametrize("side", ["volunteers", "households"])
def test_nobody_can_be_asked_about_across_schemes(
    side: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    here, there = scheme, make_scheme(session)
    if side == "households":
        here, there = there, here
    volunteer = make_volunteer(session, scheme=here)
    household = make_household(session, scheme=there)
    for path in (
        f"/desk/volunteers/{volunteer.public_id}/why?other={household.public_id}",
        f"/desk/households/{household.public_id}/why?other={volunteer.public_id}",
    ):
        assert client.get(path).status_code == 404
