"""Whatever reaches the desk's addresses is answered by a page in words, and never by an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.browsing import Client, forms
from tests.web.desk import example
from tests.web.desk.routes import Things, fields, pages, paths, rules

# On one database, since there are many pages: the one that takes less.
pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)

NONSENSE = [
    "\x00",
    " ",
    "-1",
    "9" * 30,
    "1e309",
    "٣",
    "²",
    "2026-13-45",
    "after.",
    "before.AAAAAAAAAAAAAAAAAAAAAA",
    "'; DROP TABLE party;--",
    "<script>alert(1)</script>",
    "\u202e\u0000\ufffd",
    "é" * 5000,
]
# How often everything that a page asks for is filled in, each time otherwise.
TURNS = 2
# Nothing of that name, or nothing that a database can be asked (PostgreSQL takes no zero byte).
REFUSED = {404, 400}
NOBODY = ["%00", "0", "%ff", "-" * 300, "%2e%2e", "'", "AAAAAAAAAAAAAAAAAAAAAA", "%F0%9F%99%82"]
BODIES = [
    (b"", "application/x-www-form-urlencoded"),
    (b"%", "application/x-www-form-urlencoded"),
    (b"\xff\xfe=\x00&&=&version=", "application/x-www-form-urlencoded"),
    (b"a=1&" * 2000, "application/x-www-form-urlencoded"),
    (b"x=" + b"y" * 3_000_000, "application/x-www-form-urlencoded"),
    (b"--", "multipart/form-data"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
    (b'{"version": [', "application/json"),
]
_QUERY = re.compile(r'(?:href|action)="([^"?]*\?[^"]*)"')


@pytest.fixture
def desk(engine: Engine, session: Session, client: Client) -> Things:
    """A coordinator is signed in at a scheme in full swing."""
    example.fill(engine)
    client.sign_in(example.coordinator(session))
    return {word: ids[:1] for word, ids in example.things(session).items()}


def _wrong(answer: TestResponse) -> bool:
    """An error of ours, or a refusal without a word."""
    return answer.status_code >= 500 or (answer.status_code >= 400 and "<h1" not in answer.text)


def _filled_in(names: Iterable[str], turn: int) -> dict[str, str]:
    """Nonsense for every name, and for each another one."""
    places = enumerate(sorted(names), start=5 * turn)
    return {name: NONSENSE[place % len(NONSENSE)] for place, name in places}


def _asked_on(html: str) -> set[str]:
    """What the addresses and the searches of a page ask for."""
    searched = {name for form in forms(html) if form.method == "get" for name in form.values}
    queries = (urlsplit(unescape(address)).query for address in _QUERY.findall(html))
    return searched | {name for query in queries for name, _ in parse_qsl(query)}


def test_nonsense_in_an_address_gives_a_page(client: Client, desk: Things) -> None:
    wrong = []
    for page in pages(client.application, desk):
        names = _asked_on(client.get(page).text) | {"page", "other", "name", "q"}
        for turn in range(TURNS):
            answer = client.get(page.partition("?")[0], query_string=_filled_in(names, turn))
            if _wrong(answer) or answer.status_code not in {200, 302, *REFUSED}:
                wrong.append((page, turn, answer.status_code))
    assert wrong == []


def test_what_nobody_is_called_is_not_found(client: Client, desk: Things) -> None:
    others = {
        word: {name for other in desk if other != word for name in desk[other]} for word in desk
    }
    wrong = []
    for method in ("GET", "POST"):
        for rule in rules(client.application, method):
            if "<" not in rule.rule:
                continue
            before, _, below = rule.rule.partition("<public_id>")
            word = before.split("/")[-2]
            for name in [*NOBODY, *others[word]]:
                path = before + name + below
                answer = client.get(path) if method == "GET" else client.press(path)
                if answer.status_code not in REFUSED or _wrong(answer):
                    wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_a_button_pressed_without_its_page_gives_a_page(client: Client, desk: Things) -> None:
    wrong = []
    for rule in rules(client.application, "POST"):
        path = next(iter(paths(rule, desk)))
        for body, kind in BODIES:
            answer = client.post(path, data=body, content_type=kind)
            if _wrong(answer) or answer.status_code < 400:
                wrong.append((path, body[:20], answer.status_code))
        answer = client.press(path)
        if _wrong(answer):
            wrong.append((path, b"nothing", answer.status_code))
    assert wrong == []


def test_nonsense_in_a_form_gives_a_page(client: Client, desk: Things) -> None:
    sent = fields(client, desk)
    wrong = []
    for rule in rules(client.application, "POST"):
        path = next(iter(paths(rule, desk)))
        for turn in range(TURNS):
            answer = client.press(path, **_filled_in(sent[rule.endpoint], turn))
            if _wrong(answer):
                wrong.append((path, turn, answer.status_code))
    assert wrong == []


@settings(max_examples=10)
@given(data=st.data())
def test_no_filter_whatever_is_an_error(client: Client, desk: Things, data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(pages(client.application, desk)))
    names = st.sampled_from(["page", "state", "order", "name", "place", "language", "weeks", "q"])
    asked = data.draw(st.dictionaries(names, st.text(max_size=300)))
    address = (
        page.partition("?")[0]
        + "?"
        + "&".join(f"{name}={quote(value, errors='replace')}" for name, value in asked.items())
    )
    assert client.get(address).status_code in {200, 302, *REFUSED}
