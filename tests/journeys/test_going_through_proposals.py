"""A coordinator goes through the proposals of a run: by keyboard at a desk, by touch on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff, make_volunteer
from tests.journeys.installation import Installation
from tests.journeys.visitor import DESKTOP, TRAM, Visitor
from web.models import MatchRun, Scheme
from web.models.vocabulary import Progress
from web.services import at_once

pytestmark = [
    pytest.mark.browser,
    # What a browser does is the same above either database.
    pytest.mark.parametrize("app", ["sqlite"], indirect=True),
]

NAMES = ("Ana", "Bert", "Chloe")
CRITERIA = [
    {
        "criterion": "proximity",
        "points": 1900,
        "maximum": 2500,
        "facts": {"metres": 430, "minutes": 7},
    }
]


@pytest.fixture
def run(session: Session, scheme: Scheme) -> MatchRun:
    """Three proposals, Ana's first."""
    now = datetime.now(UTC)
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=now, finished_at=now)
    session.add(run)
    session.flush()
    for place, name in enumerate(NAMES):
        volunteer = make_volunteer(session, scheme=scheme, first_name=name, last_name="Peeters")
        make_match(
            session, volunteer=volunteer, run_id=run.id, points=9000 - place, criteria=CRITERIA
        )
    session.commit()
    return run


@pytest.fixture
def cora(
    browser: Browser,
    address: str,
    signed_in: tuple[str, str],
    run: MatchRun,
    session: Session,
    request: pytest.FixtureRequest,
) -> Iterator[Visitor]:
    """At the page of the run, with the width that the test asks for."""
    size = getattr(request, "param", DESKTOP)
    there = Installation(address, request.path.parent)
    visitor = Visitor(browser, there, size=size, touch=size == TRAM)
    name, value = signed_in
    visitor.context.add_cookies([{"name": name, "value": value, "url": address}])
    path = f"/desk/runs/{run.public_id}"
    # Reading began a transaction, and SQLite has one writer.
    session.commit()
    visitor.open(path)
    yield visitor
    visitor.close()


def proposal(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=f"{name} Peeters")


def press(cora: Visitor, *keys: str) -> None:
    for key in keys:
        cora.page.keyboard.press(key)


def press_and_go_on(cora: Visitor, key: str) -> None:
    with cora.page.expect_navigation():
        cora.page.keyboard.press(key)
    cora.look()


def test_keys_go_from_proposal_to_proposal_and_stop_at_the_ends(cora: Visitor) -> None:
    for keys, name in (
        (["j"], "Ana"),
        (["ArrowDown"], "Bert"),
        (["j", "j"], "Chloe"),
        (["k"], "Bert"),
        (["ArrowUp", "k"], "Ana"),
    ):
        press(cora, *keys)
        expect(proposal(cora.page, name)).to_be_focused()


def test_a_approves_goes_on_to_the_next_one_and_u_takes_it_back(cora: Visitor) -> None:
    press(cora, "j")
    press_and_go_on(cora, "a")
    cora.sees("The messages leave")
    expect(proposal(cora.page, "Ana")).to_have_count(0)
    expect(proposal(cora.page, "Bert")).to_be_focused()
    press_and_go_on(cora, "u")
    cora.sees("Undone. Nobody was asked")
    expect(proposal(cora.page, "Ana")).to_be_focused()


@pytest.mark.parametrize("cora", [DESKTOP, TRAM], indirect=True)
def test_what_was_approved_is_named_and_hides_neither_the_next_one_nor_the_buttons_above_it(
    cora: Visitor,
) -> None:
    page, strip = cora.page, cora.page.locator("#run-unasked")
    for name in ("Ana", "Bert"):
        with page.expect_navigation():
            proposal(page, name).get_by_role("button", name="Approve").click()
        cora.look()
        expect(strip.get_by_role("status")).to_contain_text(f"Approved: {name} Peeters – ")
    below = strip.bounding_box()
    assert below is not None
    for shown in (page.locator("#choose"), proposal(page, "Chloe")):
        box = shown.bounding_box()
        assert box is not None
        assert box["y"] >= below["y"] + below["height"]


