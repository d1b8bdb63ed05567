"""What a coordinator needs has room, on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match
from web.models import Match, Scheme, Task
from web.models.vocabulary import MatchState, TaskKind

LAPTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
HEIGHTS = """() => [...document.querySelectorAll('summary')]
    .filter((one) => one.checkVisibility() && !one.closest('.unasked'))
    .map((one) => one.getBoundingClientRect().height)"""
LANGUAGES = ("nl", "de", "fr", "en")


@pytest.fixture
def page(
    browser: Browser, session: Session, scheme: Scheme, address: str, signed_in: tuple[str, str]
) -> Iterator[Page]:
    needs = {"mail": 1, "digital": 2, "discover": 2, "home": 3}
    for name in ("Farhad", "Fadumo"):
        make_household(
            session,
            scheme=scheme,
            first_name=name,
            last_name="van Nieuwenhuyse",
            needs=needs,
            postcode="1082",
            locality="Berchem-Sainte-Agathe",
        )
    match = make_match(session, scheme=scheme)
    session.add(
        Task(
            scheme_id=scheme.id,
            kind=TaskKind.SAD_FACE,
            dedupe_key="sad",
            party_id=match.household_id,
            match_id=match.id,
            created_at=datetime.now(UTC),
        )
    )
    session.commit()
    name, value = signed_in
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    yield context.new_page()
    context.close()


def test_the_words_of_a_task_stay_where_they_are_while_it_is_put_off(page: Page) -> None:
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        page.goto("/desk/")
        words = page.locator(".task h3").first.locator("xpath=..")
        before = words.bounding_box()
        page.get_by_text("Later").first.click()
        expect(page.get_by_role("button", name="tomorrow")).to_be_visible()
        after = words.bounding_box()
        assert before
        assert after
        assert before["width"] == after["width"] > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_households_fits_on_a_laptop(page: Page, language: str) -> None:
    page.set_viewport_size(LAPTOP)
    page.goto(f"/language/{language}")
    page.goto("/desk/households")
    table = page.locator(".scroll").first
    assert table.evaluate("list => list.scrollWidth <= list.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_one_is_stands_in_the_menu_of_a_phone(page: Page, language: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"/language/{language}")
    for place in ("", "matches", "radar", "evaluation"):
        page.goto(f"/desk/{place}")
        here = page.locator(".desk-nav [aria-current]").bounding_box()
        assert here
        assert here["x"] >= 0
        # Scrolled by whole pixels, and words are not as wide as whole pixels.
        assert here["x"] + here["width"] <= PHONE["width"] + 1


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_what_opens_is_large_enough_for_a_finger(
    page: Page, session: Session, scheme: Scheme, size: ViewportSize
) -> None:
    """On each page everything that opens, but for the strip of what can be undone."""
    page.set_viewport_size(size)
    match = session.scalars(select(Match)).one()
    for place in (
        "",
        "evaluation",
        f"matches/{match.public_id}",
        f"volunteers/{match.volunteer.public_id}",
        f"households/{match.household.public_id}",
    ):
        page.goto(f"/desk/{place}")
        assert all(height >= 44 for height in page.evaluate(HEIGHTS)), place


def test_what_opens_for_a_volunteer_is_as_large_as_a_button(
    page: Page, session: Session, client: Client, app: Flask
) -> None:
    match = session.scalars(select(Match)).one()
    match.state = MatchState.APPROVED
    match.asked_at = match.approved_at = datetime.now(UTC) - timedelta(hours=1)
    session.commit()
    name = app.config["SESSION_COOKIE_NAME"]
    client.sign_in(match.volunteer)
    cookie = client.get_cookie(name)
    assert cookie
    page.goto("/")
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": page.url}])
    page.set_viewport_size(PHONE)
    page.goto(f"/volunteer/matches/{match.public_id}")
    heights = page.evaluate(HEIGHTS)
    # The languages, and the reasons of a no.
    assert len(heights) == 2
    assert min(heights) >= 48
