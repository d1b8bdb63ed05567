"""The lists of runs and of a scheme's own codes: narrowed, sorted, remembered, saved."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_match, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import AuditEvent, CampaignCode, MatchRun, Scheme, Staff
from web.models.vocabulary import Campaign, Progress
from web.services import campaigns

pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

NOW = datetime.now(UTC)
_ROW = re.compile(r'<th scope="row"><a href="/desk/\w+/([\w-]+)"')
_BESIDE = re.compile(r'rel="(prev|next)" href="([^"]+)"')


@pytest.fixture
def runs(session: Session, scheme: Scheme, coordinator: Staff) -> list[MatchRun]:
    """The newest first; one stopped, one still has two proposals, one has one."""
    made = []
    for days, progress, proposals in (
        (1, Progress.DONE, 1),
        (2, Progress.FAILED, 0),
        (3, Progress.DONE, 2),
    ):
        run = MatchRun(
            scheme_id=scheme.id,
            progress=progress,
            created_at=NOW - timedelta(days=days),
            started_by_id=coordinator.id if days == 1 else None,
            receipt={"pairs": 10 + days, "waiting": 20 + days},
        )
        session.add(run)
        session.flush()
        for _number in range(proposals):
            make_match(session, scheme=scheme, run_id=run.id)
        made.append(run)
    return made


@pytest.fixture
def codes(session: Session, scheme: Scheme, coordinator: Staff) -> dict[str, CampaignCode]:
    made = {
        name: campaigns.make(session, scheme, name, source, actor=coordinator, now=NOW)
        for name, source in (
            ("market", Campaign.POSTER),
            ("Library", Campaign.POSTER),
            ("gazette", Campaign.PRESS),
        )
    }
    for name in ("market", "gazette", "gazette"):
        word, source = made[name].code, made[name].channel
        make_volunteer(session, scheme=scheme, campaign=source, campaign_code=word)
    return made


def _saved(client: Client, page: str) -> list[list[str]]:
    (action,) = re.findall(r'class="export" method="post" action="([^"]+)"', page)
    answer = client.press(unescape(action), format="csv")
    text = io.StringIO(answer.data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))[1:]


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, [0, 1, 2]),
        ({"order": "started"}, [2, 1, 0]),
        ({"order": "-to-decide"}, [2, 0, 1]),
        ({"order": "by heart", "state": "asleep"}, [0, 1, 2]),
        ({"state": "done"}, [0, 2]),
        ({"state": "failed"}, [1]),
        ({"state": "queued"}, []),
    ],
)
def test_runs_are_narrowed_and_sorted_at_an_address_that_is_remembered(
    client: Client, runs: list[MatchRun], asked: dict[str, str], fit: list[int]
) -> None:
    names = [runs[place].public_id for place in fit]
    page = client.get(client.press("/desk/runs/narrowed", **asked).location).text
    assert _ROW.findall(page) == names
    assert ("No run fits these wishes" in page) is (not fit)
    assert ">in the queue</option>" in page
    crumb = client.get(f"/desk/runs/{runs[0].public_id}").text.split('class="crumb"')[1]
    (back,) = re.findall(r'href="([^"]+)"', crumb.split("</p>")[0])
    assert _ROW.findall(client.get(unescape(back)).text) == names


def test_runs_are_saved_as_they_are_narrowed_with_a_trace(
    session: Session, client: Client, coordinator: Staff, runs: list[MatchRun]
) -> None:
    rows = _saved(client, client.get("/desk/runs?state=done&order=started").text)
    assert [row[1:6] for row in rows] == [
        ["by itself", "done", "13", "23", "2"],
        [coordinator.full_name, "done", "11", "21", "1"],
    ]
    assert session.scalars(select(AuditEvent.action)).all() == ["runs_exported"]


@pytest.mark.parametrize("order", ["-started", "state", "to-decide"])
def test_going_through_many_runs_meets_each_once_with_as_few_queries(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff, order: str
) -> None:
    for number in range(43):
        run = MatchRun(
            scheme_id=scheme.id,
            progress=list(Progress)[2 + number % 3],
            created_at=NOW - timedelta(days=number // 4),
        )
        session.add(run)
        session.flush()
        if number % 5 == 0:
            make_match(session, scheme=scheme, run_id=run.id)
    page = client.get(f"/desk/runs?order={order}").text
    met = _ROW.findall(page)
    while following := dict(_BESIDE.findall(page)).get("next"):
        with counting(engine) as statements:
            page = client.get(unescape(following)).text
        assert len(statements.sent) <= 12
        met.extend(_ROW.findall(page))
    assert len(set(met)) == len(met) == 43


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, ["gazette", "Library", "market"]),
        ({"order": "name"}, ["gazette", "Library", "market"]),
        ({"order": "-name"}, ["market", "Library", "gazette"]),
        ({"order": "-volunteers"}, ["gazette", "market", "Library"]),
        ({"source": "poster"}, ["Library", "market"]),
        ({"source": "rumour", "order": "by heart"}, ["gazette", "Library", "market"]),
        ({"source": "website"}, []),
    ],
)
def test_codes_are_narrowed_and_sorted_at_an_address_that_is_remembered_and_saved(
    session: Session,
    client: Client,
    codes: dict[str, CampaignCode],
    asked: dict[str, str],
    fit: list[str],
) -> None:
    names = [codes[name].public_id for name in fit]
    page = client.get(client.press("/desk/campaigns/narrowed", **asked).location).text
    assert _ROW.findall(page) == names
    crumb = client.get(f"/desk/campaigns/{codes['market'].public_id}").text.split('class="crumb"')
    (back,) = re.findall(r'href="([^"]+)"', crumb[1].split("</p>")[0])
    assert _ROW.findall(client.get(unescape(back)).text) == names
    if fit:
        traces = select(AuditEvent).where(AuditEvent.action == "campaign_codes_exported")
        assert [row[0] for row in _saved(client, page)] == fit
        assert len(session.scalars(traces).all()) == 1
    else:
        assert "No code from there" in page
