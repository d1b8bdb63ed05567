"""The walls that stand before every page, tried from outside."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.web.public.test_joining import GOOD
from web.access import is_given_freshly
from web.extensions import sender


def test_a_button_works_behind_tls_although_browsers_are_told_to_send_no_referrer(
    client: Client, session: Session
) -> None:
    client.sign_in(make_volunteer(session, scheme=make_scheme(session)))
    page = client.get("/volunteer/note")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    answer = client.post(
        "/volunteer/note", data={"csrf_token": client.csrf_token()}, base_url="https://localhost"
    )
    assert answer.location == "/volunteer/"


def test_a_button_without_a_token_does_nothing(client: Client, session: Session) -> None:
    client.sign_in(make_volunteer(session, scheme=make_scheme(session)))
    assert client.post("/volunteer/note").status_code == 400


def test_a_page_that_nobody_was_named_for_stays_closed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.view_functions, "public.home", lambda: "seen")
    assert client.get("/").status_code == 404


def test_staff_sign_in_again_after_twelve_hours(client: Client, session: Session) -> None:
    client.sign_in(make_staff(session))
    assert client.get("/desk/").status_code == 200
    with client.session_transaction() as cookie:
        cookie["signed_in_at"] -= 12 * 3600 + 1
    assert client.get("/desk/").location.startswith("/sign-in")


def test_what_a_cache_may_keep_for_everybody_carries_nobodys_cookie(
    client: Client, session: Session
) -> None:
    scheme = make_scheme(session)
    client.sign_in(make_volunteer(session, scheme=scheme))
    with client.session_transaction() as cookie:
        cookie.permanent = True
    for path in (f"/theme/{scheme.slug}.css", "/static/js/keep.js"):
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers, path


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/l/%00/secret",
        "/sign-in/%00/secret",
        "/theme/%00.css",
        "/desk/households/%00",
        "/desk/households?place=%00",
    ],
)
def test_a_sign_that_postgresql_cannot_look_for_is_no_error_of_ours(
    client: Client, session: Session, path: str
) -> None:
    client.sign_in(make_staff(session))
    answer = client.get(path)
    assert answer.status_code < 500
    assert "<h1>" in answer.text


def test_a_form_that_carries_such_a_sign_is_no_error_of_ours(
    client: Client, session: Session
) -> None:
    client.sign_in(make_staff(session))
    answer = client.press("/desk/matches", volunteer="\x00", household="\x00")
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_limits_count_a_whole_ipv6_network_as_one(
    sqlite_app: Flask, one: str, other: str, *, same: bool
) -> None:
    counted = []
    for address in (one, other):
        with sqlite_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            counted.append(sender())
    assert (counted[0] == counted[1]) is same


@pytest.mark.parametrize("index", ["²", "9" * 5000])
def test_rows_of_a_form_numbered_in_an_odd_way_are_no_error_of_ours(
    client: Client, session: Session, index: str
) -> None:
    scheme = make_scheme(session)
    answer = client.fill(f"/{scheme.slug}/join", **{**GOOD, f"languages-{index}-tag": "fr"})
    assert answer.status_code in {200, 302, 400}


def test_people_leave_as_a_file_within_an_hour_of_signing_in(
    client: Client, session: Session
) -> None:
    family = make_household(session)
    coordinator = make_staff(session, scheme=family.scheme)
    of_family = f"/desk/households/{family.public_id}/rights"
    leaving = {
        "/desk/households/export?state=ready": "/desk/households?state=ready",
        f"{of_family}/file": of_family,
    }
    for path, page in leaving.items():
        client.sign_in(coordinator)
        assert client.press(path).status_code == 200, path
        with client.session_transaction() as cookie:
            cookie["signed_in_at"] -= 3600 + 1
        assert client.get(page).status_code == 200, page
        asked = client.press(path)
        assert parse_qs(urlsplit(asked.location).query) == {"next": [page]}
        assert "sign in again" in client.get(asked.location).text
        assert client.get(page).location.startswith("/sign-in")


def test_no_file_about_people_is_forgotten(app: Flask) -> None:
    leaving = {
        name
        for name in app.view_functions
        if name.startswith("coordinator.") and name.endswith(("_export", "_file", "_copy"))
    }
    assert len(leaving) >= 5
    assert {name for name in leaving if not is_given_freshly(app, name)} == set()
