"""What a family tells is sent twice at the same moment, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household
from tests.races import rounds
from tests.web.services.deeds import Deed, at_once
from web.models import FieldChange, Household, Notification, Task, ToldChange
from web.models.vocabulary import Answer, Topic
from web.services import told_changes

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def _telling(household_id: int) -> Deed:
    def tell(session: Session) -> None:
        household = session.get_one(Household, household_id)
        told_changes.tell(session, household, Topic.PHONE, {"phone": "+32470654321"}, NOW)

    return tell


def _saying_yes(told_id: int) -> Deed:
    def say(session: Session) -> None:
        told_changes.answer(session, session.get_one(ToldChange, told_id), Answer.YES, NOW)

    return say


def test_told_twice_at_once_it_is_one_and_confirmed_twice_at_once_it_is_taken_once(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        household = make_household(session)
        household_id = household.id
        session.commit()
        at_once(engine, _telling(household_id), _telling(household_id))
        change = session.scalars(
            select(ToldChange).where(ToldChange.household_id == household_id)
        ).one()
        for row in (Task, Notification):
            session.scalars(select(row).where(row.party_id == household_id)).one()
        told_id = change.id
        session.commit()
        at_once(engine, _saying_yes(told_id), _saying_yes(told_id))
        session.refresh(household)
        assert household.phone == "+32470654321"
        session.scalars(select(FieldChange).where(FieldChange.party_id == household_id)).one()
