from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_scheme, make_staff
from web.models import Scheme, Staff
from web.services.transaction import Transaction


@pytest.fixture
def transaction(engine: Engine) -> Transaction:
    """How work in the background gets its sessions: one after the other, each committed."""

    @contextmanager
    def begin() -> Iterator[Session]:
        with Session(engine) as session, session.begin():
            yield session

    return begin


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def cora(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme, first_name="Cora")


@pytest.fixture
def ana(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme)


@pytest.fixture
def bea(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme)


@pytest.fixture
def cem(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme)
