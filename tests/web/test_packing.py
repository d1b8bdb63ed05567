"""Styles and scripts travel packed, pages never."""

from __future__ import annotations

import gzip

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

PACKED = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("name", ["forms.css", "js/keep.js"])
def test_a_browser_that_unpacks_gets_the_same_file_in_half_the_bytes(
    client: Client, name: str
) -> None:
    plain = client.get(f"/static/{name}", buffered=True)
    packed = client.get(f"/static/{name}", headers=PACKED, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 1.5
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    seen = {**PACKED, "If-None-Match": packed.headers["ETag"]}
    again = client.get(f"/static/{name}", headers=seen, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_is_not_packed_with_its_secrets(client: Client, session: Session) -> None:
    scheme = make_scheme(session)
    page = client.get(f"/{scheme.slug}/refer", headers=PACKED)
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers
