"""The pictures of the README, from a running `make run`: .venv/bin/python docs/take_screenshots.py.

Give the address when it is another than http://127.0.0.1:8000. Needs Debian's chromium.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from web import create_app  # noqa: E402 - found only now
from web.models import Household, Match, Staff  # noqa: E402
from web.models.vocabulary import Answer, MatchState, Role  # noqa: E402
from web.services import clock, links  # noqa: E402
from web.services.links import Purpose  # noqa: E402
from web.transactions import transaction  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"


def ways_in() -> tuple[str, str]:
    """Paths for a coordinator, and for a family that is asked in Arabic where there is one."""
    with create_app().app_context(), transaction() as session:
        now = clock.now(session)
        coordinator = session.scalars(select(Staff).where(Staff.duty == Role.COORDINATOR)).first()
        if coordinator is None:
            raise SystemExit("There is no demonstration here: start it with make run.")
        desk = links.create(session, coordinator, Purpose.SIGN_IN, coordinator.id, now=now)
        return desk, _family(session, now)


def _family(session: Session, now: datetime) -> str:
    asked = session.scalars(
        select(Match)
        .join(Household, Household.id == Match.household_id)
        .where(
            Match.state == MatchState.APPROVED, Match.household_answer.is_distinct_from(Answer.YES)
        )
        .order_by((Household.language != "ar"), Match.id)
    ).first()
    if asked is None:
        raise SystemExit("Nobody is asked anything just now: approve a proposal first.")
    return links.create(session, asked.household, Purpose.MATCH, asked.id, now=now)


def the_desk(page: Page, address: str, way_in: str) -> None:
    page.goto(address + way_in)
    page.locator("main button[type=submit]").click()
    page.locator("form[action$='/runs'] button").first.click()
    page.locator(".map .map-point").first.wait_for(timeout=60_000)
    page.screenshot(path=PICTURES / "desk.png")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    PICTURES.mkdir(exist_ok=True)
    desk, family = ways_in()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        wide = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en")
        the_desk(wide, address, desk)
        phone = browser.new_page(viewport={"width": 390, "height": 780}, locale="ar")
        phone.goto(address + family)
        phone.screenshot(path=PICTURES / "family.png")
        browser.close()


if __name__ == "__main__":
    main()
