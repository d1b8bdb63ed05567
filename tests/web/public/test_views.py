from __future__ import annotations

import re
import time
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff, make_volunteer
from tests.web.reach.reading import said_on
from web.messages.languages import HOUSEHOLD_LANGUAGES, autonym
from web.services import scheme_texts


def test_the_only_scheme_is_the_first_page(client: Client, session: Session) -> None:
    scheme = make_scheme(session, name="Good Neighbours")
    page = client.get("/").text
    assert "Good Neighbours" in page
    assert f"/{scheme.slug}/join" in page
    assert f"/{scheme.slug}/refer" in page


def test_several_schemes_are_a_list_to_choose_from(client: Client, session: Session) -> None:
    schemes = [make_scheme(session) for _ in range(3)]
    page = client.get("/").text
    for scheme in schemes:
        assert f'href="/{scheme.slug}/"' in page
        assert scheme.name in client.get(f"/{scheme.slug}/").text


def test_an_installation_without_a_scheme_says_so(client: Client) -> None:
    assert "no group here yet" in client.get("/").text


def test_an_unknown_scheme_is_not_found(client: Client) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/nowhere/join").status_code == 404


@pytest.mark.parametrize("tag", HOUSEHOLD_LANGUAGES)
def test_the_family_form_opens_in_every_language(
    client: Client, session: Session, tag: str
) -> None:
    scheme = make_scheme(session)
    response = client.get(f"/language/{tag}?next=/{scheme.slug}/refer", follow_redirects=True)
    assert response.status_code == 200
    assert f'<html lang="{tag}"' in response.text
    assert ('dir="rtl"' in response.text.split(">", 2)[1]) == (tag in {"ar", "fa", "ps"})


@pytest.mark.parametrize("tag", HOUSEHOLD_LANGUAGES)
def test_a_family_reads_the_first_page_in_its_language_and_the_schemes_own_words_in_theirs(
    client: Client, session: Session, now: datetime, tag: str
) -> None:
    scheme = make_scheme(session, language="fr")
    written = "Nous sommes des voisins."
    scheme_texts.save(
        session,
        scheme,
        "fr",
        about=written,
        contact="",
        actor=make_staff(session, scheme=scheme),
        version=0,
        now=now,
    )
    names = {scheme.name, scheme.association, scheme.phone, scheme.email, scheme.meeting_place}
    names |= {"Palier", "Contact", *(autonym(language) for language in HOUSEHOLD_LANGUAGES)}
    for several in (False, True):
        if several:
            names.add(make_scheme(session).name)
        for path in ("/", f"/{scheme.slug}/"):
            page, english = (
                client.another().get(path, headers={"Accept-Language": f"{one},fr;q=0.5"}).text
                for one in (tag, "en")
            )
            assert f'<html lang="{tag}"' in page
            said, said_in_english = (set(said_on(text)) for text in (page, english))
            assert tag == "en" or said & said_in_english <= names
        assert f'href="/{scheme.slug}/refer"' in page
        assert re.search(rf'<div lang="fr" dir="auto"><p>{written}', page)


def test_a_language_that_we_do_not_write_is_not_found(client: Client) -> None:
    assert client.get("/language/tlh").status_code == 404


def test_the_theme_is_a_style_sheet_with_the_schemes_accent(
    client: Client, session: Session
) -> None:
    scheme = make_scheme(session, accent="#7a1f5c")
    response = client.get(f"/theme/{scheme.slug}.css")
    assert response.mimetype == "text/css"
    assert "#7a1f5c" in response.text


def test_health_needs_nothing_and_readiness_names_what_is_missing(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    # No broker runs in this test: people are answered all the same.
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "ok", "database": True, "migrations": True}


def test_answers_about_who_is_known_take_at_least_their_time(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_volunteer(session, email="known@mail.example")
    slept: list[float] = []
    monkeypatch.setitem(client.application.config, "EVEN_SECONDS", 50)
    monkeypatch.setattr(time, "sleep", slept.append)
    client.fill("/sign-in", contact="known@mail.example")
    assert len(slept) == 2
    assert all(0 < seconds <= 50 for seconds in slept)
