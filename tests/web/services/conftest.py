from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from web.services.transaction import Transaction


@pytest.fixture
def transaction(engine: Engine) -> Transaction:
    """How work in the background gets its sessions: one after the other, each committed."""

    @contextmanager
    def begin() -> Iterator[Session]:
        with Session(engine) as session, session.begin():
            yield session

    return begin
