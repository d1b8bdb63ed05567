from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_scheme, make_staff
from web.models import Scheme, Staff


@pytest.fixture(params=["sqlite"])
def app(request: pytest.FixtureRequest) -> Flask:
    """On one database, but for the files that say otherwise.

    What a page asks for is tested on both beside its query or service, and `tests/web/desk` opens
    every page and sends every form on PostgreSQL.
    """
    return databases.emptied(request)


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def coordinator(session: Session, scheme: Scheme, client: Client) -> Staff:
    """A coordinator of the scheme, signed in."""
    staff = make_staff(session, scheme=scheme)
    session.commit()
    client.sign_in(staff)
    return staff
