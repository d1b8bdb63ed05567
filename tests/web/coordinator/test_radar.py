from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_volunteer
from tests.factories.parties import WEDNESDAY_AFTERNOON
from web.models import Scheme, Staff
from web.models.vocabulary import Level
from web.services import recruiting

FRIDAY_EVENING = 1 << (4 * 3 + 2)
KORTRIJK = {"postcode": "8500", "locality": "Kortrijk", "latitude": 50.8279, "longitude": 3.2649}


def test_the_radar_says_whom_to_look_for_and_gives_the_words_for_a_poster(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_household(
        session,
        scheme=scheme,
        languages={"ti": Level.NATIVE},
        slots=WEDNESDAY_AFTERNOON | FRIDAY_EVENING,
        **KORTRIJK,
    )
    page = client.get("/desk/radar").text
    assert page.count('<th scope="row">') == 1
    assert page.count('<td class="number">1</td>') == 2
    assert (
        "We are looking for a neighbour in Kortrijk who speaks Tigrinya and is free at one of these"
        " moments of the week: Wednesday afternoon and Friday evening."
    ) in page
    assert f"http://localhost/{scheme.slug}/join" in page


def test_where_most_families_would_gain_stands_first(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_household(session, scheme=scheme, languages={"so": Level.NATIVE})
    for _family in range(2):
        make_household(session, scheme=scheme, languages={"ti": Level.NATIVE}, **KORTRIJK)
    page = client.get("/desk/radar").text
    assert page.index("Kortrijk") < page.index("Ixelles")
    assert '<td class="number">2</td>' in page


def test_a_family_of_another_scheme_is_nobodys_reason_to_recruit(
    session: Session, client: Client, coordinator: Staff
) -> None:
    make_household(session, scheme=make_scheme(session), **KORTRIJK)
    page = client.get("/desk/radar").text
    assert "Kortrijk" not in page
    assert "No family waits just now" in page


def test_too_many_people_are_said_in_a_sentence(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_volunteer(session, scheme=scheme)
    make_household(session, scheme=scheme)
    monkeypatch.setattr(recruiting, "MOST_HOUSEHOLDS", 0)
    page = client.get("/desk/radar").text
    assert "this is not computed here" in page
    assert "poster" not in page


def test_where_everybody_has_somebody_as_good_nobody_is_looked_for(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_volunteer(session, scheme=scheme)
    make_household(session, scheme=scheme)
    assert "One more volunteer would add nothing just now" in client.get("/desk/radar").text
