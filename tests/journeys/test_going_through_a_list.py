"""A coordinator narrows a list, keeps it, finds it again and takes it along; everywhere alike."""

from __future__ import annotations

import csv
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.worker]


def _names(visitor: Visitor) -> list[str]:
    return visitor.page.locator("main tbody th[scope=row]").all_inner_texts()


def test_a_filter_narrows_and_an_order_turns_the_list(claire: Visitor) -> None:
    page = claire.open("/desk/households")
    everybody = _names(claire)
    page.get_by_label("State", exact=True).select_option("waiting")
    claire.press("Show")
    waiting = _names(claire)
    assert 1 < len(waiting) < len(everybody)
    claire.follow("Weeks waiting")
    weeks = [
        int(text)
        for text in page.locator("main tbody td.number:nth-last-child(2)").all_inner_texts()
    ]
    assert weeks in (sorted(weeks), sorted(weeks, reverse=True))
    assert sorted(_names(claire)) == sorted(waiting)


def test_its_address_is_a_bookmark(claire: Visitor) -> None:
    before, bookmark = _names(claire), claire.page.url
    claire.open("/desk/")
    claire.open(bookmark)
    assert _names(claire) == before


def test_it_is_found_as_it_was_left(claire: Visitor) -> None:
    before = _names(claire)
    claire.open("/desk/")
    claire.tap(claire.page.get_by_role("navigation").get_by_role("link", name="Households"))
    assert _names(claire) == before
    expect(claire.page.get_by_label("State", exact=True)).to_have_value("waiting")


def test_it_is_taken_along_as_it_is_seen(claire: Visitor) -> None:
    shown = _names(claire)
    text = _saved(claire, "Save as CSV").decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    sheet = openpyxl.load_workbook(BytesIO(_saved(claire, "Save for Excel"))).worksheets[0]
    first = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == first
    assert [row[0] for row in rows[1:]] == shown


def _saved(visitor: Visitor, button: str) -> bytes:
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("button", name=button).click()
    return coming.value.path().read_bytes()


def test_everybody_is_back_with_one_press(claire: Visitor) -> None:
    narrowed = _names(claire)
    claire.follow("Show all")
    assert len(_names(claire)) > len(narrowed)
