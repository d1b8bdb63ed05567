"""Lists of people that leave Palier as a file: each time leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from web.models import AuditEvent, Party
from web.queries import households as household_queries
from web.queries import matches as match_queries
from web.queries import volunteers as volunteer_queries
from web.queries.households import HouseholdFilter
from web.queries.matches import MatchFilter
from web.queries.volunteers import VolunteerFilter


def volunteers(
    session: Session, wanted: VolunteerFilter, *, actor: Party, now: datetime
) -> Iterator[Row[Any]]:
    _record(session, actor, "volunteers_exported", now)
    return volunteer_queries.exported(session, wanted, now)


def households(
    session: Session, wanted: HouseholdFilter, *, actor: Party, now: datetime
) -> Iterator[Row[Any]]:
    _record(session, actor, "households_exported", now)
    return household_queries.exported(session, wanted, now)


def matches(
    session: Session, wanted: MatchFilter, *, actor: Party, now: datetime
) -> Iterator[Row[Any]]:
    _record(session, actor, "matches_exported", now)
    return match_queries.exported(session, wanted, now)


def _record(session: Session, actor: Party, action: str, now: datetime) -> None:
    session.add(AuditEvent(scheme_id=actor.scheme_id, at=now, actor_id=actor.id, action=action))
