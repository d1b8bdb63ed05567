"""What volunteers and families do in front of their browsers, as far as it is always the same."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Browser, Page

from tests.journeys.installation import Installation, code_in, link_in
from tests.journeys.visitor import Visitor

LEVELS = {"basic": "1", "conversational": "2", "fluent": "3", "native": "4"}


def type_in(page: Page, **typed: str) -> None:
    """Fill fields by their names, which are the same in every language."""
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)


def speak(page: Page, languages: Mapping[str, str]) -> None:
    """Choose languages with their levels, one a row."""
    for number, (tag, level) in enumerate(languages.items()):
        page.locator(f"[name=languages-{number}-tag]").select_option(tag)
        page.locator(f"[name=languages-{number}-level]").select_option(LEVELS[level])


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.locator(f"[name={name}]").check()


def join(volunteer: Visitor, contact: dict[str, str], languages: Mapping[str, str]) -> None:
    """Sign up, from the first page on to the code that is asked for."""
    volunteer.open("/")
    page = volunteer.follow("Become a neighbour")
    type_in(page, **contact, postcode="1050", street="Rue du Bailli 12")
    speak(page, languages)
    volunteer.take_their_time()
    volunteer.press("Go on")


def type_the_code(visitor: Visitor, contact: str) -> None:
    """Sign in with the code that arrives."""
    visitor.page.get_by_label("Code").fill(code_in(visitor.there.next_letter(contact)))
    visitor.press("Go on")


def at_the_desk(browser: Browser, there: Installation, who: str, **how: object) -> Visitor:
    """Sign in by a link that the program prints: by mail, nobody is sent two codes in a minute."""
    visitor = Visitor(browser, there, **how)  # type: ignore[arg-type]
    visitor.open(there.palier(f"user link {who}").strip().splitlines()[-1])
    visitor.tap(visitor.page.get_by_role("main").get_by_role("button").first)
    return visitor


def tell_more(volunteer: Visitor, *offers: str) -> None:
    """Read the note and answer the questionnaire: Wednesday afternoon and Saturday morning."""
    volunteer.follow("Read the note")
    volunteer.sees("3 July 2005")
    volunteer.press("I have read it")
    page = volunteer.follow("Answer the questions")
    for offer in offers:
        page.locator(f"[name=offers][value={offer}]").check()
    tick(page, "slots-2-1", "slots-5-0")
    volunteer.press("Keep my answers")


def tap(visitor: Visitor, name: str, value: str) -> None:
    """Tap a button by what it sends: its words are in fourteen languages."""
    visitor.tap(visitor.page.locator(f"button[name={name}][value='{value}']"))


def open_next_link(visitor: Visitor, contact: str) -> None:
    """Open the link of the next message."""
    visitor.open(link_in(visitor.there.next_letter(contact)))
