"""A family's pages in a real browser: light, on the smallest screen, and without network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import databases
from tests.chromium import chromium
from tests.factories import make_match, make_staff
from tests.web.desk.serving import served
from web.extensions import db
from web.models import FollowUp, Match, Scheme
from web.models.vocabulary import Answer, MatchState, Side, Topic
from web.services import links, matches
from web.services.links import Purpose

pytestmark = pytest.mark.browser

MOST_BYTES = 60_000
# 400 % of a desk of 1280 px is the same as this screen (WCAG 1.4.10).
SMALLEST: ViewportSize = {"width": 320, "height": 600}
_TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"
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


def link(session: Session, match: Match, purpose: Purpose, subject_id: int) -> str:
    path = links.create(session, match.household, purpose, subject_id, now=datetime.now(UTC))
    session.commit()
    return path


def pages_of(session: Session, match: Match) -> list[str]:
    """Every page of a family, each by an address of its own."""
    met = make_match(session, household=match.household, state=MatchState.ACTIVE)
    today = datetime.now(UTC)
    follow_up = FollowUp(
        scheme_id=met.scheme_id,
        match=met,
        party_id=met.household_id,
        side=Side.HOUSEHOLD,
        step="2_weeks",
        due_on=today.date(),
        sent_at=today,
    )
    session.add(follow_up)
    session.flush()
    own = link(session, match, Purpose.HOUSEHOLD, match.household_id)
    asked = link(session, match, Purpose.MATCH, match.id)
    return [
        own,
        *(f"{own}?show={screen}" for screen in ("known", "tell", "stop", *Topic)),
        asked,
        f"{asked}?answer=no",
        link(session, match, Purpose.FOLLOW_UP, follow_up.id),
        "/l/nobody/nothing",
        f"/{session.scalars(select(Scheme.slug)).one()}/new-link",
    ]


def loaded(browser: Browser, address: str) -> tuple[Page, int]:
    """A page as a phone loads it that was never here, and how many bytes came over the line."""
    page = browser.new_context(viewport=SMALLEST, locale="ti").new_page()
    sizes: list[int] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda one: sizes.append(int(one["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    return page, sum(sizes)


def test_each_page_is_light_and_fits_the_smallest_screen(
    sqlite_app: Flask, match: tuple[Session, Match]
) -> None:
    session, asked = match
    paths = pages_of(session, asked)
    with chromium() as browser, served(sqlite_app) as address:
        for path in paths:
            page, weight = loaded(browser, address + path)
            print(f"{weight:>6} bytes  {path.partition('?')[2] or path[:12]}")  # noqa: T201
            assert 5_000 < weight <= MOST_BYTES, path
            assert not page.evaluate(_TOO_WIDE), path
            assert page.evaluate(_TOO_LOW) == [], path
            page.context.close()


def test_an_answer_without_network_is_kept_said_and_sent_when_it_is_back(
    sqlite_app: Flask, match: tuple[Session, Match]
) -> None:
    session, asked = match
    path = link(session, asked, Purpose.MATCH, asked.id)
    with chromium() as browser, served(sqlite_app) as address:
        page, _weight = loaded(browser, address + path)
        page.context.set_offline(True)
        page.locator("button[value=yes]").click()
        expect(page.locator("p[data-kept]")).to_be_visible()
        session.expire_all()
        assert asked.household_answer is None
        session.rollback()
        page.context.set_offline(False)
        expect(page.locator(".done")).to_be_visible()
    session.expire_all()
    assert asked.household_answer is Answer.YES
