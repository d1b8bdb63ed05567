from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.installation import Installation, installed

CHROMIUM = Path("/usr/bin/chromium")
_NONE = "there is no Chromium at /usr/bin/chromium (on Debian: apt-get install chromium)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where it must be there, its absence is a failure."""
    if not CHROMIUM.exists():
        if os.environ.get("PALIER_REQUIRE_ALL") == "1":
            pytest.fail(_NONE)
        pytest.skip(_NONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def there(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own for each module, with one scheme and its coordinator."""
    with installed(tmp_path_factory.mktemp("installation")) as installation:
        yield installation


_STOPPED_AT = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember the step at which a story stopped."""
    report = yield
    if report.failed and item.parent:
        item.parent.stash.setdefault(_STOPPED_AT, item.name)
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A story cannot go on from a step that failed."""
    stopped_at = item.parent.stash.get(_STOPPED_AT, None) if item.parent else None
    if stopped_at:
        pytest.skip(f"the story stopped at {stopped_at}")
