"""Another language: by link, then by choice, then by browser; and nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from tests.web.desk.serving import served
from tests.web.household.test_referral import GOOD
from web.extensions import db
from web.models import FollowUp, Household, Match, Notification, ToldChange
from web.models.vocabulary import MatchState, Side
from web.services import links
from web.services.clock import local_date
from web.services.links import Purpose

NOW = datetime.now(UTC)


def _language_of(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


def _own_page(session: Session, household: Household) -> str:
    return links.create(session, household, Purpose.HOUSEHOLD, household.id, now=NOW)


def test_a_family_that_reads_on_in_another_language_finds_all_that_it_typed(
    client: Client, session: Session
) -> None:
    path = f"/{make_scheme(session).slug}/refer"
    page = client.fill(path, **GOOD, read_in="ti")
    assert _language_of(page.text) == "ti"
    assert "data-focus" not in page.text, "nothing was sent, so nothing is wrong"
    kept = main_form(page.text).values
    assert {name: kept[name] for name in GOOD} == GOOD
    assert session.scalar(select(func.count(Household.id))) == 0
    assert _language_of(client.get(path).text) == "ti"


def test_what_the_page_filled_in_itself_goes_along_into_the_other_language(
    client: Client, session: Session
) -> None:
    page = client.fill(f"/{make_scheme(session).slug}/refer", first_name="Amal", read_in="ar")
    kept = main_form(page.text).values
    assert (kept["language"], kept["languages-0-tag"]) == ("ar", "ar")


def test_a_question_on_a_page_by_link_is_kept_too(client: Client, session: Session) -> None:
    household = make_household(session)
    path = f"{_own_page(session, household)}?show=other"
    page = client.fill(path, words="We have a dog.", read_in="so")
    assert _language_of(page.text) == "so"
    assert main_form(page.text).values["words"] == "We have a dog."
    assert session.scalar(select(func.count(ToldChange.id))) == 0


def test_a_follow_up_that_is_half_written_is_kept_and_not_sent(
    client: Client, session: Session
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    follow_up = _follow_up(session, match)
    path = links.create(session, match.household, Purpose.FOLLOW_UP, follow_up.id, now=NOW)
    client.post(path, data={"face": "3"})
    page = client.fill(path, comment="Half a sen", met="no", read_in="uk")
    assert _language_of(page.text) == "uk"
    kept = main_form(page.text).values
    assert (kept["comment"], kept["met"]) == ("Half a sen", "no")
    assert follow_up.comment == ""


def test_a_volunteer_keeps_what_was_typed_in_the_four_languages_and_is_offered_no_other(
    client: Client, session: Session
) -> None:
    volunteer = make_volunteer(session)
    client.sign_in(volunteer)
    page = client.fill("/volunteer/details", first_name="Véra", read_in="nl").text
    assert _language_of(page) == "nl"
    assert main_form(page).values["first_name"] == "Véra"
    assert volunteer.first_name != "Véra"
    assert 'value="ti"' not in page.partition("<main")[0]


@pytest.mark.parametrize("typed", ["xx", "", "\x00", "ti" * 99])
def test_a_language_that_nobody_offers_is_not_chosen(
    client: Client, session: Session, typed: str
) -> None:
    page = client.fill(f"/{make_scheme(session).slug}/new-link", contact="", read_in=typed)
    assert _language_of(page.text) == "en"
    assert "data-focus" in page.text, "it was sent as it is"


def test_the_language_is_by_link_then_by_choice_then_by_browser_and_stays(
    client: Client, session: Session
) -> None:
    scheme = make_scheme(session)
    public, persian = f"/{scheme.slug}/refer", {"Accept-Language": "fa"}
    assert _language_of(client.get(public, headers=persian).text) == "fa"
    own = _own_page(session, make_household(session, scheme=scheme, language="ps"))
    assert _language_of(client.get(own, headers=persian).text) == "ps"
    assert _language_of(client.get(public, headers=persian).text) == "ps"
    chosen = client.get(f"/language/tr?next={own}", headers=persian, follow_redirects=True)
    assert _language_of(chosen.text) == "tr"
    assert _language_of(client.get(own, headers=persian).text) == "tr"


@pytest.mark.browser
def test_the_enter_key_sends_the_form_and_changes_no_language(app: Flask, browser: Browser) -> None:
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        scheme = make_scheme(session)
        household = make_household(session, scheme=scheme)
        contact, slug, before = household.email or "", scheme.slug, _sent(session)
        session.commit()
    with served(app) as address:
        page = browser.new_context(java_script_enabled=False, locale="en").new_page()
        page.goto(f"{address}/{slug}/new-link")
        page.locator("#contact").fill(contact)
        page.locator("summary").click()
        page.locator("button[value=ar]").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#contact")).to_have_value(contact)
        page.locator("#contact").press("Enter")
        expect(page.locator(".done")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        page.context.close()
    with Session(engine) as session:
        assert _sent(session) == before + 1


def _sent(session: Session) -> int:
    return session.scalar(select(func.count(Notification.id))) or 0


def _follow_up(session: Session, match: Match) -> FollowUp:
    follow_up = FollowUp(
        scheme_id=match.scheme_id,
        match=match,
        party_id=match.household_id,
        side=Side.HOUSEHOLD,
        step="2_weeks",
        due_on=local_date(NOW),
        asked_at=NOW,
        sent_at=NOW,
    )
    session.add(follow_up)
    session.flush()
    return follow_up
