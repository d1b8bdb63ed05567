"""What if everybody went further: tried by a preview, and never kept."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.browsing import Client, main_form
from tests.factories import make_household, make_volunteer
from tests.web.coordinator.test_policies import _preview, _saved
from web.models import Household, Scheme, Staff, Volunteer
from web.services import jobs, previews


@pytest.fixture
def apart(session: Session, scheme: Scheme) -> tuple[Volunteer, Household]:
    """One volunteer, and one household 1.9 km to the north; both would go 1.5 km."""
    return make_volunteer(session, scheme=scheme, max_distance_m=1_500), make_household(
        session, scheme=scheme, latitude=50.85, max_distance_m=1_500, first_name="Far"
    )


def _gaining(page: str) -> str:
    return page.partition("No longer waiting")[2].partition("Waiting instead")[0]


def test_a_preview_says_who_would_get_somebody_if_everybody_went_further(
    client: Client, coordinator: Staff, apart: tuple[Volunteer, Household]
) -> None:
    assert "Exactly the same pairs would be proposed." in _preview(client, further="0.3")
    page = _preview(client, further="0,5")
    assert "Far" in _gaining(page)
    assert "as if everybody went 500 m further" in page
    assert main_form(page).values["further"] == "0,5"


def test_saving_keeps_neither_for_the_policy_nor_for_the_people_that_they_would_go_further(
    session: Session, client: Client, coordinator: Staff, apart: tuple[Volunteer, Household]
) -> None:
    client.fill("/desk/policy", name="Mine", further="5")
    (row,) = _saved(session)
    assert not any("further" in key for key in row.decided)
    assert [one.max_distance_m for one in apart] == [1_500, 1_500]
    assert main_form(client.get("/desk/policy").text).values["further"] == ""
    assert 'id="further-error"' in _preview(client, further="a bit")


def test_a_worker_tries_it_too_and_its_page_says_so(
    engine: Engine,
    session: Session,
    client: Client,
    coordinator: Staff,
    apart: tuple[Volunteer, Household],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(previews, "AT_ONCE", 0)
    held = main_form(client.get("/desk/policy").text).values
    answer = client.post("/desk/policy/preview", data={**held, "further": "1"})
    session.commit()
    jobs.perform_due(sessionmaker(engine).begin)
    assert answer.location
    page = client.get(answer.location).text
    assert "Far" in _gaining(page)
    assert "as if everybody went 1 km further" in page
