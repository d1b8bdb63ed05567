"""Who waits, and who has a free place: conditions that several pages share."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from web.models import Household, Volunteer
from web.models.household import WAITING
from web.models.vocabulary import VolunteerState


def is_waiting() -> ColumnElement[bool]:
    """The household is ready and has fewer volunteers than it wants."""
    return Household.waits_from < WAITING


def has_a_free_place() -> ColumnElement[bool]:
    """The volunteer is ready and has fewer households than they would take."""
    return (Volunteer.state == VolunteerState.READY) & (Volunteer.places_taken < Volunteer.capacity)


def ready_for(side: type[Volunteer | Household], weeks: int, now: datetime) -> ColumnElement[bool]:
    """Ready for at least so many weeks."""
    return side.ready_at <= now - timedelta(weeks=weeks)
