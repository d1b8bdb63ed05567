"""The page of a run: what it says of its proposals, and what an open one learns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client, forms
from tests.factories import make_household, make_staff
from tests.web.coordinator.proposals import page_of, proposals, ticked
from web.models import MatchRun, Scheme, Staff
from web.models.vocabulary import Progress


def test_a_run_that_waits_can_be_cancelled_and_says_by_whom(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    run.progress = Progress.QUEUED
    page = client.get(page_of(run)).text
    assert page_of(run, "cancel") in {form.action for form in forms(page)}
    assert client.press(page_of(run, "cancel")).location == page_of(run)
    assert client.get(page_of(run, "progress")).headers["HX-Refresh"] == "true"
    page = client.get(page_of(run)).text
    assert f"{coordinator.full_name} cancelled this run on" in page
    assert "Nothing was written" in page
    assert "cancelled" in client.get("/desk/runs").text


def test_a_run_that_is_done_says_that_there_is_nothing_to_cancel(
    client: Client, run: MatchRun, coordinator: Staff
) -> None:
    answer = client.press(page_of(run, "cancel"))
    assert answer.status_code == 409
    assert "nothing to cancel" in answer.text


def test_a_proposal_says_at_a_glance_what_speaks_for_it_and_against_it(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    proposals(session, run, 1)
    page = client.get(page_of(run)).text
    for said in (
        "7 minutes on foot · less than 500 m away",
        "Both are free: Wednesday afternoon",
        "sharing a meal",
        "not covered: getting around · only one moment of the week in common",
        "1,900 of 2,500",
    ):
        assert said in page.replace("\u202f", " ").replace("\u00a0", " "), said


def test_all_boxes_can_be_ticked_without_scripts(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    proposals(session, run, 2)
    assert (
        " checked" not in client.get(page_of(run)).text.replace("data-off", "").split("<dialog")[0]
    )
    assert client.get(page_of(run) + "?all=1").text.split("<dialog")[0].count(" checked") == 2


def _poll(client: Client, run: MatchRun, page: str) -> tuple[int, str]:
    """What the open page asks for every few seconds."""
    address = page.split('hx-get="')[1].split('"', maxsplit=1)[0].replace("&amp;", "&")
    assert address.startswith(page_of(run, "changes"))
    answer = client.get(address)
    return answer.status_code, answer.text


def test_an_open_page_learns_what_a_colleague_decided_and_is_told_nothing_before(
    session: Session, client: Client, scheme: Scheme, run: MatchRun, coordinator: Staff
) -> None:
    match, other = proposals(session, run, 2)
    page = client.get(page_of(run)).text
    assert _poll(client, run, page) == (204, "")
    colleague = client.another()
    colleague.sign_in(make_staff(session, scheme=scheme, first_name="Bo", last_name="Quick"))
    colleague.press(page_of(run, "approve"), chosen=ticked(match))

    status, part = _poll(client, run, page)

    assert status == 200
    assert "<html" not in part
    said = part.split(f'id="state-{match.public_id}"')[1].split("</p>")[0]
    assert "Bo Quick changed this on" in said
    assert part.split(f'id="state-{other.public_id}"')[1].split("</p>")[0].endswith(">")
    assert 'id="run-figures"' in part
    assert _poll(client, run, part) == (204, "")


@pytest.mark.parametrize("query", ["", "?mark=💥&shown=%00", "?shown=" + "x" * 500])
def test_nonsense_asked_of_an_open_page_is_no_error_of_ours(
    query: str, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    assert client.get(page_of(run, "changes") + query).status_code < 500


def test_who_has_waited_longest_stands_first_among_those_left_waiting(
    client: Client, session: Session, coordinator: Staff, scheme: Scheme, run: MatchRun
) -> None:
    now = datetime.now(UTC)
    weeks = {"Amal": 3, "Berit": 30, "Chadi": 12}
    made = {
        name: make_household(
            session, scheme=scheme, first_name=name, ready_at=now - timedelta(weeks=number)
        )
        for name, number in weeks.items()
    }
    run.waiting = [
        {"household": one.public_id, "funnel": [], "relaxation": None} for one in made.values()
    ]
    session.commit()
    text = client.get(f"/desk/runs/{run.public_id}/waiting").text
    assert sorted(made, key=text.index) == ["Berit", "Chadi", "Amal"]
