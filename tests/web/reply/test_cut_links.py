"""What is left of a family's address says in its language how to go on, and tells of nobody."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models import Scheme
from web.services import links
from web.services.links import Purpose

# A language is chosen by a link back to the address itself.
_LANGUAGES = re.compile(r"<details class=.languages.>.*?</details>", re.DOTALL)


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session, language="nl", phone="+32 2 555 01 02")


@pytest.mark.parametrize("tag", HOUSEHOLD_LANGUAGES)
def test_a_link_without_its_secret_offers_a_new_one_in_each_language(
    client: Client, session: Session, scheme: Scheme, now: datetime, tag: str
) -> None:
    family = make_household(session, scheme=scheme)
    known = links.create(session, family, Purpose.HOUSEHOLD, family.id, now=now).rpartition("/")[0]
    pages = set()
    for path in (known, f"{known}/", "/l/nobody", "/l/nobody/", "/l/", "/l/n/o/body"):
        page = client.another().get(path, headers={"Accept-Language": f"{tag},fr;q=0.5"})
        assert page.status_code == 410, path
        pages.add(_LANGUAGES.sub("", page.text))
    [said] = pages
    assert f'<html lang="{tag}"' in said
    assert f'href="/{scheme.slug}/new-link"' in said
    assert "tel:+3225550102" in said


def test_among_several_schemes_the_family_chooses_its_own(
    client: Client, session: Session, scheme: Scheme
) -> None:
    other = make_scheme(session)
    for page in (client.get("/l/nobody"), client.post("/l/nobody/nothing/again")):
        for one in (scheme, other):
            assert f'href="/{one.slug}/new-link"' in page.text
            assert one.name in page.text


@pytest.mark.parametrize("tag", HOUSEHOLD_LANGUAGES)
def test_an_address_where_nothing_is_says_so_in_each_language(
    client: Client, scheme: Scheme, tag: str
) -> None:
    for path in (f"/{scheme.slug}/refer/x", "/x/y/z", "/nowhere/refer"):
        page = client.get(path, headers={"Accept-Language": f"{tag},fr;q=0.5"})
        assert page.status_code == 404
        assert f'<html lang="{tag}"' in page.text
        assert ("+32 2 555 01 02" in page.text) == (path != "/nowhere/refer")
