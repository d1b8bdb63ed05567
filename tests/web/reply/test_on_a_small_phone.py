"""A family's pages in a real browser: on the smallest screen, and without network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests import databases
from tests.factories import make_match, make_staff
from tests.web.desk.serving import served, signed_in
from tests.web.reach import pseudo
from tests.web.reach.families import Families
from tests.web.reach.shown import TOO_WIDE, once
from web.extensions import db
from web.models import Link, Match, Scheme, ToldChange
from web.models.vocabulary import Answer
from web.services import links, matches
from web.services.links import Purpose

pytestmark = pytest.mark.browser

# 400 % of a desk of 1280 px is the same as this screen (WCAG 1.4.10).
SMALLEST: ViewportSize = {"width": 320, "height": 600}
_DIRECTION = "(direction) => { document.documentElement.dir = direction; }"
_CUT_OFF = """() => [document.documentElement, ...document.body.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && e.clientWidth && e.scrollWidth > e.clientWidth + 1)
  .filter((e) => !e.closest(".visually-hidden, .skip, svg, input, select"))
  .map((e) => "cut off: " + e.outerHTML.slice(0, 80))"""
_TOO_LOW = """() => [...document.querySelectorAll(
    "main button, .button, select, textarea, main input, summary, .choice, .slot")]
  .filter((e) => e.offsetParent && !["checkbox", "radio", "hidden"].includes(e.type))
  .filter((e) => !e.closest(".visually-hidden"))
  .filter((e) => e.getBoundingClientRect().height < 47.9)
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def match(sqlite_app: Flask) -> Iterator[tuple[Session, Match]]:
    with sqlite_app.app_context():
        databases.empty(db.engine)
        engine = db.engine
    with Session(engine, info={"demo_clock": True}) as session:
        match = make_match(session)
        match.household.language = "ti"
        cora = make_staff(session, scheme_id=match.scheme_id)
        matches.approve(session, match, actor=cora, now=datetime.now(UTC))
        match.asked_at = None
        yield session, match


@contextmanager
def on_a_phone(app: Flask, browser: Browser, locale: str = "en") -> Iterator[Page]:
    with served(app) as address:
        context = browser.new_context(base_url=address, viewport=SMALLEST, locale=locale)
        yield context.new_page()
        context.close()


def link(session: Session, match: Match, purpose: Purpose, subject_id: int) -> str:
    path = links.create(session, match.household, purpose, subject_id, now=datetime.now(UTC))
    session.commit()
    return path


def test_in_a_longer_language_each_page_fits_the_smallest_screen_in_both_directions(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match]
) -> None:
    session, _asked = match
    pages = once(Families(session).pages())
    wrong: dict[str, list[str]] = {}
    with served(sqlite_app) as address, pseudo.spoken():
        page = browser.new_context(viewport=SMALLEST, locale="en").new_page()
        for shown in pages:
            shown.open_in(page, address)
            assert page.evaluate("document.body.innerText.includes('⟦')"), shown.name
            for direction in ("ltr", "rtl"):
                page.evaluate(_DIRECTION, direction)
                for bad in (*page.evaluate(_CUT_OFF), *page.evaluate(_TOO_LOW)):
                    wrong.setdefault(bad, []).append(f"{shown.name}, {direction}")
        page.context.close()
    assert wrong == {}


def test_a_long_name_of_an_association_makes_no_page_wider_than_the_screen(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match]
) -> None:
    session, asked = match
    scheme = session.get_one(Scheme, asked.scheme_id)
    scheme.association = "Vereniging van buren voor buren in Sint-Lambrechts-Woluwe vzw"
    scheme.email = "buren-voor-buren@sint-lambrechts-woluwe.example"
    own = link(session, asked, Purpose.HOUSEHOLD, asked.household_id)
    slug, vera = f"/{scheme.slug}", asked.volunteer
    session.commit()
    paths = (f"{slug}/", f"{slug}/privacy", f"{slug}/accessibility", own, "/volunteer/")
    wide = []
    with served(sqlite_app) as address:
        for language in ("nl", "ti", "ps"):
            context = signed_in(browser, sqlite_app, address, vera)
            page = context.new_page()
            page.set_viewport_size(SMALLEST)
            for path in paths:
                page.goto(f"{address}/language/{language}?next={path}")
                wide += [(path, language)] if page.evaluate(TOO_WIDE) else []
                number = page.locator("[href^='tel:']").last.bounding_box()
                assert number, path
                assert number["height"] < 56, "a number stays on one line"
            context.close()
    assert wide == []


