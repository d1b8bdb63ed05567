"""Those whom a run left waiting are a list as any other: narrowed, sorted, kept, saved."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_household
from tests.web.coordinator.statements import counting
from web.models import AuditEvent, Household, MatchRun, Scheme, Staff
from web.models.vocabulary import Level, Progress

pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

NOW = datetime.now(UTC)
_ROW = re.compile(r'<h2><a href="/desk/households/([\w-]+)"')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')


def _stuck(*steps: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"step": step, "remaining": left} for step, left in (("ready", 9), *steps)]


@pytest.fixture
def families(session: Session, scheme: Scheme) -> dict[str, Household]:
    """Who waits for ten weeks, for three and for one."""
    said = {
        "Aïcha": (10, "9000", {"ar": Level.NATIVE}),
        "Olena": (3, "1000", {"uk": Level.NATIVE}),
        "Selam": (1, "4000", {"ti": Level.NATIVE}),
    }
    return {
        name: make_household(
            session,
            scheme=scheme,
            first_name=name,
            last_name="",
            ready_at=NOW - timedelta(weeks=weeks, hours=1),
            postcode=postcode,
            locality="",
            languages=languages,
        )
        for name, (weeks, postcode, languages) in said.items()
    }


@pytest.fixture
def run(
    session: Session, scheme: Scheme, coordinator: Staff, families: dict[str, Household]
) -> MatchRun:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=NOW)
    funnels = {
        "Selam": _stuck(("distance", 4), ("language", 0)),
        "Aïcha": _stuck(("distance", 0)),
        "Olena": _stuck(("distance", 5)),
    }
    run.waiting = [
        {"household": families[name].public_id, "funnel": funnel, "relaxation": None}
        for name, funnel in funnels.items()
    ]
    # Waits as well, but the run knows nothing of her.
    make_household(session, scheme=scheme, first_name="Stranger")
    session.add(run)
    session.flush()
    return run


def _names(families: dict[str, Household], page: str) -> list[str]:
    called = {family.public_id: name for name, family in families.items()}
    return [called[public_id] for public_id in _ROW.findall(page)]


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, ["Aïcha", "Olena", "Selam"]),
        ({"order": "weeks"}, ["Selam", "Olena", "Aïcha"]),
        ({"order": "place"}, ["Olena", "Selam", "Aïcha"]),
        ({"order": "by heart"}, ["Aïcha", "Olena", "Selam"]),
        ({"reason": "language"}, ["Selam"]),
        ({"reason": "distance"}, ["Aïcha"]),
        ({"reason": "no_limit"}, ["Olena"]),
        # Nobody of this run waits for it.
        ({"reason": "screening"}, ["Aïcha", "Olena", "Selam"]),
        ({"name": "aicha"}, ["Aïcha"]),
        ({"place": "Luik"}, ["Selam"]),
        ({"language": "uk"}, ["Olena"]),
        ({"weeks": "2"}, ["Aïcha", "Olena"]),
        ({"weeks": "2", "language": "ti"}, []),
        ({"name": "stranger"}, []),
    ],
)
def test_it_is_narrowed_and_sorted_at_an_address_that_is_remembered(
    client: Client,
    run: MatchRun,
    families: dict[str, Household],
    asked: dict[str, str],
    fit: list[str],
) -> None:
    path = f"/desk/runs/{run.public_id}/waiting"
    address = client.press(path, **asked).location
    assert asked.get("name", "no name") not in address
    page = client.get(address).text
    assert _names(families, page) == fit
    assert ("Nobody fits these wishes" in page) is (not fit)
    back = unescape(client.get(f"/desk/runs/{run.public_id}").text)
    (link,) = re.findall(r'id="run-waiting" href="([^"]+)"', back)
    assert _names(families, client.get(link).text) == fit
    assert _names(families, client.get(path).text) == ["Aïcha", "Olena", "Selam"]


def test_it_is_saved_as_it_is_narrowed_with_why_they_wait_and_a_trace(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    run: MatchRun,
) -> None:
    path = f"/desk/runs/{run.public_id}/waiting"
    page = client.get(f"{path}?weeks=2&order=weeks").text
    (action,) = re.findall(r'class="export" method="post" action="([^"]+)"', page)
    assert session.scalars(select(AuditEvent)).all() == []
    answer = client.press(unescape(action), format="csv")
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    heading, *rows = csv.reader(text, delimiter=";")
    assert heading[0] == "Name"
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [
        ("Olena", "1000", "Ukrainian", "No rule stands in the way."),
        ("Aïcha", "9000", "Arabic", "Too far."),
    ]
    trace = session.scalars(select(AuditEvent)).one()
    assert (trace.actor_id, trace.scheme_id) == (coordinator.id, scheme.id)
    assert trace.action == "waiting_exported"


def test_a_filter_goes_on_through_its_pages_with_as_few_queries(
    engine: Engine, session: Session, client: Client, scheme: Scheme, run: MatchRun
) -> None:
    more = [
        make_household(session, scheme=scheme, postcode="4000", ready_at=NOW - timedelta(days=day))
        for day in range(30)
    ]
    run.waiting = [
        *run.waiting,
        *(
            {"household": family.public_id, "funnel": [], "relaxation": None}
            for family in (*more, make_household(session, scheme=scheme, postcode="9000"))
        ),
    ]
    first = client.get(f"/desk/runs/{run.public_id}/waiting?place=4000&reason=no_limit").text
    (following,) = _NEXT.findall(first)
    with counting(engine) as statements:
        second = client.get(unescape(following)).text
    assert len(statements.sent) <= 12
    met = [*_ROW.findall(first), *_ROW.findall(second)]
    assert met == [family.public_id for family in reversed(more)]
