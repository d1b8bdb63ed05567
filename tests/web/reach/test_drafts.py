"""What was typed is there again, line by line, when the page is read on or opened once more."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.factories import make_scheme, make_volunteer
from tests.web.desk.serving import served, signed_in
from tests.web.reach.volunteers import FRESH
from web.extensions import db

pytestmark = pytest.mark.browser

YEARS = ["2016", "2018", "", "2020", "2021", "2023"]


@pytest.fixture
def addresses(app: Flask) -> tuple[str, str, object]:
    with app.app_context(), Session(db.engine) as session:
        volunteer = make_volunteer(session, **FRESH)
        session.commit()
        session.refresh(volunteer)
        family = f"/{make_scheme(session).slug}/refer"
        session.commit()
        session.refresh(volunteer)
        session.expunge(volunteer)
    return family, "/volunteer/questionnaire", volunteer


@pytest.mark.parametrize(("place", "name"), [(0, "birth_years"), (1, "child_birth_years")])
def test_each_year_of_birth_stays_in_its_own_box(
    app: Flask, browser: Browser, addresses: tuple[str, str, object], place: int, name: str
) -> None:
    volunteer = addresses[2]
    with served(app) as address:
        page = signed_in(browser, app, address, volunteer).new_page()  # type: ignore[arg-type]
        page.goto(f"{address}{addresses[place]}")
        boxes = page.locator(f"[name={name}]")
        button = page.locator(f"#{name} [data-add-row]")
        while boxes.count() < len(YEARS):
            button.click()
        for box, year in zip(boxes.all(), YEARS, strict=True):
            box.fill(year)
        page.reload()
        assert _values(page, name) == YEARS
        expect(page.locator("body")).to_be_focused()
        page.locator("summary").first.click()
        # A click comes back at once, and the page that follows is filled in by its script.
        with page.expect_navigation():
            page.locator("button[value=nl]").click()
        expect(page.locator("html")).to_have_attribute("lang", "nl")
        assert sorted(filter(None, _values(page, name))) == sorted(filter(None, YEARS))
        page.context.close()


def test_a_third_language_that_was_added_is_there_again(
    app: Flask, browser: Browser, addresses: tuple[str, str, object]
) -> None:
    with served(app) as address:
        page = browser.new_context(locale="en").new_page()
        page.goto(f"{address}{addresses[0]}")
        page.locator("#languages [data-add-row]").click()
        page.locator("[name=languages-2-tag]").select_option("ti")
        page.reload()
        expect(page.locator("[name=languages-2-tag]")).to_have_value("ti")
        page.context.close()


def _values(page: Page, name: str) -> list[str]:
    return [box.input_value() for box in page.locator(f"[name={name}]").all()]
