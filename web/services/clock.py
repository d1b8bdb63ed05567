"""What time it is. In a demonstration the clock can be ahead; due dates are Belgian dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.models import DemoClock

ZONE = ZoneInfo("Europe/Brussels")


def now(session: Session) -> datetime:
    """The instant, UTC; moved by what `palier demo advance` has stored, if anything."""
    real = datetime.now(UTC)
    if not session.info.get("demo_clock"):
        return real
    row = session.get(DemoClock, 1)
    return real + timedelta(seconds=row.ahead_seconds) if row else real


def advance(session: Session, by: timedelta) -> datetime:
    """Move the demonstration's clock and return the new time."""
    row = session.get(DemoClock, 1)
    if row is None:
        row = DemoClock(id=1, ahead_seconds=0)
        session.add(row)
    row.ahead_seconds += int(by.total_seconds())
    session.flush()
    return now(session)


def local_date(instant: datetime) -> date:
    """The day it is in Brussels at that instant."""
    return instant.astimezone(ZONE).date()
