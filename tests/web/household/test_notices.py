"""The privacy notice and the accessibility statement, which everybody may read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import settings as configuration
from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.household.notices import STATED_ON
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


def test_the_statement_tells_how_far_the_standard_is_met_how_it_was_tested_and_when(
    client: Client, scheme: Scheme
) -> None:
    for tag in HOUSEHOLD_LANGUAGES:
        page = client.another().get(
            f"/{scheme.slug}/accessibility", headers={"Accept-Language": tag}
        )
        for said in ("WCAG 2.2", "EN 301 549", "axe-core", str(STATED_ON.year), scheme.email):
            assert said in page.text, tag
    english = client.get(f"/{scheme.slug}/accessibility").text
    assert "in part" in english


def test_whom_people_can_turn_to_is_belgian_unless_the_installation_says_otherwise(
    client: Client, app: Flask, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = (f"/{scheme.slug}/privacy", f"/{scheme.slug}/accessibility")
    authority, equality = (client.get(path).text for path in paths)
    assert 'href="tel:+3222744800"' in authority
    assert 'href="mailto:contact@apd-gba.be"' in authority
    assert 'href="https://www.unia.be">www.unia.be<' in equality
    named = configuration.load(
        {
            "PALIER_ENV": "test",
            "DATA_AUTHORITY": "CNIL | 3 place de Fontenoy, Paris | +33 1 53 73 22 22",
            "EQUALITY_BODY": "Défenseur des droits|https://www.defenseurdesdroits.fr",
        }
    )
    monkeypatch.setitem(app.config, "PALIER", named)
    authority, equality = (client.get(path).text for path in paths)
    assert "3 place de Fontenoy, Paris" in authority
    assert 'href="tel:+33153732222"' in authority
    assert 'href="https://www.defenseurdesdroits.fr"' in equality
    assert "apd-gba" not in authority
    assert "nia.be" not in equality


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
