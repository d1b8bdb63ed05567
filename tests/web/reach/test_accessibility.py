"""Axe over every page that a family, a volunteer or a stranger is shown, and what it weighs.

A plain run sees each page once, in one of its states, and each language, width and scheme of
colours on some of them. `make axe` sees every page in everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from tests import axe
from tests.axe import Rules
from tests.web.desk.serving import served
from tests.web.reach.families import Families
from tests.web.reach.shown import TOO_WIDE, Shown, once, speak
from tests.web.reach.volunteers import Volunteers
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES

pytestmark = pytest.mark.browser

Look = tuple[int, Literal["light", "dark"], Rules]
# The first look at a page sees all, the others what a width or a colour can change.
LOOKS: tuple[Look, ...] = (
    (1280, "light", Rules.ALL),
    (320, "light", Rules.ALL),
    (320, "dark", Rules.COLOURS),
    (1280, "dark", Rules.COLOURS),
)
LEAST_BYTES, MOST_BYTES = 5_000, 60_000
# The page knows what it took until it was whole; events about it come when they please.
_BYTES = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, one) => sum + one.transferSize, 0)"""


class Walk:
    """Somebody who looks at pages in one language, on a phone that was never there before."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.address, self.language = address, language
        self.context = browser.new_context(locale=language, reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.wrong: dict[str, list[str]] = {}
        line = self.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def look_at(self, shown: Shown, looks: Sequence[Look]) -> int:
        """Note what is wrong. Returns how many bytes came over the line."""
        for look in looks[:1]:
            self._resize(look)
        shown.open_in(self.page, self.address)
        weight = int(self.page.evaluate(_BYTES))
        assert self.page.locator("html").get_attribute("lang") == self.language, shown.name
        if looks:
            axe.prepare(self.page)
        for width, scheme, rules in looks:
            self._resize((width, scheme, rules))
            if self.page.evaluate(TOO_WIDE):
                self._note("too wide", shown, width, scheme)
            for violation in axe.violations(self.page, rules):
                self._note(violation, shown, width, scheme)
        return weight

    def _resize(self, look: Look) -> None:
        self.page.set_viewport_size({"width": look[0], "height": 800})
        self.page.emulate_media(color_scheme=look[1])

    def _note(self, violation: str, shown: Shown, width: int, scheme: str) -> None:
        seen = f"{shown.name}, {self.language}, {width} px, {scheme}"
        self.wrong.setdefault(violation, []).append(seen)


def _pages(app: Flask, session: Session, who: type[Families | Volunteers]) -> list[Shown]:
    return Families(session).pages() if who is Families else Volunteers(app, session).pages()


@pytest.mark.parametrize(
    ("who", "languages"), [(Families, HOUSEHOLD_LANGUAGES), (Volunteers, STAFF_LANGUAGES)]
)
def test_axe_finds_nothing_on_any_page_and_a_familys_page_is_light(
    app: Flask,
    session: Session,
    browser: Browser,
    who: type[Families | Volunteers],
    languages: tuple[str, ...],
) -> None:
    pages = once(_pages(app, session, who))
    wrong: dict[str, list[str]] = {}
    heavy: dict[str, int] = {}
    with served(app) as address:
        for place, language in enumerate(languages):
            speak(session, language)
            walk = Walk(browser, address, language)
            if who is Families:  # the heaviest page
                heavy |= _too_heavy(walk, pages[0], walk.look_at(pages[0], ()))
            for number, shown in enumerate(pages[place :: len(languages)]):
                width, scheme, _rules = LOOKS[(number + place) % len(LOOKS)]
                weight = walk.look_at(shown, [(width, scheme, Rules.ALL)])
                # What is sent opens two pages.
                if who is Families and shown.typed is None:
                    heavy |= _too_heavy(walk, shown, weight)
            wrong |= walk.wrong
            walk.context.close()
    assert wrong == {}
    assert heavy == {}


def _too_heavy(walk: Walk, shown: Shown, weight: int) -> dict[str, int]:
    print(f"{weight:>6} bytes  {walk.language}  {shown.name}")  # noqa: T201
    # A page with its styles weighs more than the least.
    good = LEAST_BYTES < weight <= MOST_BYTES
    return {} if good else {f"{shown.name}, {walk.language}": weight}


@pytest.mark.axe
@pytest.mark.parametrize(
    ("who", "language"),
    [
        *((Families, language) for language in HOUSEHOLD_LANGUAGES),
        *((Volunteers, language) for language in STAFF_LANGUAGES),
    ],
)
def test_axe_finds_nothing_on_any_page_in_any_look(
    app: Flask,
    session: Session,
    browser: Browser,
    who: type[Families | Volunteers],
    language: str,
) -> None:
    pages = _pages(app, session, who)
    speak(session, language)
    with served(app) as address:
        walk = Walk(browser, address, language)
        for shown in pages:
            walk.look_at(shown, LOOKS)
        walk.context.close()
    assert walk.wrong == {}
