from __future__ import annotations

import re
from html import escape, unescape

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.coordinator.sealed import seal
from web.models import NamePart, Party, Scheme, Staff
from web.queries.search import FIRST_FEW
from web.services import name_index

# Text is compared differently by each.
pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

KORTRIJK = {"postcode": "8500", "locality": "Kortrijk"}
LIEGE = {"postcode": "4000", "locality": "Liège"}
_FOUND = re.compile(r'<th scope="row"><a href="/desk/\w+/([\w-]+)"')


def _look_for(client: Client, typed: str) -> str:
    answer = client.press("/desk/search", q=typed)
    assert answer.status_code == 303
    return client.get(answer.location).text


def _found(client: Client, typed: str) -> set[str]:
    return set(_FOUND.findall(_look_for(client, typed)))


def test_people_of_both_sides_and_their_matches_are_found_by_name(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, first_name="Aïcha", last_name="Peeters")
    family = make_household(session, scheme=scheme, first_name="عائشة", last_name="")
    match = make_match(
        session, volunteer=volunteer, household=make_household(session, scheme=scheme)
    )
    make_match(session, scheme=scheme)
    expected = {volunteer.public_id, family.public_id, match.public_id}
    assert _found(client, "aicha") == expected
    assert _found(client, "عائشة") == expected
    assert _found(client, "PEETERS aï") == {volunteer.public_id, match.public_id}


def test_a_match_is_found_by_the_names_of_its_two_people(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, first_name="Aïcha", last_name="Peeters")
    family = make_household(session, scheme=scheme, first_name="Олена", last_name="Шевченко")
    match = make_match(session, volunteer=volunteer, household=family)
    make_match(session, volunteer=volunteer, household=make_household(session, scheme=scheme))
    assert _found(client, "aicha olena") == {match.public_id}


