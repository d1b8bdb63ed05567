"""A preview of more people than somebody waits for: a page of its own, watched, left and found."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.browsing import Client, data_of, main_form
from tests.factories import make_policy, make_preview, make_scheme, make_staff
from tests.web.coordinator.test_policies import (
    NEARBY,
    _one_volunteer_and_two_households,
    _saved,
    _weighing,
)
from web.models import Household, Scheme, Staff
from web.models.vocabulary import Progress
from web.services import jobs, previews

# What a page shows does not depend on who keeps it.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def people(session: Session, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pair possible at a time, and already too many to wait for."""
    monkeypatch.setattr(previews, "AT_ONCE", 1)
    _one_volunteer_and_two_households(session, scheme)
    make_policy(session, scheme, decided=_weighing("language"))


def _begin(client: Client, **typed: Any) -> str:
    """The address of the preview."""
    held = main_form(client.get("/desk/policy").text).values
    answer = client.post("/desk/policy/preview", data={**held, **NEARBY, **typed})
    assert answer.status_code == 303
    return str(answer.location)


def test_it_gets_a_page_that_shows_how_far_it_is_and_then_what_it_found(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    path = _begin(client, name="Next door", reach="9")
    waits = client.get(path).text
    assert "A preview is under way" in waits
    assert "<progress" in waits
    assert "HX-Refresh" not in client.get(f"{path}/progress").headers
    jobs.perform_due(sessionmaker(engine).begin)
    assert client.get(f"{path}/progress").headers["HX-Refresh"] == "true"
    page = client.get(path).text
    gains, loses = page.split("No longer waiting")[1].split("Waiting instead")
    assert "Nearby" in gains
    assert "Talkative" in loses.split("Somebody who suits better")[0]
    assert "Over the people as they were on" in page
    held = main_form(page).values
    assert (held["proximity"], held["reach"], held["name"]) == ("100", "9", "Next door")
    assert len(_saved(session)) == 1
    assert client.post("/desk/policy", data=held).status_code == 303
    assert _saved(session)[-1].name == "Next door"


def test_the_page_of_the_policy_leads_back_to_it(client: Client, coordinator: Staff) -> None:
    assert "Previews of the last day" not in client.get("/desk/policy").text
    path = _begin(client)
    assert f'href="{path}"' in client.get("/desk/policy").text


def test_cancelled_it_says_by_whom_and_nothing_typed_is_lost(
    client: Client, coordinator: Staff
) -> None:
    path = _begin(client)
    assert client.press(f"{path}/cancel").location == path
    page = client.get(path).text
    assert f"{coordinator.full_name} cancelled this preview" in page
    assert 'id="preview"' not in page
    assert main_form(page).values["proximity"] == "100"


def test_a_preview_that_could_not_be_computed_says_so(
    session: Session, client: Client, coordinator: Staff
) -> None:
    failed = make_preview(session, coordinator, progress=Progress.FAILED)
    page = client.get(f"/desk/policy/previews/{failed.public_id}").text
    assert "This preview stopped before it was done." in page


def test_another_policy_saved_meanwhile_is_told_and_cannot_be_overwritten_unseen(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    path = _begin(client, name="Mine")
    jobs.perform_due(sessionmaker(engine).begin)
    assert "Another policy is in force by now" not in client.get(path).text
    make_policy(session, scheme, name="Theirs", decided=_weighing("needs"))
    page = client.get(path).text
    assert "Another policy is in force by now: 'Theirs'." in page
    assert client.post("/desk/policy", data=main_form(page).values).status_code == 409


def test_whoever_moved_away_meanwhile_is_left_off_the_map(
    engine: Engine, session: Session, client: Client, coordinator: Staff
) -> None:
    path = _begin(client)
    jobs.perform_due(sessionmaker(engine).begin)
    households = {one.first_name: one for one in session.scalars(select(Household))}
    households["Nearby"].latitude = households["Nearby"].longitude = None
    drawn = data_of(client.get(path).text, "preview-map")
    assert "Nearby" not in {point["label"] for point in drawn["points"]}
    assert [pair["change"] for pair in drawn["pairs"]] == ["lost"]


@pytest.mark.parametrize("below", ["", "/progress"])
def test_a_preview_of_another_scheme_is_not_there(
    session: Session, client: Client, coordinator: Staff, below: str
) -> None:
    other = make_preview(session, make_staff(session, scheme=make_scheme(session)))
    path = f"/desk/policy/previews/{other.public_id}"
    assert client.get(path + below).status_code == 404
    assert client.press(f"{path}/cancel").status_code == 404
    session.refresh(other)
    assert other.progress is Progress.QUEUED


def test_a_promise_is_waited_for_with_fewer_people(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(previews, "AT_ONCE", 2)
    monkeypatch.setattr(previews, "AT_ONCE_PROMISED", 1)
    held = main_form(client.get("/desk/policy").text).values
    assert client.post("/desk/policy/preview", data=held).status_code == 200
    promised = {**held, "promise_children": "100"}
    assert client.post("/desk/policy/preview", data=promised).status_code == 303
    make_policy(session, scheme, decided={"promises": {"children": 10_000}})
    assert client.post("/desk/policy/preview", data=held).status_code == 303
