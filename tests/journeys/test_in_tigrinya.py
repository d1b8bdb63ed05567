"""A family reads Tigrinya, from the message that asks to the match that lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests import databases
from tests.factories import make_household, make_match, make_staff
from tests.web.desk.serving import served
from web.delivery import DevelopmentMailbox, post_office
from web.extensions import db
from web.models import Match, Staff
from web.models.vocabulary import Answer, Channel, Side
from web.queries import meeting_times
from web.services import (
    answers,
    first_meetings,
    links,
    living_matches,
    matches,
    sending,
)
from web.services.clock import local_date
from web.services.first_meetings import Slot
from web.services.links import Purpose
from web.transactions import transaction

pytestmark = pytest.mark.browser

NOW = datetime.now(UTC)
SELAM = "+32470123456"
ETHIOPIC = re.compile("[\u1200-\u137f]{2}")
A_SENTENCE_IN_ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")


class Selam:
    """The contact person of the family, and what arrives on her phone."""

    def __init__(self, app: Flask, page: Page, address: str, mailbox: DevelopmentMailbox) -> None:
        self.app, self.page, self.address, self.mailbox = app, page, address, mailbox
        self._read: set[str] = set()

    def opens_the_next_message(self) -> None:
        self.opens(urlsplit(self.reads_the_next_message().split()[-1]).path)

    def reads_the_next_message(self) -> str:
        with self.app.app_context():
            sending.deliver_due(transaction)
        letters = [one for one in self.mailbox.newest(20) if one.recipient == SELAM]
        (text,) = [one for one in letters if one.key not in self._read]
        self._read.add(text.key)
        assert ETHIOPIC.search(text.text), text.text
        return text.text

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.reads_tigrinya()

    def sends(self, button: str) -> None:
        # A click alone comes back before the answer has arrived.
        with self.page.expect_navigation():
            self.page.locator(button).click()
        self.reads_tigrinya()

    def reads_tigrinya(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", "ti")
        said = self.page.locator("body").inner_text()
        assert ETHIOPIC.search(self.page.locator("h1").inner_text())
        assert not A_SENTENCE_IN_ENGLISH.search(said), said


@pytest.fixture
def session(sqlite_app: Flask) -> Iterator[Session]:
    with sqlite_app.app_context():
        databases.empty(db.engine)
        engine = db.engine
    # A look at a row would begin to write, and SQLite has one writer.
    with Session(engine, info={"demo_clock": True}, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def selam(
    sqlite_app: Flask, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Selam]:
    mailbox = DevelopmentMailbox(tmp_path)
    monkeypatch.setattr(post_office, "mailer", mailbox)
    monkeypatch.setattr(post_office, "sms", mailbox)
    monkeypatch.setattr(post_office, "quiet_hours", False)
    with served(sqlite_app) as address:
        context = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr")
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield Selam(sqlite_app, page, address, mailbox)
        context.close()


@pytest.fixture
def cora(session: Session, match: Match) -> Staff:
    return make_staff(session, scheme_id=match.scheme_id)


@pytest.fixture
def match(session: Session) -> Match:
    family = make_household(
        session,
        first_name="ሰላም",
        language="ti",
        phone=SELAM,
        channel=Channel.SMS,
        languages={"ti": 4},
    )
    return make_match(session, household=family)


def test_from_the_first_message_to_a_match_that_lives(
    session: Session, match: Match, cora: Staff, selam: Selam
) -> None:
    matches.approve(session, match, actor=cora, now=NOW - timedelta(hours=1))
    session.commit()
    selam.opens_the_next_message()
    selam.sends("button[value=yes]")

    session.expire_all()
    answers.answer(session, match, Side.VOLUNTEER, Answer.YES, now=NOW)
    session.commit()
    assert _state(match) == "accepted"
    selam.opens_the_next_message()
    assert selam.page.locator("button[value=yes]").count() == 0, "there is nothing to answer now"

    slots = [Slot(NOW + timedelta(days=days), "Café Sainte-Catherine") for days in (3, 4)]
    first_meetings.propose(session, match, actor=cora, slots=slots, now=NOW)
    session.commit()
    selam.opens_the_next_message()
    selam.page.locator(".choice >> nth=1").click()
    selam.sends("button.main")

    session.expire_all()
    times = meeting_times.of_match(session, match)
    assert [time.suits_household for time in times] == [False, True]
    both = {time.id for time in times}
    first_meetings.answer(session, match, Side.VOLUNTEER, both, now=NOW)
    session.commit()
    selam.opens_the_next_message()
    expect(selam.page.locator("main")).to_contain_text("Café Sainte-Catherine")

    later = NOW + timedelta(days=5)
    day = local_date(later)
    living_matches.record_first_meeting(
        session, match, actor=cora, held_on=day, charter_signed_on=day, now=later
    )
    session.commit()
    assert _state(match) == "active"
    own = links.create(session, match.household, Purpose.HOUSEHOLD, match.household_id, now=NOW)
    session.commit()
    selam.opens(own)
    expect(selam.page.locator("main")).to_contain_text(match.volunteer.first_name)
    expect(selam.page.locator("main")).to_contain_text(str(later.year))


def _state(match: Match) -> str:
    return match.state.value
