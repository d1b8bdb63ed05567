"""Two coordinators at one desk: the list stays fresh, and leaves alone who is busy in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installation import COORDINATOR, Installation
from tests.journeys.neighbours import at_the_desk, speak, tick, type_in
from tests.journeys.visitor import DESKTOP, TRAM, Visitor

COLLEAGUE = "bea@voisins.be"
# The list is asked for every twenty seconds; nobody waits for them here.
A_WHILE = "00:21"


@pytest.fixture(scope="module")
def colleagues(browser: Browser, there: Installation) -> Iterator[tuple[Visitor, Visitor]]:
    there.palier(f"user add {COLLEAGUE} --first-name Bea")
    cora = at_the_desk(browser, there, COORDINATOR, size=DESKTOP)
    bea = at_the_desk(browser, there, COLLEAGUE, size=TRAM)
    for visitor in (cora, bea):
        visitor.page.clock.install()
    yield cora, bea
    for visitor in (cora, bea):
        visitor.close()


def _referred(browser: Browser, there: Installation, name: str) -> None:
    """A family refers itself, which asks for an intake."""
    family = Visitor(browser, there)
    page = family.open("/voisins/refer")
    type_in(page, first_name=name, phone="0470 00 00 77", postcode="1050")
    speak(page, {"ar": "native"})
    tick(page, "needs-conversation", "slots-2-1")
    family.take_their_time()
    family.tap(page.locator("#refer button[type=submit]"))
    family.close()


def test_a_new_task_appears_without_a_reload_and_is_said_politely(
    browser: Browser, there: Installation, colleagues: tuple[Visitor, Visitor]
) -> None:
    cora, bea = colleagues
    for visitor in colleagues:
        visitor.open("/desk/")
        visitor.sees("Nothing needs you just now")
    _referred(browser, there, "Amal")
    for visitor in (cora, bea):
        heading = visitor.page.get_by_role("heading", name="Get to know Amal")
        visitor.page.clock.fast_forward(A_WHILE)
        expect(heading).to_be_visible()
        expect(visitor.page.locator("#queue-news")).to_have_text(
            "The list has changed: there is 1 task now."
        )
        visitor.look()


def test_a_list_that_somebody_is_busy_in_is_left_alone_until_they_ask(
    browser: Browser, there: Installation, colleagues: tuple[Visitor, Visitor]
) -> None:
    _cora, bea = colleagues
    page = bea.page
    page.get_by_text("Later").first.click()
    _referred(browser, there, "Samira")
    news = page.get_by_role("status").filter(has_text="The list has changed.")
    page.clock.fast_forward(A_WHILE)
    expect(news.get_by_role("link", name="Show the new list")).to_be_visible()
    expect(page.get_by_role("button", name="tomorrow")).to_be_visible()
    expect(page.get_by_role("heading", name="Get to know Samira")).to_have_count(0)
    bea.follow("Show the new list")
    bea.sees("Get to know Samira")


def test_a_task_handed_over_stands_first_at_the_colleagues(
    colleagues: tuple[Visitor, Visitor],
) -> None:
    cora, bea = colleagues
    cora.open("/desk/")
    cora.follow("Hand over Get to know Samira")
    cora.page.get_by_label("To whom").select_option(label="Bea")
    cora.page.get_by_label("Note for your colleague").fill("She speaks Arabic.")
    cora.press("Hand over")
    cora.sees("Handed over to Bea.")
    expect(cora.page.get_by_role("heading", name="Get to know Samira")).to_have_count(0)
    bea.open("/desk/")
    expect(bea.page.locator(".task h3").first).to_have_text("Get to know Samira")
    bea.sees("She speaks Arabic.")


def test_the_second_on_one_task_is_told_who_was_first(
    colleagues: tuple[Visitor, Visitor],
) -> None:
    cora, bea = colleagues
    for visitor in colleagues:
        visitor.open("/desk/?whose=all")
    for visitor in (cora, bea):
        task = visitor.page.locator(".task").filter(has_text="Get to know Amal")
        with visitor.page.expect_navigation():
            task.get_by_role("button", name="Done").click()
    # The browser itself notes the answer 409 as an error.
    bea.wrong.clear()
    bea.sees("Cora saw to this on")
    bea.look()


def test_it_works_without_javascript(browser: Browser, there: Installation) -> None:
    plain = at_the_desk(browser, there, COLLEAGUE, size=TRAM, javascript=False)
    plain.page.goto(there.address + "/desk/")
    task = plain.page.locator(".task").filter(has_text="Get to know Samira")
    with plain.page.expect_navigation():
        task.get_by_role("button", name="Done").click()
    plain.sees("Done: ")
    plain.close()
