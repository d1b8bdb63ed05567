"""When not to write to people: at night and on Sundays, where the scheme is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from web.services.clock import ZONE

MORNING, EVENING = time(8), time(20)
_SUNDAY = 6


def over_at(instant: datetime) -> datetime:
    """The first moment from `instant` on at which a message may go out: `instant` itself by day."""
    local = instant.astimezone(ZONE)
    if MORNING <= local.time() < EVENING and local.weekday() != _SUNDAY:
        return instant
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    if day.weekday() == _SUNDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, ZONE).astimezone(instant.tzinfo)
