"""A run with more proposals than a map can show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match
from web.models import Match, MatchRun, Scheme, Staff
from web.models.vocabulary import Progress
from web.queries import map as maps
from web.queries import runs

DRAWN = 3


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, coordinator: Staff) -> None:
    """Of everything less, so that a few rows are many."""
    monkeypatch.setattr(maps, "MOST_DRAWN", DRAWN)
    monkeypatch.setattr(runs, "PROPOSALS_A_PAGE", 2)


def proposed(session: Session, scheme: Scheme, run: MatchRun, count: int) -> list[Match]:
    """The best first."""
    return [
        make_match(session, scheme=scheme, run_id=run.id, points=9_000 - place)
        for place in range(count)
    ]


def drawn(client: Client, run: MatchRun, page: str = "") -> list[str]:
    found: Any = client.get(f"/desk/runs/{run.public_id}/map.json?page={page}").json
    return [pair["id"] for pair in found["pairs"]]


def test_the_map_shows_the_best_and_further_on_those_of_the_page(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    names = [match.public_id for match in proposed(session, scheme, run, 6)]
    assert drawn(client, run) == names[:3]
    assert drawn(client, run, f"after.{names[1]}") == names[2:5]


def test_a_map_that_can_show_all_shows_all_on_every_page(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    names = [match.public_id for match in proposed(session, scheme, run, DRAWN)]
    assert drawn(client, run, f"after.{names[1]}") == names


def test_the_page_says_so_and_its_map_begins_where_the_page_does(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    names = [match.public_id for match in proposed(session, scheme, run, 4)]
    page = client.get(f"/desk/runs/{run.public_id}?page=after.{names[1]}").text
    assert "Of 4 proposals the map shows 3" in page
    assert f"/map.json?page=after.{names[1]}" in page


def test_nothing_is_said_where_all_are_shown(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    proposed(session, scheme, run, DRAWN)
    assert "the map shows" not in client.get(f"/desk/runs/{run.public_id}").text


def test_the_table_goes_on_where_the_map_ends(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    matches = proposed(session, scheme, run, 4)
    first = client.get(f"/desk/runs/{run.public_id}/table")
    assert f"/table?page=after.{matches[2].public_id}" in first.text
    rest = client.get(f"/desk/runs/{run.public_id}/table?page=after.{matches[2].public_id}").text
    assert matches[3].volunteer.public_id in rest
    assert matches[0].volunteer.public_id not in rest


def test_of_many_who_wait_the_first_are_shown_and_the_way_to_the_others(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    waiting = [make_household(session, scheme=scheme).public_id for _ in range(4)]
    run.waiting = [{"household": name, "funnel": [], "relaxation": None} for name in waiting]
    session.flush()
    table = client.get(f"/desk/runs/{run.public_id}/table").text
    assert [name in table for name in waiting] == [True, True, True, False]
    assert "All who wait, and why" in table


def test_what_comes_next_is_that_of_each_run(
    session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    """What one run knows of is kept from page to page, and never shown for another."""
    (match,) = proposed(session, scheme, run, 1)
    other = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=datetime.now(UTC))
    session.add(other)
    session.flush()
    make_match(session, scheme=scheme, run_id=other.id)
    runner_up = make_match(session, scheme=scheme).volunteer
    runner_up.first_name = "Runnerup"
    run.alternatives = {
        match.household.public_id: [
            {"volunteer": runner_up.public_id, "points": 5, "value": 5, "free": True}
        ]
    }
    session.flush()
    for _visit in range(2):
        assert "Runnerup" in client.get(f"/desk/runs/{run.public_id}").text
        assert "Runnerup" not in client.get(f"/desk/runs/{other.public_id}").text
