from __future__ import annotations

from collections.abc import Generator, Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from tests.browsing import Client
from tests.factories import make_scheme, make_staff
from tests.journeys.installation import DEMO_COORDINATOR, Installation, installed
from tests.journeys.neighbours import at_the_desk
from tests.journeys.visitor import DESKTOP, TRAM, Visitor
from tests.ports import free_port
from web.models import Scheme, Staff


@pytest.fixture(scope="session")
def installation(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One for all stories; each begins it anew."""
    with installed(tmp_path_factory.mktemp("installation")) as installation:
        yield installation


@pytest.fixture(scope="module", params=(DESKTOP, TRAM), ids=("at a desk", "on the tram"))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The width and height of a coordinator's window; a story that asks for it is told twice."""
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture(scope="module")
def there(installation: Installation) -> Installation:
    """With one scheme and its coordinator."""
    installation.begin_with_a_scheme()
    return installation


@pytest.fixture(scope="module")
def claire(
    browser: Browser, installation: Installation, size: tuple[int, int]
) -> Iterator[Visitor]:
    """The coordinator of an invented scheme, signed in at Today, in English."""
    installation.begin_with_a_demonstration()
    visitor = at_the_desk(browser, installation, DEMO_COORDINATOR, size=size)
    # Her own language is French.
    visitor.open("/language/en?next=/desk/")
    yield visitor
    visitor.close()


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def coordinator(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where a browser finds the test's application."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def signed_in(client: Client, coordinator: Staff, app: Flask) -> tuple[str, str]:
    """Name and value of the coordinator's cookie."""
    client.sign_in(coordinator)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return cookie.key, cookie.value


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
