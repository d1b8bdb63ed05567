from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_scheme, make_staff
from web.models import AuditEvent, Scheme
from web.services import exports

# Well below the half minute for which SQLite waits for its writer.
SOON = 5


def test_others_can_write_while_a_long_list_is_read(
    engine: Engine, session: Session, now: datetime
) -> None:
    coordinator = make_staff(session, scheme=make_scheme(session))
    session.commit()

    def rename() -> None:
        with Session(engine) as other:
            other.execute(update(Scheme).values(name="Renamed meanwhile"))
            other.commit()

    def read() -> bytes:
        # A thread of its own, since a promise to read only counts for who made it.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename).result(timeout=SOON)
        return b"a file"

    # What signing in and the form have asked before: on SQLite this holds the writer.
    assert session.scalars(select(Scheme.name)).all()
    file = exports.taken(session, read, "households_exported", actor=coordinator, now=now)
    session.commit()
    assert file == b"a file"
    assert session.scalars(select(Scheme.name)).one() == "Renamed meanwhile"
    trace = session.scalars(select(AuditEvent)).one()
    assert (trace.actor_id, trace.action) == (coordinator.id, "households_exported")


def test_a_list_that_could_not_be_read_leaves_no_trace(session: Session, now: datetime) -> None:
    coordinator = make_staff(session, scheme=make_scheme(session))
    session.commit()

    def read() -> bytes:
        raise ValueError("unreadable")

    with pytest.raises(ValueError, match="unreadable"):
        exports.taken(session, read, "households_exported", actor=coordinator, now=now)
    assert session.scalars(select(AuditEvent)).all() == []
