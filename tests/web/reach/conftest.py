"""What people see does not depend on the database: these tests take the quicker one."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import databases
from web.extensions import db


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    with sqlite_app.app_context():
        databases.empty(db.engine)
        db.session.remove()
    return sqlite_app


@pytest.fixture(autouse=True)
def everything_offered(whatsapp: None) -> None:
    """Pages show all that an installation may have."""
