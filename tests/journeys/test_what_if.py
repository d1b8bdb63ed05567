"""A coordinator tries another policy, asks a waiting family, and prints a poster.

At a desk and on the tram, on a demonstration; a step that fails ends the story.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.worker]


def test_a_slider_and_its_number_move_each_other_and_the_sum_follows(claire: Visitor) -> None:
    page = claire.open("/desk/policy")
    number, slider = page.locator("#proximity"), page.locator("[data-slides=proximity]")
    slider.focus()
    for _percent in range(5):
        page.keyboard.press("ArrowRight")
    expect(number).to_have_value("30")
    expect(page.locator("[data-sum] output")).to_have_text("105")
    page.locator("#needs").fill("20")
    expect(page.locator("[data-slides=needs]")).to_have_value("20")
    # An empty reach is no limit: the far end.
    reach, how_far = page.locator("#reach"), page.locator("[data-slides=reach]")
    expect(how_far).to_have_value("30")
    how_far.press("ArrowLeft")
    expect(reach).to_have_value("29.5")
    reach.fill("")
    expect(how_far).to_have_value("30")
    expect(page.locator("[data-sum] output")).to_have_text("100")


def test_a_preview_shows_its_changes_on_a_map_and_in_a_table(claire: Visitor) -> None:
    page = claire.page
    page.locator("#proximity").fill("100")
    page.locator("#reach").fill("9.5")
    for name in ("language", "needs", "availability", "life", "reciprocity"):
        page.locator(f"#{name}").fill("0")
    claire.press("Preview")
    page.locator("#preview .map-point").first.wait_for()
    assert page.locator("#preview .map-pair.gained").count() > 0
    page.get_by_text("The map as a table").click()
    assert page.locator("#preview details tbody tr").count() > 0
    expect(page.locator("#proximity")).to_have_value("100")
    expect(page.locator("#reach")).to_have_value("9.5")


def test_a_waiting_family_is_asked_for_the_change_that_would_help(claire: Visitor) -> None:
    page = claire.open("/desk/runs")
    claire.tap(page.locator("form[action$='/runs'] button").first)
    page.locator(".map .map-point").first.wait_for(timeout=60_000)
    claire.open(page.url + "/waiting")
    claire.tap(page.locator("a[href$='/change']").last)
    if page.get_by_role("button", name="Send this question").count():
        claire.press("Send this question")
        claire.sees("The question is on its way.")
    claire.sees("A family is asked once in 30 days")


NAMES = """[...document.querySelectorAll('.map-place span')]
    .filter((name) => name.style.visibility !== 'hidden')
    .map((name) => name.getBoundingClientRect())"""
# To the pixel; while the map zooms they may.
NONE_LIES_ON_ANOTHER = f"""() => {{
  const names = {NAMES};
  return names.every((one) => one.width > 0) && names.every((one, at) => names.slice(at + 1).every(
    (other) => one.right <= other.left + 1 || other.right <= one.left + 1
      || one.bottom <= other.top + 1 || other.bottom <= one.top + 1));
}}"""


def test_no_name_of_a_place_lies_on_another_on_a_map(claire: Visitor) -> None:
    page = claire.open("/desk/radar")
    page.locator(".map-point.area").first.wait_for()
    every = page.locator(".map-place").count()
    for _zoom in range(4):
        page.wait_for_function(NONE_LIES_ON_ANOTHER)
        page.locator(".leaflet-control-zoom-out").click()
    assert 0 < page.evaluate(f"{NAMES}.length") < every
    assert page.locator(".map-place span").first.is_visible()


def test_whom_to_look_for_is_on_a_map_and_on_a_poster(claire: Visitor) -> None:
    page = claire.open("/desk/radar")
    page.locator(".map-point.area").first.wait_for()
    expect(page.get_by_role("button", name="Copy the text")).to_be_visible()
    claire.tap(page.locator("table a[href*='/radar/poster']").first)
    claire.follow("Deutsch")
    expect(page.locator("#poster")).to_have_attribute("lang", "de")
