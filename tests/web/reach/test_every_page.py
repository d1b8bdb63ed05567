"""Every page that a family, a volunteer or a stranger is shown, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel import Locale
from flask import Flask, template_rendered
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.web.reach import pseudo
from tests.web.reach.families import NAMES, Families
from tests.web.reach.reading import said_on
from tests.web.reach.shown import Shown, endpoints, templates
from tests.web.reach.volunteers import NO_PAGES, Volunteers
from web.messages.languages import HOUSEHOLD_LANGUAGES, SPOKEN_LANGUAGES, autonym, language_name
from web.models import Link
from web.reply.pages import PAGES
from web.services.links import Purpose

_ADDRESS = re.compile(r"\S+@\S+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture
def families(client: Client, session: Session) -> list[Shown]:
    families = Families(session)
    pages = families.pages()
    client.sign_in(families.staff)
    cookie = client.get_cookie("palier")
    assert cookie is not None
    return [*pages, families.letter(cookie.value)]


@pytest.fixture
def volunteers(app: Flask, session: Session) -> list[Shown]:
    return Volunteers(app, session).pages()


@pytest.fixture
def used(app: Flask) -> Iterator[set[str]]:
    """The templates that pages were made of."""
    names: set[str] = set()

    def note(_app: Flask, template: object, **_more: object) -> None:
        names.add(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        yield names


def test_every_page_of_a_family_has_an_example_and_none_hides_a_word_from_translators(
    client: Client, session: Session, families: list[Shown], used: set[str]
) -> None:
    wrong = _hard_coded(client, families)
    assert wrong == {}
    assert templates("household", "reply", "errors") - used == set()
    assert _missing(client, families, "household", "reply") == set()
    assert {*PAGES} - {Purpose(one) for one in session.scalars(select(Link.purpose))} == set()


def test_every_page_of_a_volunteer_has_an_example_and_none_hides_a_word_from_translators(
    client: Client, volunteers: list[Shown], used: set[str]
) -> None:
    wrong = _hard_coded(client, volunteers)
    assert wrong == {}
    assert templates("public", "volunteer") - used == set()
    assert _missing(client, volunteers, "public", "volunteer") - NO_PAGES == set()


def test_a_summary_names_what_is_wrong_in_the_order_of_the_page(
    client: Client, families: list[Shown], volunteers: list[Shown]
) -> None:
    seen = 0
    for page in (*families, *volunteers):
        html = page.asked_of(client, "en").text
        _before, _begins, rest = html.partition('<div class="summary"')
        summary, _end, below = rest.partition("</div>")
        named = re.findall(r'href="#([^"]+)"', summary)
        places = [below.index(f'id="{name}"') for name in named]
        assert places == sorted(places), (page.name, named)
        assert "0 answers" not in summary
        seen += len(named) > 1
    assert seen > 3


def _hard_coded(client: Client, pages: list[Shown]) -> dict[str, list[str]]:
    """What each page says that did not come from a catalog, nor from CLDR, nor is a name."""
    known = _known()
    found: dict[str, list[str]] = {}
    with pseudo.spoken():
        for page in pages:
            answer = page.asked_of(client, "en")
            assert answer.status_code < 500, page.name
            assert answer.location is None, f"{page.name} leads elsewhere: {answer.location}"
            assert "⟦" in answer.text, page.name
            rest = _ADDRESS.sub("", pseudo.unmarked("\n".join(said_on(answer.text))))
            for line in (line.strip() for line in rest.splitlines()):
                if line not in known and set(_LETTERS.findall(line)) - known:
                    found.setdefault(line, []).append(page.name)
    return found


def _missing(client: Client, pages: list[Shown], *blueprints: str) -> set[str]:
    app = client.application
    asked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(tuple(f"{name}." for name in blueprints))
        and "GET" in (rule.methods or ())
    }
    return asked - endpoints(app, pages)


def _known() -> set[str]:
    """Words that are no sentence of ours: names, and what CLDR calls languages, days and months."""
    english = Locale("en")
    names = {language_name(tag, english) for tag in SPOKEN_LANGUAGES} | {
        autonym(tag) for tag in HOUSEHOLD_LANGUAGES
    }
    dated = [*english.days["format"]["wide"].values(), *english.months["format"]["wide"].values()]
    words = {
        word
        for name in (*names, *dated, *NAMES, "Ixelles and km")
        for word in _LETTERS.findall(name)
    }
    return {*names, *words}
