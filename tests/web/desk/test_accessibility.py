"""Axe over every page of the desk: both schemes of colour, both directions, desk and phone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from tests import databases
from tests.chromium import chromium
from tests.web.desk import example
from tests.web.desk.routes import pages
from tests.web.desk.serving import served, signed_in
from web.extensions import db

pytestmark = pytest.mark.browser

# No width mends what a scheme of colours breaks, nor a direction, so each is seen with one other.
LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"], str], ...] = (
    ((1280, 900), "light", "ltr"),
    ((390, 780), "dark", "rtl"),
)
_DIRECTION = "(direction) => { document.documentElement.dir = direction; }"
# A place on a map has the size and the neighbours that it has: WCAG 2.5.8 names pins as the
# exception, and the table beside the map leads to the same pages.
_WITHOUT_PINS = """() => axe.configure({
  rules: [{ id: "target-size", enabled: true, selector: "*:not(.map-point)" }],
})"""
_RUN = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which a package of PyPI carries."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        databases.skip("there is no axe-core here (make setup installs axe-playwright-python)")
    assert found
    assert found.origin
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(sqlite_app: Flask, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A coordinator's browser, and the address of every page with everything that it can show."""
    with sqlite_app.app_context():
        databases.empty(db.engine)
        engine = db.engine
    example.fill(engine)
    with Session(engine) as session, served(sqlite_app) as address:
        paths = pages(sqlite_app, example.things(session))
        context = signed_in(browser, sqlite_app, address, example.coordinator(session))
        page = context.new_page()
        yield page, [address + path for path in paths]
        context.close()


def test_axe_finds_nothing_on_any_page_of_the_desk(desk: tuple[Page, list[str]], axe: str) -> None:
    page, addresses = desk
    wrong: dict[str, list[str]] = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if not answer.text().startswith("<!doctype html>"):
            continue  # a part of a page, which is seen within it, or the points of a map
        page.evaluate(axe)
        page.evaluate(_WITHOUT_PINS)
        for (width, height), scheme, direction in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(_DIRECTION, direction)
            for violation in page.evaluate(_RUN):
                seen = f"{urlsplit(address).path} {width} px, {scheme}, {direction}"
                wrong.setdefault(violation, []).append(seen)
    assert wrong == {}
