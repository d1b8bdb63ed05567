"""Axe over every page of the desk: both schemes of colour, both directions, desk and phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from tests import axe, databases
from tests.axe import Rules
from tests.web.desk import example
from tests.web.desk.routes import pages
from tests.web.desk.serving import served, signed_in
from web.extensions import db

pytestmark = pytest.mark.browser

# No width mends what a scheme of colours breaks, nor a direction, so each is seen with one other.
Look = tuple[tuple[int, int], Literal["light", "dark"], str]
LOOKS: tuple[Look, ...] = (
    ((1280, 900), "light", "ltr"),
    ((390, 780), "dark", "rtl"),
)
_DIRECTION = "(direction) => { document.documentElement.dir = direction; }"


@pytest.fixture
def desk(sqlite_app: Flask, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A coordinator's browser, and the address of every page with everything that it can show."""
    with sqlite_app.app_context():
        databases.empty(db.engine)
        engine = db.engine
    example.fill(engine)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        things, cora = example.things(session), example.coordinator(session)
    # Pages that write down who looks wait for whoever is writing, which we are no more.
    with served(sqlite_app) as address:
        paths = pages(sqlite_app, things)
        context = signed_in(browser, sqlite_app, address, cora)
        page = context.new_page()
        yield page, [address + path for path in paths]
        context.close()


def test_axe_finds_nothing_on_any_page_of_the_desk(desk: tuple[Page, list[str]]) -> None:
    """Every page in one of the looks, by turns."""
    assert _found(desk, lambda page: (LOOKS[page % len(LOOKS)],)) == {}


@pytest.mark.axe
def test_axe_finds_nothing_on_any_page_of_the_desk_in_any_look(
    desk: tuple[Page, list[str]],
) -> None:
    assert _found(desk, lambda _page: LOOKS) == {}


def _found(
    desk: tuple[Page, list[str]], looks: Callable[[int], tuple[Look, ...]]
) -> dict[str, list[str]]:
    page, addresses = desk
    wrong: dict[str, list[str]] = {}
    for number, address in enumerate(addresses):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if not answer.text().startswith("<!doctype html>"):
            continue  # a part of a page, which is seen within it, or the points of a map
        axe.prepare(page)
        for (width, height), scheme, direction in looks(number):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(_DIRECTION, direction)
            for violation in axe.violations(page, Rules.ALL):
                seen = f"{urlsplit(address).path} {width} px, {scheme}, {direction}"
                wrong.setdefault(violation, []).append(seen)
    return wrong
