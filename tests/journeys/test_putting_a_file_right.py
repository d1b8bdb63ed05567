"""A coordinator puts a file right in its place, at a desk and on the tram, beside a colleague."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installation import COORDINATOR, Installation
from tests.journeys.neighbours import at_the_desk
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.worker]

HOUSEHOLDS = "First name;Last name;Phone;Postcode\nHana;Op de Beeck;0470654321;4000\n"


@pytest.fixture(scope="module")
def there(installation: Installation, size: tuple[int, int]) -> Installation:
    """With one family."""
    installation.begin_with_a_scheme()
    file = installation.data_dir / "households.csv"
    file.write_text(HOUSEHOLDS, encoding="utf-8")
    installation.palier(f"import {file} --kind households --commit")
    return installation


@pytest.fixture(scope="module")
def cora(browser: Browser, there: Installation, size: tuple[int, int]) -> Iterator[Visitor]:
    visitor = at_the_desk(browser, there, COORDINATOR, size=size)
    yield visitor
    visitor.close()


def test_a_name_of_several_words_is_found_as_one(cora: Visitor) -> None:
    cora.page.get_by_label("Search people and matches").fill("opdebeeck")
    cora.press("Search")
    cora.follow("Hana Op de Beeck")
    cora.sees("What happens next")


def test_a_pencil_opens_its_group_in_its_place_and_keeps_it(cora: Visitor) -> None:
    page = cora.page
    address = page.url
    page.get_by_role("link", name="Put right: Languages").click()
    languages = page.locator("#profile-languages")
    expect(languages.get_by_role("button", name="Keep")).to_be_visible()
    assert page.url == address
    cora.look()
    languages.get_by_role("button", name="One more language").click()
    rows = languages.locator("[data-row]")
    rows.last.locator("select").first.select_option("uk")
    rows.last.locator("select").last.select_option("4")
    cora.take_their_time()
    cora.press("Keep")
    expect(page.locator("#profile-languages")).to_contain_text("Ukrainian")
    cora.sees("Put the profile right")


def test_the_second_of_two_sees_what_the_first_changed_and_loses_nothing(cora: Visitor) -> None:
    page = cora.page
    page.get_by_role("link", name="Put right: Contact").click()
    mine = page.locator("#profile-contact")
    mine.get_by_label("First name").first.fill("Hanan")
    colleague = page.context.new_page()
    colleague.goto(page.url.partition("#")[0] + "/edit?fields=contact")
    colleague.get_by_label("First name").first.fill("Hanna")
    colleague.wait_for_timeout(2100)
    with colleague.expect_navigation():
        colleague.get_by_role("button", name="Keep").click()
    colleague.close()
    cora.take_their_time()
    # The page that says so is answered as a conflict, of which a console makes a note.
    with page.expect_navigation():
        mine.get_by_role("button", name="Keep").click()
    cora.wrong.clear()
    cora.look()
    cora.sees("Changed while you were typing")
    expect(page.locator(".overtaken")).to_contain_text("Hanna")
    expect(page.get_by_label("First name").first).to_have_value("Hanan")
    cora.take_their_time()
    cora.press("Keep")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hanan")


def test_what_happened_is_told_with_everybodys_part(cora: Visitor) -> None:
    told = cora.page.locator("ol.timeline > li")
    expect(told.filter(has_text="Put the profile right")).to_have_count(3)
    expect(told.last).to_contain_text("Was referred")
