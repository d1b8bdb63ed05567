"""Who waits, and how many places are taken: conditions that several pages share."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from web.models import Household, Match, Volunteer
from web.models.vocabulary import PLACE_TAKING_STATES, HouseholdState, VolunteerState


def is_waiting() -> ColumnElement[bool]:
    """The household is ready and has fewer volunteers than it wants."""
    return (Household.state == HouseholdState.READY) & Household.id.not_in(_served())


def _served() -> Select[int]:
    """Households with all the volunteers they want: found once, instead of counted at every row."""
    family = Household.__table__.alias("served_family")
    return (
        select(Match.household_id)
        .join(family, family.c.id == Match.household_id)
        .where(Match.state.in_(PLACE_TAKING_STATES))
        .group_by(Match.household_id, family.c.wanted)
        .having(func.count() >= family.c.wanted)
    )


def has_a_free_place() -> ColumnElement[bool]:
    """The volunteer is ready and has fewer households than they would take."""
    return (Volunteer.state == VolunteerState.READY) & (
        places_taken(Volunteer) < Volunteer.capacity
    )


def ready_for(side: type[Volunteer | Household], weeks: int, now: datetime) -> ColumnElement[bool]:
    """Ready for at least so many weeks."""
    return side.ready_at <= now - timedelta(weeks=weeks)


def places_taken(side: type[Volunteer | Household]) -> ColumnElement[int]:
    """How many matches take a place, counted beside the row."""
    column = Match.volunteer_id if side is Volunteer else Match.household_id
    return (
        select(func.count())
        .select_from(Match)
        .where(column == side.id, Match.state.in_(PLACE_TAKING_STATES))
        .correlate(side)
        .scalar_subquery()
    )


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
