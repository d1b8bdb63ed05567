"""A coordinator looks for people, at a desk and on the tram, and notes what they said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installation import COORDINATOR, Installation
from tests.journeys.neighbours import at_the_desk
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.worker]

VOLUNTEERS = "First name;Last name;E-mail;Postcode\nAïcha;Maes;aicha@voisins.be;8500\n"
HOUSEHOLDS = "First name;Last name;Phone;Postcode\nعائشة;حداد;0470123456;4000\n"


@pytest.fixture(scope="module")
def there(installation: Installation, size: tuple[int, int]) -> Installation:
    """With one of each, in two scripts."""
    installation.begin_with_a_scheme()
    for kind, text in (("volunteers", VOLUNTEERS), ("households", HOUSEHOLDS)):
        file = installation.data_dir / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        installation.palier(f"import {file} --kind {kind} --commit")
    return installation


@pytest.fixture(scope="module")
def cora(browser: Browser, there: Installation, size: tuple[int, int]) -> Iterator[Visitor]:
    visitor = at_the_desk(browser, there, COORDINATOR, size=size)
    yield visitor
    visitor.close()


def _look_for(visitor: Visitor, typed: str) -> None:
    visitor.page.get_by_label("Search people and matches").fill(typed)
    visitor.press("Search")


def test_one_box_finds_people_in_any_script_and_place(cora: Visitor) -> None:
    _look_for(cora, "aicha")
    expect(cora.page.get_by_role("link", name="Aïcha Maes")).to_be_visible()
    expect(cora.page.get_by_role("link", name="عائشة حداد")).to_be_visible()
    assert "aicha" not in cora.page.url
    _look_for(cora, "Lüttich")
    expect(cora.page.get_by_role("link", name="عائشة حداد")).to_be_visible()
    expect(cora.page.get_by_role("link", name="Aïcha Maes")).to_have_count(0)
    _look_for(cora, "maes courtrai")
    cora.follow("Aïcha Maes")


def test_a_note_is_kept_put_right_and_removed(cora: Visitor) -> None:
    cora.page.get_by_label("A new note, for colleagues at the desk only").fill("Prefers mornings")
    cora.press("Keep this note")
    cora.tap(cora.page.locator("#notes a").first)
    cora.page.get_by_label("Note", exact=False).last.fill("Prefers evenings")
    cora.press("Keep")
    cora.sees("Prefers evenings")
    cora.press("Remove")
    cora.sees("Removed by its author")
