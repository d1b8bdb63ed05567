"""Who waits, and how many places are taken: conditions that several pages share."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from web.models import Household, Match
from web.models.vocabulary import PLACE_TAKING_STATES, HouseholdState


def is_waiting() -> ColumnElement[bool]:
    """The household is ready and has fewer volunteers than it wants."""
    taken = (
        select(func.count())
        .select_from(Match)
        .where(Match.household_id == Household.id, Match.state.in_(PLACE_TAKING_STATES))
        .correlate(Household)
        .scalar_subquery()
    )
    return (Household.state == HouseholdState.READY) & (taken < Household.wanted)


def taken_by(session: Session, side: str, ids: list[int]) -> dict[int, int]:
    """How many matches take a place, by the id of the volunteers or households asked for.

    Args:
        side: `volunteer` or `household`.
    """
    column = Match.volunteer_id if side == "volunteer" else Match.household_id
    rows = session.execute(
        select(column, func.count())
        .where(column.in_(ids), Match.state.in_(PLACE_TAKING_STATES))
        .group_by(column)
    )
    return dict(rows.all())
