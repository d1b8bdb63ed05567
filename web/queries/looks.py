"""Looks at what is most sensitive of somebody: who looked and when, once an hour each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, select

from web.models import AuditEvent, Household, Party, Volunteer
from web.models.base import UtcDateTime

CHILDREN, SCREENING = "children_shown", "screening_shown"
# Whoever goes to and fro between pages looks once.
ONCE_IN = timedelta(hours=1)


def look_at(person: Volunteer | Household) -> str:
    """What of it the page of somebody shows, as the audit log calls it; nothing where none is."""
    if isinstance(person, Volunteer):
        return SCREENING if person.screening is not None else ""
    return CHILDREN if person.members else ""


def is_noted(who: type[Volunteer | Household]) -> ColumnElement[bool]:
    """Whether it is written down already that the one who asks looks; see `asked_by`."""
    noted = select(AuditEvent.id).where(
        AuditEvent.party_id == who.id,
        AuditEvent.actor_id == bindparam("viewer", type_=Integer),
        AuditEvent.action == (SCREENING if who is Volunteer else CHILDREN),
        AuditEvent.at > bindparam("looked_since", type_=UtcDateTime),
    )
    return noted.exists()


def asked_by(viewer: Party, now: datetime) -> dict[str, Any]:
    return {"viewer": viewer.id, "looked_since": now - ONCE_IN}
