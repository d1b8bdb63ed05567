"""What an exercise kept is a list as any other; its words never leave with it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_scheme, make_volunteer
from web.models import AuditEvent, KeptLetter, Scheme, Staff, Volunteer
from web.models.vocabulary import Channel
from web.queries import kept_letters

pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

PAGE = "/desk/sending/kept"
NOW = datetime.now(UTC)
_ROW = re.compile(r"<h2><bdi>(\w+)")


def _keep(
    session: Session, to: Volunteer, hours: int, kind: str, channel: Channel = Channel.EMAIL
) -> None:
    session.add(
        KeptLetter(
            scheme_id=to.scheme_id,
            party_id=to.id,
            kept_at=NOW - timedelta(hours=hours),
            kind=kind,
            channel=channel,
            recipient="somebody@mail.example",
            subject="Wombat",
            text="Wombat: http://localhost/m/secret",
        )
    )
    session.flush()


@pytest.fixture
def letters(session: Session, scheme: Scheme, coordinator: Staff) -> None:
    """The oldest first, and one of another scheme."""
    people = {
        name: make_volunteer(session, scheme=scheme, first_name=name)
        for name in ("Aïcha", "Olena", "Selam")
    }
    _keep(session, people["Aïcha"], 3, "match_offer")
    _keep(session, people["Olena"], 2, "follow_up", Channel.SMS)
    _keep(session, people["Selam"], 1, "match_offer", Channel.SMS)
    stranger = make_volunteer(session, scheme=make_scheme(session), first_name="Stranger")
    _keep(session, stranger, 0, "own_page")


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, ["Selam", "Olena", "Aïcha"]),
        ({"order": "kept"}, ["Aïcha", "Olena", "Selam"]),
        ({"about": "match_offer"}, ["Selam", "Aïcha"]),
        ({"channel": "sms"}, ["Selam", "Olena"]),
        ({"channel": "pigeon", "order": "by heart"}, ["Selam", "Olena", "Aïcha"]),
        ({"name": "aicha"}, ["Aïcha"]),
        ({"about": "match_offer", "channel": "sms"}, ["Selam"]),
        ({"about": "own_page"}, []),
    ],
)
@pytest.mark.usefixtures("letters")
def test_it_is_narrowed_and_sorted_at_an_address_that_is_remembered(
    client: Client, asked: dict[str, str], fit: list[str]
) -> None:
    address = client.press(PAGE, **asked).location
    assert asked.get("name", "no name") not in address
    page = client.get(address).text
    assert _ROW.findall(page) == fit
    assert ("No message fits these wishes" in page) is (not fit)
    assert "the link to their own page" not in page.split('class="filters"')[1].split("</form>")[0]
    client.press("/desk/sending/exercise", exercise="on")
    banner = client.get("/desk/").text.split("Exercise: nothing leaves.")[1]
    (back,) = re.findall(r'href="([^"]+)"', banner.split("</p>")[0])
    assert _ROW.findall(client.get(unescape(back)).text) == fit


@pytest.mark.usefixtures("letters")
def test_all_that_fit_are_saved_without_their_words_and_with_a_trace(
    session: Session, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_letters, "MOST_SHOWN", 1)
    page = client.get(f"{PAGE}?about=match_offer&order=kept").text
    assert _ROW.findall(page) == ["Aïcha"]
    (action,) = re.findall(r'class="export" method="post" action="([^"]+)"', page)
    answer = client.press(unescape(action), format="csv")
    text = answer.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert [row[0].split()[0] for row in rows] == ["Aïcha", "Selam"]
    assert [row[2] for row in rows] == ["a proposal", "a proposal"]
    assert not re.search("Wombat|secret|mail.example", text)
    actions = session.scalars(select(AuditEvent.action)).all()
    assert actions == ["kept_letters_exported"]
