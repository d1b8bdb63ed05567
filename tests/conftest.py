"""Real parts for every test: the application on SQLite and on PostgreSQL, schema by migrations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config import settings as configuration
from tests import databases
from tests.browsing import Client
from tests.chromium import chromium
from web import cli, create_app
from web.extensions import db

ROOT = Path(__file__).resolve().parent.parent
# Of a failure, at once, in letters; the whole follows at the end.
MOST_SAID = 3000
_KEYS = {
    "SECRET_KEY": "a secret key that is only good for tests",
    "FIELD_KEYS": Fernet.generate_key().decode(),
}

# No test fails for taking long: how fast the machine is says nothing about the code. And a fixture
# that stays the same for all examples is meant here.
hypothesis_settings.register_profile(
    "palier",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("palier")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process is left alone with one at the end.

    The engine is compiled at its first use, which takes over a minute: one file does so while the
    other process is busy with something else, and the others find it done.
    """
    first = ("test_kept.py", "test_accessibility.py", "test_from_a_poster", "tests/workers/")

    def turn(item: pytest.Item) -> int:
        if any(name in item.nodeid for name in first):
            return 0
        return 2 if item.nodeid.startswith("tests/matcher/") else 1

    items.sort(key=turn)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell of a failure when it happens: the summary never comes if the run is cut off."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        said = report.longreprtext[-MOST_SAID:]
        print(f"\n{report.when} of {report.nodeid} failed:\n{said}", flush=True)  # noqa: T201


@contextmanager
def application(database_url: str, data_dir: Path) -> Iterator[Flask]:
    """One application on a migrated, empty database."""
    settings = configuration.load(
        {
            **_KEYS,
            "PALIER_ENV": "test",
            "DATABASE_URL": database_url,
            "DATA_DIR": str(data_dir),
            "BASE_URL": "http://localhost",
            "SMTP_URL": "mailbox:",
            "SMS_URL": "mailbox:",
            "PALIER_LOG_LEVEL": "WARNING",
        }
    )
    app = create_app(
        settings,
        TESTING=True,
        PROPAGATE_EXCEPTIONS=False,
        # Waiting proves nothing here; the tests of these two set their own values.
        EVEN_SECONDS=0,
        FORM_SHORTEST_SECONDS=0,
    )
    cli.init_app(app)
    app.test_client_class = Client
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        engine = db.engine
    try:
        yield app
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory = tmp_path_factory.mktemp("sqlite")
    with application(f"sqlite:///{directory}/test.db", directory) as app:
        yield app


@pytest.fixture(scope="session")
def postgresql_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory = tmp_path_factory.mktemp("postgresql")
    with databases.postgresql_url() as url, application(url, directory) as app:
        yield app


@pytest.fixture(params=databases.BOTH)
def app(request: pytest.FixtureRequest) -> Flask:
    """The application; every test that uses it runs on both databases, each time empty."""
    return databases.emptied(request)


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """The test's own session, outside the application: commit before others shall see."""
    with Session(engine, info={"demo_clock": True}) as session:
        yield session


@pytest.fixture
def client(app: Flask, session: Session) -> Client:
    """A browser without JavaScript; each request first commits the test's session."""
    browser = app.test_client()
    assert isinstance(browser, Client)
    browser.test_session = session
    return browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all; each test opens a context of its own, and closes it."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
