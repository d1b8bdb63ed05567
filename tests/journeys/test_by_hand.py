"""A coordinator decides by hand what no run would: at a desk and on the tram."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_volunteer
from tests.journeys.installation import Installation
from tests.journeys.visitor import Visitor
from web.models import Household, Match, Scheme
from web.models.vocabulary import Level, MatchState
from web.services import jobs
from web.services.clock import local_date

pytestmark = [
    pytest.mark.browser,
    # What a browser does is the same above either database.
    pytest.mark.parametrize("app", ["sqlite"], indirect=True),
]


@pytest.fixture
def cora(
    browser: Browser,
    address: str,
    signed_in: tuple[str, str],
    size: tuple[int, int],
    request: pytest.FixtureRequest,
) -> Iterator[Visitor]:
    visitor = Visitor(browser, Installation(address, request.path.parent), size=size)
    name, value = signed_in
    visitor.context.add_cookies([{"name": name, "value": value, "url": address}])
    yield visitor
    visitor.close()


@pytest.fixture
def families(session: Session, scheme: Scheme) -> dict[str, Household]:
    """Two families, and two volunteers of whom one speaks no language of theirs."""
    make_volunteer(session, scheme=scheme, first_name="Wim", last_name="Claes")
    make_volunteer(
        session,
        scheme=scheme,
        first_name="Vera",
        last_name="Peeters",
        languages={"de": Level.NATIVE},
    )
    return {
        name: make_household(session, scheme=scheme, first_name=name, last_name="Haddad")
        for name in ("Hana", "Nour")
    }


@pytest.fixture
def living(session: Session, scheme: Scheme) -> Match:
    """Two who meet already."""
    return make_match(
        session,
        scheme=scheme,
        state=MatchState.ACTIVE,
        first_meeting_on=local_date(datetime.now(UTC)),
    )


def _ask_about(cora: Visitor, family: str, name: str) -> None:
    """Open the page of two people, from the page of the household."""
    cora.open(family)
    box = cora.page.get_by_label("Name of a volunteer")
    box.fill(name)
    box.press("Enter")
    expect(cora.page.locator("#why-answer h2")).to_contain_text(name)


def _decide(cora: Visitor, step: str, **chosen: str) -> None:
    """Open a step, choose what it asks for, and take it."""
    page = cora.page
    page.get_by_text(f"{step} …", exact=True).click()
    for field, value in chosen.items():
        page.locator(f"#{field.replace('_', '-')}").select_option(value)
    cora.tap(page.locator("details[open] button[type=submit]"))


def test_two_are_proposed_in_spite_of_a_rule_two_pinned_and_two_ruled_out(
    cora: Visitor, session: Session, engine: Engine, families: dict[str, Household]
) -> None:
    @contextmanager
    def transaction() -> Iterator[Session]:
        with Session(engine) as worker, worker.begin():
            yield worker

    hana, nour = (f"/desk/households/{one.public_id}" for one in families.values())
    # Reading began a transaction, and SQLite has one writer.
    session.commit()
    _ask_about(cora, hana, "Vera")
    cora.sees("Not proposed, because:")
    _decide(cora, "Propose all the same", insist_reason="talked_over")
    cora.sees("Vera Peeters is proposed too.")
    cora.follow("Open the match")
    cora.sees("Proposed in spite of: No shared language.")

    _ask_about(cora, nour, "Wim")
    _decide(cora, "Pin these two", pin_reason="they_asked")
    cora.sees("Pinned: the next runs propose exactly these two")

    cora.open("/desk/")
    cora.press("Start a match run")
    jobs.perform_due(transaction)
    pinned = cora.page.get_by_role("article", name="Wim Claes")
    expect(pinned).to_contain_text("Nour Haddad", timeout=20_000)
    insisted = cora.page.get_by_role("article", name="Vera Peeters")
    expect(insisted).to_contain_text("No shared language.")
    cora.look()
    cora.tap(pinned.get_by_role("link", name="Look closer"))
    _decide(cora, "Never these two", never_said_by="household", never_reason="conflict")
    cora.sees("Never these two. Said by Nour Haddad.")
    cora.sees("rejected")


def test_a_match_is_ended_with_its_last_words_and_goes_on_after_all(
    cora: Visitor, session: Session, living: Match
) -> None:
    here = f"/desk/matches/{living.public_id}"
    session.commit()
    cora.open(here)
    cora.page.get_by_text("End …", exact=True).click()
    cora.page.locator("#end-reason").select_option("goal_reached")
    cora.page.get_by_label("What the household said at the end").fill("We found friends.")
    cora.press("End this match")
    cora.sees("We found friends.")
    _decide(cora, "It was ended by mistake")
    cora.sees("The match goes on, as if it had not ended.")