def test_an_answer_without_network_is_kept_said_and_sent_when_it_is_back(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match]
) -> None:
    session, asked = match
    path = link(session, asked, Purpose.MATCH, asked.id)
    with on_a_phone(sqlite_app, browser, locale="ti") as page:
        keep_a_yes(page, path)
        assert answer_to(session, asked) is None
        page.context.set_offline(False)
        expect(page.locator(".done")).to_be_visible()
        assert kept(page) == []
    assert answer_to(session, asked) is Answer.YES


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_that_the_server_cannot_take_now_is_kept_and_nobody_is_thanked(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match], status: int
) -> None:
    session, asked = match
    path = link(session, asked, Purpose.MATCH, asked.id)
    with on_a_phone(sqlite_app, browser) as page:
        keep_a_yes(page, path)
        later = page.locator("script[data-later]").get_attribute("data-later") or ""
        page.route(f"**{path}", lambda route: route.fulfill(status=status))
        page.context.set_offline(False)
        expect(page.locator("p[data-kept]")).to_have_text(later)
        page.locator("button[value=yes]").click()
        expect(page.locator("p[data-kept]")).to_have_text(later)
        assert len(kept(page)) == 1
        assert answer_to(session, asked) is None
        page.unroute(f"**{path}")
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".done")).to_be_visible()
        assert kept(page) == []
    assert answer_to(session, asked) is Answer.YES


def test_an_answer_that_comes_too_late_shows_what_the_server_says_of_it(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match]
) -> None:
    session, asked = match
    path = link(session, asked, Purpose.MATCH, asked.id)
    with on_a_phone(sqlite_app, browser) as page:
        keep_a_yes(page, path)
        session.execute(update(Link).values(expires_at=datetime.now(UTC)))
        session.commit()
        with page.expect_navigation() as shown:
            page.context.set_offline(False)
        assert (shown.value.request.method, shown.value.status) == ("POST", 410)
        expect(page.locator("form[action$='/again']")).to_be_visible()
        assert kept(page) == []
    assert answer_to(session, asked) is None


def test_what_was_kept_and_cannot_be_used_comes_back_as_it_was_typed(
    sqlite_app: Flask, browser: Browser, match: tuple[Session, Match]
) -> None:
    session, asked = match
    path = link(session, asked, Purpose.HOUSEHOLD, asked.household_id)
    with on_a_phone(sqlite_app, browser) as page:
        page.goto(f"{path}?show=phone")
        page.context.set_offline(True)
        page.locator("input[name=phone]").fill("not a number")
        page.locator("#telling button.main").click()
        expect(page.locator("p[data-kept]")).to_be_visible()
        with page.expect_navigation() as shown:
            page.context.set_offline(False)
        assert (shown.value.request.method, shown.value.status) == ("POST", 422)
        expect(page.locator(".error-summary, [aria-invalid=true]").first).to_be_visible()
        expect(page.locator("input[name=phone]")).to_have_value("not a number")
        assert kept(page) == []
    assert session.scalars(select(ToldChange)).all() == []


def keep_a_yes(page: Page, path: str) -> None:
    page.goto(path)
    page.context.set_offline(True)
    page.locator("button[value=yes]").click()
    expect(page.locator("p[data-kept]")).to_be_visible()
    assert len(kept(page)) == 1


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return names


def answer_to(session: Session, asked: Match) -> Answer | None:
    session.expire_all()
    answer = asked.household_answer
    session.rollback()
    return answer
