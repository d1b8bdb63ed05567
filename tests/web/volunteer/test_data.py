"""What a volunteer is shown of what is held, and the way to have it erased."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import Match, Volunteer
from web.models.party import ERASED
from web.models.vocabulary import MatchState, VolunteerState
from web.services import codes

PAGES = (
    "/volunteer/",
    "/volunteer/calendar",
    "/volunteer/contact",
    "/volunteer/details",
    "/volunteer/leave",
    "/volunteer/data?section=person",
    "/volunteer/data?section=matches",
    "/volunteer/data?section=messages",
    "/volunteer/data?section=history",
    "/volunteer/data/erase",
)


@pytest.fixture
def vera(client: Client, session: Session) -> Volunteer:
    match = make_match(
        session,
        volunteer=make_volunteer(session, first_name="Véra", street="Rue Haute 1"),
        state=MatchState.ACTIVE,
    )
    client.sign_in(match.volunteer)
    return match.volunteer


def test_what_is_held_is_read_in_words_and_taken_along_as_a_file(
    client: Client, vera: Volunteer
) -> None:
    page = client.get("/volunteer/data").text
    for told in ("Véra", "Rue Haute 1", "Ixelles", "mother tongue", "conversation practice"):
        assert told in page
    file = client.press("/volunteer/data/file")
    assert file.mimetype == "application/json"
    assert file.json is not None
    rows = {kind["table"]: kind["rows"] for kind in file.json["held"]}
    assert rows["address"] == [{"street": "Rue Haute 1"}]


def test_no_own_page_asks_the_database_more_than_twelve_times(
    client: Client, engine: Engine, session: Session, vera: Volunteer
) -> None:
    match_id = session.scalars(select(Match.public_id)).one()
    for path in (*PAGES, f"/volunteer/matches/{match_id}"):
        with counting(engine) as statements:
            assert client.get(path).status_code == 200
        assert len(statements.sent) <= 12, path


def test_only_the_code_erases(
    client: Client, session: Session, vera: Volunteer, now: datetime
) -> None:
    client.press("/volunteer/data/erase")
    page = client.get("/volunteer/data/erase/confirm").text
    assert "A new code is on its way" in page
    assert 'action="/volunteer/data/erase"' in page
    assert "not right" in client.fill("/volunteer/data/erase/confirm", code="123456").text
    assert vera.first_name == "Véra"
    code = codes.issue(session, vera, now=now)
    answer = client.fill("/volunteer/data/erase/confirm", code=code)
    assert "Everything about you is erased" in client.get(answer.location).text
    gone = session.scalars(select(Volunteer)).one()
    assert (gone.first_name, gone.state) == (ERASED, VolunteerState.LEFT)
    assert client.get("/volunteer/").status_code == 302
