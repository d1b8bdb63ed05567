"""How soon Chromium paints the desk's pages on the demonstration, as gunicorn serves them.

From the start of the navigation to the first contentful paint (PerformancePaintTiming), for every
page of the desk that the URL map has, on SQLite, at 1280 px. The first load of each is with an
empty cache of styles and scripts; the others are as somebody meets them who works at the desk.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from bench_desk import served
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
LOADS = 6
TARGET_MS = 300
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def prepare() -> tuple[str, list[tuple[str, str]]]:
    """Fill the database that the environment names; a way in, and the routes with their pages."""
    import flask_migrate
    from sqlalchemy import select

    from web import create_app
    from web.models import Scheme
    from web.services import clock, demo, first_visit, match_runs
    from web.transactions import transaction

    app = create_app()
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            demo.fill(session, demo.DemoSize(), clock.now(session), lambda _: None)
        with transaction() as session:
            scheme = session.scalars(select(Scheme)).one()
            run_id = match_runs.start(session, scheme, actor=None, now=clock.now(session)).id
        match_runs.execute(transaction, run_id)
        with transaction() as session:
            ways = first_visit.ways_in(session, clock.now(session))
        return ways["A coordinator signs in:"], list(_addresses(app))


def _addresses(app: object) -> Iterator[tuple[str, str]]:
    """Each route of the desk, with the first thing of a kind that it is about."""
    from sqlalchemy import select

    from tests.web.desk.routes import rules
    from web.extensions import db
    from web.models import EvaluationRound, Household, Match, MatchRun, Task, Volunteer

    kinds = {
        "volunteers": Volunteer,
        "households": Household,
        "matches": Match,
        "runs": MatchRun,
        "tasks": Task,
        "evaluation": EvaluationRound,
    }
    for rule in rules(app, "GET"):
        before, argument, below = rule.rule.partition("<public_id>")
        if not argument:
            yield rule.rule, rule.rule
        elif kind := kinds.get(before.split("/")[-2]):
            first = db.session.scalars(select(kind.public_id).order_by(kind.id).limit(1)).one()
            yield rule.rule, f"{before}{first}{below}"


def sign_in(browser: Browser, address: str, way_in: str) -> dict[str, object]:
    """The cookies of a coordinator who reads English."""
    page = browser.new_page(base_url=address)
    page.goto(way_in)
    page.locator("main button[type=submit]").click()
    page.goto("/language/en?next=/desk/")
    state = page.context.storage_state()
    page.context.close()
    return state


def measured(context: BrowserContext, path: str, loads: int) -> list[float]:
    """Milliseconds of each load; none where there is no page: a part of one, or the map's JSON."""
    answer = context.request.get(path)
    if not answer.text().startswith("<!doctype html>"):
        return []
    page = context.new_page()
    return [_first_paint(page, path) for _ in range(loads)]


def _first_paint(page: Page, path: str) -> float:
    page.goto(path)
    return float(page.wait_for_function(_PAINTED).json_value())


def report(browser: Browser, address: str, way_in: str, routes: list[tuple[str, str]]) -> None:
    """A line a page in milliseconds, and at the end how many were in time."""
    state = sign_in(browser, address, way_in)
    print(f"{'page':44} {'first':>6} {'least':>6} {'median':>6} {'most':>6}")
    usual = []
    for route, path in routes:
        context = browser.new_context(
            base_url=address,
            storage_state=state,  # type: ignore[arg-type] - as Playwright wrote it
            viewport={"width": 1280, "height": 900},
        )
        times = measured(context, path, LOADS)
        context.close()
        if times:
            first, *again = times
            usual.append(statistics.median(again))
            figures = (first, min(again), usual[-1], max(again))
            print(f"{route:44}", *(f"{figure:6.0f}" for figure in figures), flush=True)
    in_time = sum(time < TARGET_MS for time in usual)
    middle = statistics.median(usual)
    print(f"{in_time} of {len(usual)} pages under {TARGET_MS} ms, median {middle:.0f} ms")


def main() -> None:
    from tests.chromium import CHROMIUM, chromium
    from tests.ports import free_port

    if not CHROMIUM.exists():
        print(f"There is no Chromium at {CHROMIUM}; nothing was painted.")
        return

    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PALIER_ENV="development", DATA_DIR=folder)
        os.environ.pop("DATABASE_URL", None)
        # A process of its own: what it has loaded shall not stand beside the server.
        with get_context("spawn").Pool(1) as pool:
            way_in, routes = pool.apply(prepare)
        port = free_port()
        with served("wsgi:app", port), chromium() as browser:
            report(browser, f"http://127.0.0.1:{port}", way_in, routes)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
