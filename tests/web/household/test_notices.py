"""The privacy notice and the accessibility statement, which everybody may read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.messages.notices import erased_after, kept_for, kind_of
from web.models import Scheme
from web.services import links
from web.services.links import Purpose
from web.services.personal_data import HOLDINGS, NEVER_BEGUN


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session, association="Samen vzw")


def test_the_notice_names_every_table_that_the_registry_holds(
    client: Client, scheme: Scheme
) -> None:
    page = client.get(f"/{scheme.slug}/privacy").text
    for holding in HOLDINGS:
        assert kind_of(holding.rows.name) in page
    for state, term in NEVER_BEGUN.items():
        assert erased_after(state, term) in page
    assert "Samen vzw" in page
    assert scheme.email in page
    assert "35, 1000" in page


def test_what_is_kept_for_one_purpose_is_named_once_with_all_the_times_it_is_kept(
    client: Client, scheme: Scheme
) -> None:
    page = client.get(f"/{scheme.slug}/privacy").text
    for purpose in page.split("<h3>")[1:]:
        items = re.findall(r"<li>(.+?) <span class=.quiet.>\(.+?\)</span></li>", purpose)
        assert len(items) == len(set(items)) > 0
    answers, long = kind_of("follow_up"), (kept_for("as_number"), kept_for("two_years"))
    assert kind_of("closing_words") == answers
    for kept in long:
        assert kept in page.partition(answers)[2].partition("</li>")[0]


def test_both_are_there_in_every_language_of_families_and_light(
    client: Client, scheme: Scheme
) -> None:
    titles = set()
    for tag in HOUSEHOLD_LANGUAGES:
        for notice in ("privacy", "accessibility"):
            page = client.another().get(
                f"/{scheme.slug}/{notice}", headers={"Accept-Language": tag}
            )
            assert f'<html lang="{tag}"' in page.text
            assert len(page.data) < 30_000
            titles.add(page.text.partition("<h1>")[2].partition("</h1>")[0])
    assert len(titles) == 2 * len(HOUSEHOLD_LANGUAGES)


def test_a_geocoder_of_the_installation_is_named_where_there_is_one(
    client: Client, app: Flask, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "geo.example" not in client.get(f"/{scheme.slug}/privacy").text
    settings = replace(app.config["PALIER"], geocoder_url="https://geo.example/search?key=secret")
    monkeypatch.setitem(app.config, "PALIER", settings)
    page = client.get(f"/{scheme.slug}/privacy").text
    assert "geo.example" in page
    assert "secret" not in page


def test_every_kind_of_page_leads_to_both(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    household = make_household(session, scheme=scheme)
    volunteer, staff = make_volunteer(session, scheme=scheme), make_staff(session, scheme=scheme)
    own = links.create(session, household, Purpose.HOUSEHOLD, household.id, now=now)
    for path, who in (
        (f"/{scheme.slug}/", None),
        (f"/{scheme.slug}/refer", None),
        (own, None),
        ("/volunteer/", volunteer),
        ("/desk/", staff),
    ):
        browser = client.another()
        if who is not None:
            browser.sign_in(who)
        page = browser.get(path, follow_redirects=True).text
        for notice in ("privacy", "accessibility"):
            assert f'href="/{scheme.slug}/{notice}"' in page, path
