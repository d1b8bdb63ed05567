from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client, data_of
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
    table = page.split('id="whom-to-look-for"')[1]
    assert table.index("Kortrijk") < table.index("Ixelles")
    assert '<td class="number">2</td>' in page


def test_the_map_shows_each_area_once_with_the_families_of_its_first_row(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_household(session, scheme=scheme, languages={"so": Level.NATIVE, "am": Level.NATIVE})
    for _family in range(2):
        make_household(session, scheme=scheme, languages={"ti": Level.NATIVE}, **KORTRIJK)
    drawn = data_of(client.get("/desk/radar").text, "map-data")
    assert {(point["id"], point["number"]) for point in drawn["points"]} == {
        ("Kortrijk", 2),
        ("Ixelles", 1),
    }
    kortrijk = next(point for point in drawn["points"] if point["id"] == "Kortrijk")
    assert (kortrijk["lat"], kortrijk["lon"]) == (KORTRIJK["latitude"], KORTRIJK["longitude"])
    assert kortrijk["label"] == "Kortrijk: somebody who speaks Tigrinya, for one of 2 families"
    assert "Kortrijk" in {place["name"] for place in drawn["places"]}


@pytest.mark.parametrize(
    ("written_in", "words"),
    [
        ("en", "We are looking for a neighbour in Kortrijk who speaks Tigrinya"),
        ("fr", "à Courtrai qui parle tigrigna"),
        ("nl", "in Kortrijk die Tigrinya spreekt"),
        ("de", "in Kortrijk, "),
        ("xx", "à Courtrai qui parle tigrigna"),
    ],
)
def test_a_poster_is_there_to_print_in_each_language_of_the_volunteers(
    written_in: str, words: str, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    row = {"area": "Kortrijk", "language": "ti", "slots": FRIDAY_EVENING, "in": written_in}
    page = client.get("/desk/radar/poster", query_string=row).text
    poster = page.split('id="poster"')[1].split("</section>")[0]
    assert words in poster
    assert f"http://localhost/{scheme.slug}/join" in poster


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"area": ""},
        {"area": "x" * 81},
        {"language": "xx"},
        {"slots": "0"},
        {"slots": "many"},
        {"slots": str(1 << 21)},
        {"slots": "-1"},
    ],
)
def test_a_poster_for_nonsense_is_not_there(
    nonsense: dict[str, str], client: Client, coordinator: Staff
) -> None:
    row = {"area": "Kortrijk", "language": "ti", "slots": "1", **nonsense}
    answer = client.get("/desk/radar/poster", query_string=row if nonsense else {})
    assert answer.status_code == 404


def test_what_stands_in_the_address_of_a_poster_is_text(client: Client, coordinator: Staff) -> None:
    row = {"area": "<script>alert(1)</script>", "language": "ti", "slots": "1"}
    assert "<script>alert" not in client.get("/desk/radar/poster", query_string=row).text


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