@pytest.mark.parametrize("typed", ["Kortrijk", "courtrai", "8500"])
def test_a_place_is_found_by_any_of_its_names(
    typed: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    there = make_household(session, scheme=scheme, **KORTRIJK)
    match = make_match(session, volunteer=make_volunteer(session, scheme=scheme), household=there)
    assert _found(client, typed) == {there.public_id, match.public_id}


@pytest.mark.parametrize("place", ["Luik", "Lüttich", "Liège"])
def test_a_name_and_a_place_are_found_together_in_any_order(
    place: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    wanted = make_volunteer(session, scheme=scheme, last_name="Maes", **LIEGE)
    make_volunteer(session, scheme=scheme, last_name="Maes", **KORTRIJK)
    make_volunteer(session, scheme=scheme, last_name="Dupont", **LIEGE)
    assert _found(client, f"maes {place}") == {wanted.public_id}
    assert _found(client, f"{place} maes") == {wanted.public_id}


def test_whoever_calls_is_found_by_number_and_whoever_writes_by_address(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    caller = make_volunteer(session, scheme=scheme, phone="+32470123456")
    writer = make_household(session, scheme=scheme, email="olena@example.org")
    assert _found(client, "0470/12.34.56") == {caller.public_id}
    assert _found(client, "Olena@Example.org") == {writer.public_id}
    assert _found(client, "0470 12 34") == set()


def test_two_families_of_one_name_are_told_apart_by_the_number_of_their_letter(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    scheme.meeting_place = "Rue Haute 1, 1000 Brussels"
    hila, other = (make_household(session, scheme=scheme, first_name="Hila") for _ in range(2))
    session.commit()
    letter = client.press(f"/desk/households/{hila.public_id}/letter").text
    assert "Rue Haute 1, 1000 Brussels" in letter
    assert hila.public_id not in letter
    number = hila.reference
    assert f">{escape(number)}</bdi>" in letter
    assert number != other.reference
    page = _look_for(client, number)
    assert hila.public_id in page
    assert other.public_id not in page


def test_nobody_of_another_scheme_is_found(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    make_volunteer(session, scheme=elsewhere, first_name="Far", phone="+32470123456", **KORTRIJK)
    make_match(session, scheme=elsewhere)
    for typed in ("far", "8500", "0470123456", "vera", "hana"):
        assert "Nobody was found" in _look_for(client, typed)


def test_what_was_typed_stands_in_the_box_and_in_no_address(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for _ in range(FIRST_FEW + 1):
        make_volunteer(session, scheme=scheme, last_name="Vandenbroucke")
    page = _look_for(client, "vandenbroucke")
    assert 'value="vandenbroucke"' in page
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    assert not [address for address in addresses if "vandenbroucke" in address]


def test_all_of_one_kind_are_a_link_away_page_by_page(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    people = {make_volunteer(session, scheme=scheme, last_name="Maes").public_id for _ in range(53)}
    first = _look_for(client, "maes")
    assert len(_FOUND.findall(first)) == FIRST_FEW
    link = re.search(r'href="([^"]+kind=volunteers[^"]*)"', first)
    assert link is not None
    whole = client.get(unescape(link[1])).text
    following = re.search(r'rel="next" href="([^"]+)"', whole)
    assert following is not None
    last = client.get(unescape(following[1])).text
    assert len(_FOUND.findall(whole)) == 50
    assert {*_FOUND.findall(whole), *_FOUND.findall(last)} == people


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "'--", "%", "a" * 5000])
def test_nonsense_in_the_box_is_not_an_error(
    typed: str, client: Client, coordinator: Staff
) -> None:
    assert "<h1>" in _look_for(client, typed)


@pytest.mark.parametrize(
    "address", ["q=%00", "q=aicha", "q=gAAAA&kind=x", "q=1AAAA", "kind=matches&page=-1"]
)
def test_an_address_written_by_hand_shows_the_empty_box(
    address: str, client: Client, coordinator: Staff
) -> None:
    answer = client.get(f"/desk/search?{address}")
    assert answer.status_code == 200
    assert "Whom are you looking for?" in answer.text


def test_a_page_of_one_kind_takes_nonsense_for_the_first_page(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    person = make_volunteer(session, scheme=scheme, last_name="Maes")
    answer = client.get(
        "/desk/search", query_string={"q": seal("maes"), "kind": "volunteers", "page": "after.x"}
    )
    assert _FOUND.findall(answer.text) == [person.public_id]


def test_a_new_name_is_found_and_the_old_one_is_not(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    family = make_household(session, scheme=scheme, first_name="Amal", last_name="Haddad")
    client.fill(f"/desk/households/{family.public_id}/edit", last_name="Khoury")
    assert _found(client, "haddad") == set()
    assert _found(client, "khoury amal") == {family.public_id}


def test_whoever_is_erased_leaves_nothing_to_be_found_by(session: Session) -> None:
    person = make_volunteer(session)
    assert session.scalar(select(func.count()).select_from(NamePart))
    session.execute(delete(Party).where(Party.id == person.id))
    assert session.scalar(select(func.count()).select_from(NamePart)) == 0


def test_people_from_before_are_filed_batch_by_batch_and_once(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    people = [make_volunteer(session, scheme=scheme, last_name="Maes") for _ in range(3)]
    before = set(session.execute(select(NamePart.key, NamePart.party_id)))
    name_index.forget(session.connection())
    session.commit()
    assert _found(client, "maes") == set()
    assert sum(name_index.fill(session.connection())) == len(people)
    assert set(session.execute(select(NamePart.key, NamePart.party_id))) == before
    assert [*name_index.fill(session.connection())] == []


def test_one_letter_is_answered_by_how_many_it_takes(client: Client, coordinator: Staff) -> None:
    page = client.post(
        "/desk/search",
        data={"q": "z", "csrf_token": client.csrf_token()},
        follow_redirects=True,
    ).text
    assert "Please type at least two letters." in page
    assert "Nobody was found" not in page
