"""Real parts for every test: the application on SQLite and on PostgreSQL, schema by migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config import settings as configuration
from tests import databases
from tests.browsing import Client
from web import cli, create_app
from web.extensions import db

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")
_KEYS = {
    "SECRET_KEY": "a secret key that is only good for tests",
    "FIELD_KEYS": Fernet.generate_key().decode(),
}


@contextmanager
def _application(database_url: str, data_dir: Path) -> Iterator[Flask]:
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
    with _application(f"sqlite:///{directory}/test.db", directory) as app:
        yield app


@pytest.fixture(scope="session")
def postgresql_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    directory = tmp_path_factory.mktemp("postgresql")
    with databases.postgresql_url() as url, _application(url, directory) as app:
        yield app


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest) -> Flask:
    """The application; every test that uses it runs on both databases, each time empty."""
    application: Flask = request.getfixturevalue(f"{request.param}_app")
    with application.app_context():
        databases.empty(db.engine)
        db.session.remove()
    return application


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


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