def test_a_first_key_only_shows_where_it_would_act(cora: Visitor) -> None:
    press(cora, "a")
    expect(proposal(cora.page, "Ana")).to_be_focused()
    expect(cora.page.get_by_role("article")).to_have_count(3)


def test_w_says_why_and_r_asks_for_a_reason_in_which_keys_are_letters(cora: Visitor) -> None:
    ana = proposal(cora.page, "Ana")
    press(cora, "j", "w")
    expect(ana.get_by_text("7 minutes on foot", exact=True)).to_be_visible()
    press(cora, "w", "r")
    expect(ana.get_by_label("Why not")).to_be_focused()
    note = ana.get_by_label("Note for colleagues")
    note.focus()
    cora.page.keyboard.type("jkarwu?")
    expect(note).to_have_value("jkarwu?")
    expect(note).to_be_focused()
    expect(cora.page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_a_key_with_a_modifier_belongs_to_the_browser(cora: Visitor, modifier: str) -> None:
    press(cora, "j", f"{modifier}+j", f"{modifier}+w")
    expect(proposal(cora.page, "Ana")).to_be_focused()
    expect(proposal(cora.page, "Ana").locator(".grid")).to_be_hidden()


def test_the_sheet_of_keys_opens_by_key_and_by_button_and_switches_the_keys_off(
    cora: Visitor,
) -> None:
    page = cora.page
    press(cora, "?")
    sheet = page.get_by_role("dialog", name="Keys on this page")
    expect(sheet).to_be_visible()
    press(cora, "j")
    expect(page.locator(".proposal:focus")).to_have_count(0)
    press(cora, "Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Keys").click()
    sheet.get_by_label("Use these keys").uncheck()
    expect(page.locator("[data-say]")).to_have_text("The keys are off.")
    sheet.get_by_text("Close").click()
    page.reload()
    press(cora, "j", "?")
    expect(sheet).to_be_hidden()
    expect(page.locator(".proposal:focus")).to_have_count(0)


def test_what_a_colleague_decides_appears_without_taking_the_focus_or_what_is_typed(
    cora: Visitor, session: Session, run: MatchRun, scheme: Scheme
) -> None:
    page = cora.page
    press(cora, "j", "r")
    note = proposal(page, "Ana").get_by_label("Note for colleagues")
    note.fill("A long thought")
    bo = make_staff(session, scheme=scheme, first_name="Bo", last_name="Quick")
    shown = page.locator(".proposal").first.get_attribute("id") or ""
    at_once.approve(session, {shown: 1}, actor=bo, now=datetime.now(UTC))
    session.commit()
    expect(proposal(page, "Ana")).to_contain_text("Bo Quick changed this", timeout=20_000)
    expect(page.locator("#run-figures dd").nth(1)).to_have_text("1")
    # Her colleague's approval can be undone here too, and its line is no proposal on the map.
    expect(page.locator("#run-unasked")).to_contain_text("Ana Peeters")
    expect(page.locator(".map-pair")).to_have_count(2)
    expect(note).to_be_focused()
    expect(note).to_have_value("A long thought")
    cora.look()


@pytest.mark.parametrize("cora", [TRAM], indirect=True)
def test_on_a_phone_two_are_approved_at_once_by_touch_and_one_is_undone(cora: Visitor) -> None:
    page = cora.page
    for name in ("Ana", "Chloe"):
        box = proposal(page, name).locator(".tick")
        size = box.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 40
        box.tap()
    with page.expect_navigation():
        page.get_by_role("button", name="Approve the selected ones").tap()
    cora.look()
    cora.sees("2 matches are approved")
    expect(page.get_by_role("article")).to_have_count(1)
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").first.tap()
    cora.look()
    expect(page.get_by_role("article")).to_have_count(2)


@pytest.mark.parametrize("cora", [TRAM], indirect=True)
def test_all_of_a_page_are_ticked_by_one_touch_and_none_by_the_next(cora: Visitor) -> None:
    page = cora.page
    ticked = page.locator("input[name=chosen]:checked")
    every = page.get_by_role("link", name="Select all on this page")
    every.tap()
    expect(ticked).to_have_count(3)
    every.tap()
    expect(ticked).to_have_count(0)
