from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.journeys.installation import Installation, installed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


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
