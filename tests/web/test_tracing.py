"""The log names requests, so that they are found, and never people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from config import logging as logs
from tests.browsing import Client
from tests.factories import make_match, make_scheme
from tests.web.public.test_joining import GOOD
from web import tracing
from web.doorbell import doorbell
from web.models.vocabulary import MatchState, Side
from web.services import volunteers
from web.services.links import Purpose, create

Lines = Callable[[], list[dict[str, Any]]]
NAME = "Quokkina"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What production writes to its log, and more of it."""
    logs.configure("DEBUG", as_json=True)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logs.configure("WARNING", as_json=False)


def test_a_request_has_a_line_with_its_name_and_its_view_and_no_persons(
    client: Client, session: Session, lines: Lines
) -> None:
    scheme = make_scheme(session)
    answer = client.fill(f"/{scheme.slug}/join", **{**GOOD, "first_name": NAME})
    assert answer.status_code == 302
    logged = lines()
    (line,) = (one for one in logged if one["event"] == "request" and one["method"] == "POST")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["view"], line["status"]) == ("public.sign_up", 302)
    text = json.dumps(logged)
    assert NAME not in text
    assert GOOD["email"] not in text


def test_an_error_is_logged_by_its_place_and_not_by_its_words(
    client: Client, session: Session, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = make_scheme(session)

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"what to do with {NAME}")

    monkeypatch.setattr(volunteers, "sign_up", fail)
    assert client.fill(f"/{scheme.slug}/join", **{**GOOD, "first_name": NAME}).status_code == 500
    logged = lines()
    (line,) = (one for one in logged if one["event"] == "unexpected")
    assert line["error"] == "ValueError"
    assert line["at"][-1].endswith(" fail")
    assert line["request_id"]
    assert NAME not in json.dumps(logged)


def test_the_secret_of_a_link_is_not_in_the_log(
    client: Client, session: Session, lines: Lines
) -> None:
    match = make_match(session, state=MatchState.APPROVED)
    path = create(
        session, match.party(Side.HOUSEHOLD), Purpose.MATCH, match.id, now=match.proposed_at
    )
    client.get(path)
    client.get(path + "?name=" + NAME)
    text = json.dumps(lines())
    assert path.rsplit("/", 1)[1] not in text
    assert NAME not in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("proxy-1234.5678", True), ("short", False), ("a b c d e f g h", False), ("x" * 65, False)],
)
def test_the_proxys_name_for_a_request_is_kept_if_it_is_one(
    client: Client, given: str, *, kept: bool
) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept


def test_what_a_request_asks_of_the_workers_carries_its_name(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, str]] = []

    class Broker:
        def send_task(self, _name: str, *, headers: dict[str, str], **_: object) -> None:
            sent.append(headers)

    monkeypatch.setattr(doorbell, "_celery", Broker())
    monkeypatch.setattr(doorbell, "_quiet_until", 0.0)
    scheme = make_scheme(session)
    answer = client.fill(f"/{scheme.slug}/join", **GOOD)
    assert sent == [{"request_id": answer.headers["X-Request-ID"]}]
    assert tracing.current_request() is not None
