"""Who waits, whatever zone the database lives in."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household
from web.models import Household
from web.models.vocabulary import HouseholdState
from web.queries.waiting import is_waiting

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Midway"])
def test_who_left_waits_in_no_zone(engine: Engine, zone: str) -> None:
    expression = Household.__table__.c.waits_from.computed.sqltext
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL TIME ZONE '{zone}'"))
        # The column was made by a server of that zone.
        connection.execute(
            text(f"ALTER TABLE household ALTER COLUMN waits_from SET EXPRESSION AS ({expression})")
        )
        with Session(connection) as session:
            gone = make_household(session, state=HouseholdState.LEFT)
            waits = make_household(session, scheme_id=gone.scheme_id)
            session.refresh(gone)
            assert not gone.waits
            found = session.scalars(select(Household.id).where(is_waiting())).all()
            assert found == [waits.id]
            assert session.scalar(select(func.count()).select_from(Household)) == 2
            session.rollback()
        connection.rollback()
