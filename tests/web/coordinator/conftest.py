from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_scheme, make_staff
from web.models import MatchRun, Scheme, Staff
from web.models.vocabulary import Progress


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


@pytest.fixture
def bea(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme, first_name="Bea")


@pytest.fixture
def colleague(client: Client, bea: Staff, session: Session) -> Client:
    """The browser of a second coordinator."""
    session.commit()
    browser = client.another()
    browser.sign_in(bea)
    return browser


@pytest.fixture
def run(session: Session, scheme: Scheme) -> MatchRun:
    """A run that is done, and has proposed nothing so far."""
    run = MatchRun(
        scheme_id=scheme.id,
        progress=Progress.DONE,
        created_at=datetime.now(UTC),
        finished_at=datetime.now(UTC),
    )
    session.add(run)
    session.flush()
    return run
