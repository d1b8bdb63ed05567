"""Whose a household is: its coordinator, with its matches and the tasks about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Household, Party
from web.services import persons


def entrust(
    session: Session, household: Household, to: Party | None, actor: Party, now: datetime
) -> None:
    """Give the family to a coordinator; to nobody, and it is everybody's again."""
    household.coordinator_id = to.id if to else None
    persons.record(session, household, actor, "household_entrusted", now)
    session.flush()
