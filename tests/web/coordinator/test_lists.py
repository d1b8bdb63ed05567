from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from web.models import MatchRun, Scheme, Staff
from web.models.vocabulary import HouseholdState, MatchState, Progress, VolunteerState

# Orders and what lies beyond a row are a matter of the database.
pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

# Two pages of fifty and a little.
ROWS = 107
NOW = datetime.now(UTC)
_ROW = re.compile(r'<th scope="row"[^>]*><a href="/desk/\w+/([\w-]+)"')
_BESIDE = re.compile(r'rel="(prev|next)" href="([^"]+)"')
_HEADINGS = re.compile(r'<th scope="col"([^>]*)><a href="([^"]+)">([^<]+)')


def _many(session: Session, scheme: Scheme, kind: str) -> set[str]:
    """Rows of which several are alike, and some have no place or no day; ids as the list shows."""
    names = set()
    for number in range(ROWS):
        values = {
            "scheme": scheme,
            "created_at": NOW - timedelta(days=number // 5),
            "postcode": None if number % 7 == 0 else str(1000 + number % 9),
            "ready_at": None if number % 6 == 0 else NOW - timedelta(days=number % 20),
        }
        if kind == "volunteers":
            state = list(VolunteerState)[number % len(VolunteerState)]
            names.add(make_volunteer(session, **values, state=state).public_id)
        elif kind == "households":
            home = list(HouseholdState)[number % len(HouseholdState)]
            names.add(make_household(session, **values, state=home).public_id)
        else:
            match = make_match(
                session,
                scheme=scheme,
                state=list(MatchState)[number % len(MatchState)],
                proposed_at=NOW - timedelta(days=number // 5),
                first_meeting_on=None if number % 3 else date(2026, 1, 1 + number % 20),
                ended_on=None if number % 4 else date(2026, 2, 1 + number % 20),
            )
            names.add(match.public_id)
    return names


def _shown(page: str) -> list[str]:
    return _ROW.findall(page)


def _beside(page: str) -> dict[str, str]:
    return {way: unescape(href) for way, href in _BESIDE.findall(page)}


@pytest.mark.parametrize(
    ("kind", "orders"),
    [
        ("volunteers", ("", "state", "-state", "place", "-place")),
        ("households", ("", "weeks", "-state", "place", "referred")),
        ("matches", ("", "state", "first-meeting", "-ended")),
    ],
)
def test_going_through_a_list_meets_everybody_once_and_back_again(
    kind: str,
    orders: tuple[str, ...],
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    everybody = _many(session, scheme, kind)
    for order in orders:
        page = client.get(f"/desk/{kind}?order={order}").text
        assert "prev" not in _beside(page)
        pages = [_shown(page)]
        while following := _beside(page).get("next"):
            page = client.get(following).text
            pages.append(_shown(page))
        assert sorted(name for rows in pages for name in rows) == sorted(everybody), order
        back = [_shown(page)]
        while earlier := _beside(page).get("prev"):
            page = client.get(earlier).text
            back.insert(0, _shown(page))
        assert back == pages, order


@pytest.mark.parametrize(
    ("path", "row"),
    [("", r'data-pair="([\w-]+)"'), ("/waiting", r'<h2><a href="/desk/households/([\w-]+)"')],
)
def test_what_a_run_proposes_and_whom_it_leaves_waiting_is_met_once_and_back_again(
    path: str, row: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=NOW)
    session.add(run)
    session.flush()
    pairs = [
        make_match(session, scheme=scheme, run_id=run.id, points=number % 3) for number in range(53)
    ]
    run.waiting = [
        {"household": pair.household.public_id, "funnel": [], "relaxation": None} for pair in pairs
    ]
    page = client.get(f"/desk/runs/{run.public_id}{path}").text
    met = [re.findall(row, page)]
    while following := _beside(page).get("next"):
        page = client.get(following).text
        met.append(re.findall(row, page))
    assert len({name for rows in met for name in rows}) == sum(map(len, met)) == 53
    back = [met[-1]]
    while earlier := _beside(page).get("prev"):
        page = client.get(earlier).text
        back.insert(0, re.findall(row, page))
    assert back == met


def test_somebody_who_comes_meanwhile_does_not_move_others_to_the_next_page(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    _many(session, scheme, "volunteers")
    first = client.get("/desk/volunteers").text
    make_volunteer(session, scheme=scheme, created_at=NOW)
    second = client.get(_beside(first)["next"]).text
    assert set(_shown(first)) & set(_shown(second)) == set()
    assert len(_shown(second)) == 50


def test_a_page_beside_a_row_that_is_gone_or_of_another_scheme_is_the_first_one(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for _ in range(3):
        make_volunteer(session, scheme=scheme)
    stranger = make_volunteer(session)
    first = _shown(client.get("/desk/volunteers").text)
    for name in ("A" * 22, stranger.public_id):
        assert _shown(client.get(f"/desk/volunteers?page=after.{name}").text) == first


def test_a_page_whose_rows_no_longer_fit_is_the_first_one(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    page = client.get(f"/desk/volunteers?page=after.{volunteer.public_id}").text
    assert _shown(page) == [volunteer.public_id]


def test_a_heading_says_the_order_and_its_link_turns_it_round_within_the_filter(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for postcode in ("9000", "1000", None, "4000"):
        make_volunteer(session, scheme=scheme, postcode=postcode, first_name=postcode or "Nowhere")
    make_volunteer(session, scheme=scheme, postcode="2000", state=VolunteerState.LEFT)

    def link(page: str, label: str) -> tuple[str, str]:
        found = {text: (said, unescape(href)) for said, href, text in _HEADINGS.findall(page)}
        return found[label]

    def places(page: str) -> list[str]:
        return re.findall(r"<td>(\d*) ?Ixelles</td>", page)

    page = client.get("/desk/volunteers?state=ready").text
    assert 'aria-sort="descending"' in link(page, "Signed up")[0]
    said, href = link(page, "Place")
    assert "aria-sort" not in said
    page = client.get(href).text
    assert places(page) == ["1000", "4000", "9000", ""]
    said, href = link(page, "Place")
    assert 'aria-sort="ascending"' in said
    page = client.get(href).text
    assert places(page) == ["9000", "4000", "1000", ""]
    assert 'aria-sort="descending"' in link(page, "Place")[0]
    assert page.count("aria-sort") == 1


def test_the_longest_waiting_come_first_and_who_has_a_volunteer_last(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    def household(weeks: int) -> str:
        ready_at = NOW - timedelta(weeks=weeks)
        return make_household(session, scheme=scheme, ready_at=ready_at).public_id

    short, long = household(3), household(30)
    served = make_household(session, scheme=scheme, ready_at=NOW - timedelta(weeks=50))
    make_match(session, household=served, state=MatchState.ACTIVE)
    assert _shown(client.get("/desk/households").text) == [long, short, served.public_id]
    shortest = client.get("/desk/households?order=weeks").text
    assert _shown(shortest) == [short, long, served.public_id]
    assert _shown(client.get("/desk/households?weeks=4").text) == [long]


def test_a_volunteer_whose_places_are_taken_does_not_wait(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    free = make_volunteer(session, scheme=scheme)
    busy = make_match(session, scheme=scheme, state=MatchState.ACTIVE).volunteer
    assert _shown(client.get("/desk/volunteers?weeks=4").text) == [free.public_id]
    assert busy.public_id in _shown(client.get("/desk/volunteers").text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("aicha", "Aïcha Benali"),
        ("BENALI aï", "Aïcha Benali"),
        ("soren", "Søren Østergård"),
        ("van der", "Jo Van-der-Elst"),
        ("ܡܪܝܡ", "ܡܪܝܡ"),
        ("هدى", "هُدَى"),
    ],
)
@pytest.mark.parametrize("kind", ["volunteers", "households"])
def test_names_are_found_without_accents_and_in_small_letters(
    typed: str,
    name: str,
    kind: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    make = make_volunteer if kind == "volunteers" else make_household
    first, _, last = name.partition(" ")
    person = make(session, scheme=scheme, first_name=first, last_name=last)
    make(session, scheme=scheme, first_name="Somebody", last_name="Else")
    narrowed = client.press(f"/desk/{kind}", name=typed)
    assert quote(typed) not in narrowed.location
    answer = client.get(narrowed.location)
    assert _shown(answer.text) == [person.public_id]
    assert typed in answer.text


@pytest.mark.parametrize("place", ["Elsene", "ixelles", "1050", "B-1050 Ixelles"])
def test_a_commune_is_found_by_any_of_its_names(
    place: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    make_match(
        session,
        volunteer=make_volunteer(session, scheme=scheme),
        household=make_household(session, scheme=scheme, postcode="8500"),
    )
    page = client.get("/desk/matches", query_string={"place": place}).text
    assert _shown(page) == [match.public_id]
    assert "1 match" in page


def test_a_large_commune_is_found_at_all_its_postcodes(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    there = {
        make_volunteer(session, scheme=scheme, postcode=code).public_id for code in ("1000", "1020")
    }
    make_volunteer(session, scheme=scheme)
    assert set(_shown(client.get("/desk/volunteers?place=Bruxelles").text)) == there


@pytest.mark.parametrize("kind", ["volunteers", "households", "matches"])
def test_a_place_that_nobody_knows_is_said_at_the_field_and_stays_there(
    kind: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_match(session, scheme=scheme)
    page = client.get(f"/desk/{kind}?place=Atlantis").text
    assert "We know no place of this name." in page
    assert 'value="Atlantis"' in page
    assert _shown(page) == []


def test_the_matches_are_narrowed_within_their_state_and_counted_by_it(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    old = make_match(session, scheme=scheme, proposed_at=NOW - timedelta(weeks=9))
    make_match(session, scheme=scheme)
    make_match(
        session, scheme=scheme, proposed_at=NOW - timedelta(weeks=9), state=MatchState.ACTIVE
    )
    page = client.get("/desk/matches?weeks=8&state=proposed&language=ar").text
    assert _shown(page) == [old.public_id]
    assert "1 match" in page
    assert re.search(r'all <span class="quiet">2<', page)
    assert _shown(client.get("/desk/matches?language=uk").text) == []


def test_a_match_is_opened_by_its_first_column_and_its_state_has_one_name(
    client: Client, session: Session, coordinator: Staff, scheme: Scheme
) -> None:
    found = make_match(session, scheme=scheme, state=MatchState.APPROVED)
    make_match(session, scheme=scheme, state=MatchState.ACCEPTED)
    session.commit()
    page = client.get("/desk/matches").text
    assert re.search(rf'<th scope="row"[^>]*><a href="/desk/matches/{found.public_id}"', page)
    for state in ("waiting for answers", "both said yes"):
        chip, badge = re.findall(rf">\s*(?:<svg.*?</svg>)?\s*([^<>]*{state})", page)
        assert chip.strip() == badge.strip() == state
