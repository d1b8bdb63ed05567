"""Every page of a family in its fourteen languages, and of a volunteer in four, to be looked at.

.venv/bin/python docs/take_sheets.py writes a sheet for each page into var/sheets, and another for
the letter on paper; with words behind it (`appointment "own page"`, or `volunteer:`) only the
pages whose names begin so. No installation is touched and nothing need be running. Afterwards look
at each sheet: a script sees no wrong direction, no missing letter and no ugly line.
"""

from __future__ import annotations

import re
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import flask_migrate
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pictured_scheme  # noqa: E402 - found only now

from tests.browsing import Client  # noqa: E402
from tests.chromium import chromium  # noqa: E402
from tests.web.desk.serving import served, signed_in  # noqa: E402
from tests.web.reach.families import Families  # noqa: E402
from tests.web.reach.shown import Shown, speak  # noqa: E402
from tests.web.reach.volunteers import Volunteers  # noqa: E402
from web.extensions import db  # noqa: E402
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES  # noqa: E402

SHEETS = ROOT / "var" / "sheets"
WIDTH, HIGHEST = 320, 1300
ACROSS, QUALITY = 7, 70
_JPEG = "data:image/jpeg;base64,"
_STYLE = f"""body {{ margin: 8px; background: #777; font: 14px sans-serif; color: #fff }}
main {{ display: grid; grid-template-columns: repeat({ACROSS}, {WIDTH}px); gap: 8px }}
figure {{ margin: 0 }} img {{ display: block; width: {WIDTH}px }}"""


def main() -> None:
    wanted = tuple(sys.argv[1:])
    SHEETS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        app = pictured_scheme.application(Path(folder))
        app.test_client_class = Client
        with app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
            engine = db.engine
        # A look at a row after a commit would hold SQLite's one writer, and the letter writes.
        kept = Session(engine, expire_on_commit=False)
        with kept as session, served(app) as address:
            families = Families(session)
            cookie = signed_in(browser, app, address, families.staff).cookies()[0]["value"]
            of_families = [*families.pages(), families.letter(cookie)]
            of_volunteers = [
                replace(page, name=f"volunteer: {page.name}")
                for page in Volunteers(app, session).pages()
            ]
            for every, languages in (
                (of_families, HOUSEHOLD_LANGUAGES),
                (of_volunteers, STAFF_LANGUAGES),
            ):
                pages = [page for page in every if page.name.startswith(wanted or "")]
                _take(browser, session, address, pages, languages)


def _take(
    browser: Browser,
    session: Session,
    address: str,
    every: Sequence[Shown],
    languages: Sequence[str],
) -> None:
    """A sheet is written as soon as its page was seen in all languages."""
    tabs = {language: _tab(browser, language, number) for number, language in enumerate(languages)}
    for shown in every:
        taken = {}
        for language, tab in tabs.items():
            speak(session, language)
            tab.context.clear_cookies()
            shown.open_in(tab, address)
            taken[language] = _picture(tab)
        _write(browser, shown.name, taken)
    for tab in tabs.values():
        tab.context.close()


def _tab(browser: Browser, language: str, number: int) -> Page:
    """A phone in this language, by turns light and dark."""
    context = browser.new_context(locale=language, reduced_motion="reduce")
    # The letter prints itself, and would wait for somebody to close the window.
    context.add_init_script("window.print = () => {}")
    tab = context.new_page()
    tab.set_viewport_size({"width": WIDTH, "height": 600})
    tab.emulate_media(color_scheme="dark" if number % 2 else "light")
    return tab


def _picture(page: Page) -> bytes:
    """What the page shows, from its beginning."""
    high = min(HIGHEST, int(page.evaluate("document.documentElement.scrollHeight")))
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": high}
    return page.screenshot(full_page=True, type="jpeg", quality=QUALITY, clip=clip)  # type: ignore[arg-type]


def _write(browser: Browser, name: str, pictures: dict[str, bytes]) -> None:
    """One sheet: the pictures in rows, each under its language."""
    figures = "".join(
        f"<figure>{language}<img src='{_JPEG}{b64encode(picture).decode()}'></figure>"
        for language, picture in pictures.items()
    )
    sheet = browser.new_page(viewport={"width": ACROSS * (WIDTH + 8) + 8, "height": 600})
    sheet.set_content(f"<style>{_STYLE}</style><h1>{name}</h1><main>{figures}</main>")
    file = SHEETS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.jpeg"
    sheet.screenshot(path=file, full_page=True, type="jpeg", quality=QUALITY)
    sheet.close()
    print(file.relative_to(ROOT))  # noqa: T201


if __name__ == "__main__":
    main()
