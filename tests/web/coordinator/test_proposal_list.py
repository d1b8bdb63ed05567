"""A run's proposals are a list as any other: narrowed, sorted, kept through each button, saved."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import AuditEvent, Match, MatchRun, Scheme, Staff
from web.models.vocabulary import Level, MatchState, Progress

pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

NOW = datetime.now(UTC)
_ROW = re.compile(r'data-pair="([\w-]+)"')
_BESIDE = re.compile(r'rel="(prev|next)" href="([^"]+)"')


@pytest.fixture
def run(session: Session, scheme: Scheme, coordinator: Staff) -> MatchRun:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=NOW)
    session.add(run)
    session.flush()
    return run


@pytest.fixture
def pairs(session: Session, scheme: Scheme, run: MatchRun) -> dict[str, Match]:
    """By the household: the most points first, and one that is decided."""
    said = {
        "Aïcha": (9000, 3, "9000", "ar", MatchState.PROPOSED),
        "Olena": (8000, 10, "1000", "uk", MatchState.PROPOSED),
        "Selam": (7000, 1, "4000", "ti", MatchState.PROPOSED),
        "Goran": (6000, 5, "4000", "uk", MatchState.REJECTED),
    }
    return {
        name: make_match(
            session,
            volunteer=make_volunteer(session, scheme=scheme, first_name=f"With{name}"),
            household=make_household(
                session,
                scheme=scheme,
                first_name=name,
                last_name="",
                ready_at=NOW - timedelta(weeks=weeks, hours=1),
                postcode=postcode,
                locality="",
                languages={language: Level.NATIVE},
            ),
            run_id=run.id,
            points=points,
            state=state,
        )
        for name, (points, weeks, postcode, language, state) in said.items()
    }


def _names(pairs: dict[str, Match], page: str) -> list[str]:
    called = {match.public_id: name for name, match in pairs.items()}
    return [called[public_id] for public_id in _ROW.findall(page)]


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, ["Aïcha", "Olena", "Selam"]),
        ({"order": "points"}, ["Selam", "Olena", "Aïcha"]),
        ({"order": "-weeks"}, ["Olena", "Aïcha", "Selam"]),
        ({"order": "place"}, ["Olena", "Selam", "Aïcha"]),
        ({"order": "by heart", "state": "asleep"}, ["Aïcha", "Olena", "Selam"]),
        ({"place": "Luik"}, ["Selam"]),
        ({"language": "uk"}, ["Olena"]),
        ({"name": "aicha"}, ["Aïcha"]),
        ({"name": "witholena"}, ["Olena"]),
        ({"state": "rejected"}, ["Goran"]),
        ({"state": "rejected", "language": "ar"}, []),
    ],
)
def test_it_is_narrowed_and_sorted_at_an_address_that_is_remembered(
    client: Client,
    run: MatchRun,
    pairs: dict[str, Match],
    asked: dict[str, str],
    fit: list[str],
) -> None:
    path = f"/desk/runs/{run.public_id}"
    address = client.press(path, **asked).location
    assert asked.get("name", "no name") not in address
    page = client.get(address).text
    assert _names(pairs, page) == fit
    assert ("No proposal fits these wishes" in page) is (not fit)
    crumb = client.get(f"{path}/waiting").text.split('class="crumb"')[1]
    (back,) = re.findall(r'href="([^"]+)"', crumb.split("</p>")[0])
    assert _names(pairs, client.get(unescape(back)).text) == fit


def test_what_is_decided_has_no_boxes_and_no_keys_and_leads_to_its_match(
    client: Client, run: MatchRun, pairs: dict[str, Match]
) -> None:
    deciding = client.get(f"/desk/runs/{run.public_id}").text
    decided = client.get(f"/desk/runs/{run.public_id}?state=rejected").text
    for part in ('id="choose"', 'id="keys"', "js/proposals", "data-key="):
        assert (part in deciding, part in decided) == (True, False), part
    assert f'href="/desk/matches/{pairs["Goran"].public_id}"' in decided


def test_the_map_and_the_table_show_what_the_list_shows(
    client: Client, run: MatchRun, pairs: dict[str, Match]
) -> None:
    page = client.get(f"/desk/runs/{run.public_id}?place=4000").text
    (drawn,) = re.findall(r'"(/desk/runs/[\w-]+/map.json[^"]*)"', page)
    (table,) = re.findall(r'"(/desk/runs/[\w-]+/table[^"]*)"', page)
    found = client.get(unescape(drawn)).json
    assert found is not None
    assert [pair["id"] for pair in found["pairs"]] == [pairs["Selam"].public_id]
    words = client.get(unescape(table)).text
    assert "WithSelam" in words
    assert "WithOlena" not in words


@pytest.mark.parametrize("deed", ["approve", "reject"])
def test_each_button_leads_back_to_the_list_as_it_was(
    client: Client, run: MatchRun, pairs: dict[str, Match], deed: str
) -> None:
    page = client.get(f"/desk/runs/{run.public_id}?order=-weeks&language=uk").text
    name = pairs["Olena"].public_id
    (action,) = re.findall(rf'action="(/desk/matches/{name}/{deed}[^"]*)"', page)
    pressed = {"version": "1", "run": run.public_id, "reason": "other", "note": "No."}
    there = client.press(unescape(action), **pressed).location
    asked = parse_qs(urlsplit(there).query)
    assert (asked["order"], asked["language"]) == (["-weeks"], ["uk"])
    (many,) = re.findall(r'id="choose" method="post" action="([^"]*)"', page)
    # Whatever is refused is told on the same list.
    refused = client.press(unescape(many))
    assert refused.status_code == 422
    assert 'value="uk" selected' in refused.text


def test_it_is_saved_as_it_is_narrowed_with_a_trace(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    run: MatchRun,
    pairs: dict[str, Match],
) -> None:
    page = client.get(f"/desk/runs/{run.public_id}?order=place").text
    (action,) = re.findall(r'class="export" method="post" action="([^"]+)"', page)
    assert session.scalars(select(AuditEvent)).all() == []
    answer = client.press(unescape(action), format="csv")
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    heading, *rows = csv.reader(text, delimiter=";")
    assert heading[:3] == ["Volunteer", "Household", "Postcode"]
    assert [(row[1], row[2], row[4], row[6]) for row in rows] == [
        ("Olena", "1000", "Ukrainian", "8000"),
        ("Selam", "4000", "Tigrinya", "7000"),
        ("Aïcha", "9000", "Arabic", "9000"),
    ]
    trace = session.scalars(select(AuditEvent)).one()
    assert (trace.actor_id, trace.action) == (coordinator.id, "proposals_exported")


@pytest.mark.parametrize("order", ["points", "place", "-place", "weeks", "-weeks"])
def test_in_each_order_all_are_met_once_and_back_again_with_as_few_queries(
    engine: Engine, session: Session, client: Client, scheme: Scheme, run: MatchRun, order: str
) -> None:
    for number in range(47):
        family = make_household(
            session,
            scheme=scheme,
            postcode=None if number % 7 == 0 else str(1000 + number % 5),
            ready_at=NOW - timedelta(days=number // 3),
        )
        make_match(session, household=family, run_id=run.id, points=number % 4)
    page = client.get(f"/desk/runs/{run.public_id}?order={order}").text
    met = [_ROW.findall(page)]
    while following := dict(_BESIDE.findall(page)).get("next"):
        with counting(engine) as statements:
            page = client.get(unescape(following)).text
        assert len(statements.sent) <= 12
        met.append(_ROW.findall(page))
    assert len({name for rows in met for name in rows}) == sum(map(len, met)) == 47
    back = [met[-1]]
    while earlier := dict(_BESIDE.findall(page)).get("prev"):
        page = client.get(unescape(earlier)).text
        back.insert(0, _ROW.findall(page))
    assert back == met
