"""The pictures of README.md and docs/coordinators.md: .venv/bin/python docs/take_screenshots.py.

Fills a demonstration in a temporary folder and opens its pages in Debian's chromium, in English; no
installation is touched and nothing need be running. With names of pictures behind it (`run radar`)
it takes these only. Look at each picture afterwards: a script does not see whether it shows
anything.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pictured_scheme  # noqa: E402 - found only now
from pictured_scheme import Doors  # noqa: E402

from tests.chromium import chromium  # noqa: E402
from tests.web.desk.serving import served  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1280, 860), (390, 844)
QUALITY = 82


def save(page: Page, name: str, part: Locator | None = None, most: int | None = None) -> None:
    """What the window shows, or a part of the page with a margin, at most so many pixels high."""
    clip = None
    if part is not None:
        box = part.bounding_box()
        if box is None:
            raise SystemExit(f"{name}: there is no such part on {page.url}")
        top = page.evaluate("window.scrollY")
        clip = {
            "x": box["x"] - 12,
            "y": box["y"] + top - 12,
            "width": box["width"] + 24,
            "height": min(box["height"] + 24, most or box["height"] + 24),
            "scale": 1,
        }
    # Playwright itself writes no WebP, which is a third of a PNG.
    asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": part is not None}
    chrome = page.context.new_cdp_session(page)
    taken = chrome.send("Page.captureScreenshot", {**asked, **({"clip": clip} if clip else {})})
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


def today(page: Page, _doors: Doors) -> None:
    page.goto("/desk/")
    save(page, "today")


def run(page: Page, doors: Doors) -> None:
    _proposals(page, doors)
    page.keyboard.press("j")
    _scroll_to(page.locator("#choose"))
    save(page, "run")


def why(page: Page, doors: Doors) -> None:
    _proposals(page, doors)
    page.keyboard.press("j")
    page.keyboard.press("w")
    save(page, "why", page.locator(".proposal").first)


def pair(page: Page, doors: Doors) -> None:
    page.goto(doors.pair)
    save(page, "pair", page.locator("main section.card").first)


def waiting(page: Page, doors: Doors) -> None:
    page.goto(f"{doors.run}/waiting")
    question = page.locator("a[href$='/change']").first.get_attribute("href") or ""
    page.goto(question.removesuffix("/change"))
    # Past what happens next, which only says that the family waits.
    _scroll_to(page.locator(".pair-of-lists").first)
    save(page, "waiting")


def match(page: Page, doors: Doors) -> None:
    page.goto(doors.match)
    save(page, "match")


def policy(page: Page, _doors: Doors) -> None:
    page.goto("/desk/policy")
    page.locator("#promise_alone").fill("90")
    page.locator("[formaction$='/policy/preview']").click()
    page.locator("#preview .map-point").first.wait_for()
    save(page, "policy", page.locator("#preview"), most=1180)


def radar(page: Page, _doors: Doors) -> None:
    page.goto("/desk/radar")
    page.locator(".map-point").first.wait_for()
    save(page, "radar")


def search(page: Page, _doors: Doors) -> None:
    page.goto("/desk/")
    page.locator("#search").fill("yusuf")
    page.locator("#search").press("Enter")
    page.locator("h1", has_text="Found").wait_for()
    page.set_viewport_size({"width": DESK[0], "height": 690})
    save(page, "search")


def briefing(page: Page, doors: Doors) -> None:
    page.goto(doors.briefing)
    save(page, "briefing")


def phone(page: Page, doors: Doors) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    _proposals(page, doors)
    _scroll_to(page.locator(".proposal").first)
    save(page, "phone")


def family(page: Page, doors: Doors) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(doors.family)
    save(page, "family")


TAKEN: tuple[Callable[[Page, Doors], None], ...] = (
    today, run, why, pair, waiting, match, policy, radar, search, briefing, phone, family,
)  # fmt: skip


def _scroll_to(part: Locator) -> None:
    part.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 12)")


def _proposals(page: Page, doors: Doors) -> None:
    page.goto(doors.run)
    page.locator(".map .map-point").first.wait_for()


def _desk(browser: Browser, address: str, doors: Doors) -> Page:
    """A window in which the coordinator of the demonstration is signed in."""
    width, height = DESK
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="en",
        reduced_motion="reduce",
    )
    page.goto(doors.coordinator)
    page.locator("main button[type=submit]").click()
    # Her own language is French.
    page.goto("/language/en?next=/desk/")
    return page


def main() -> None:
    wanted = set(sys.argv[1:]) or {take.__name__ for take in TAKEN}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        app = pictured_scheme.application(Path(folder))
        doors = pictured_scheme.fill(app, ROOT / "migrations")
        with served(app) as address:
            page = _desk(browser, address, doors)
            for take in TAKEN:
                if take.__name__ not in wanted:
                    continue
                page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
                take(page, doors)
                size = (PICTURES / f"{take.__name__}.webp").stat().st_size
                print(f"{take.__name__}: {size / 1000:.0f} kB")  # noqa: T201


if __name__ == "__main__":
    main()
