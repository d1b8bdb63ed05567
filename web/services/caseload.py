"""Whose a household is: its coordinator, with its matches and the tasks about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Household, Party
from web.queries import caseload, team
from web.services import persons, places
from web.services.errors import HouseholdEntrusted


def entrust(
    session: Session,
    household: Household,
    to: Party | None,
    actor: Party,
    now: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Give the family to a coordinator; to nobody, and it is everybody's again.

    Args:
        seen: the public id of the coordinator on the page that was looked at, empty for nobody;
            None takes the present one.

    Raises:
        HouseholdEntrusted: somebody was quicker, and chose another one.
    """
    places.hold_household(session, household)
    chosen = to.id if to else None
    if household.coordinator_id == chosen:
        return
    present = team.coordinator_of(session, household)
    if seen is not None and seen != (present.public_id if present else ""):
        by, at = caseload.last_entrusted(session, household) or ("", None)
        raise HouseholdEntrusted(by, at, present.full_name if present else "")
    household.coordinator_id = chosen
    persons.record(session, household, actor, "household_entrusted", now)
    session.flush()
