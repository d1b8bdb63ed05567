"""When not to write to people: at night and on Sundays, where the scheme is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from web.queries import senders
from web.services.clock import ZONE

_SUNDAY = 6
# What a scheme chooses from: whatever it takes, the night is quiet.
EVENINGS, MORNINGS = range(17, 23), range(7, 12)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From an hour in the evening until one in the morning, and on Sundays where they are kept."""

    evening: int = 20
    morning: int = 8
    sundays: bool = True


USUAL = QuietHours()


def of(session: Session, scheme_id: int) -> QuietHours:
    """What a scheme has chosen."""
    sender = senders.newest(session, scheme_id)
    if sender is None:
        return USUAL
    return QuietHours(sender.quiet_from, sender.quiet_until, sender.quiet_sundays)


def over_at(instant: datetime, quiet: QuietHours) -> datetime:
    """The first moment from `instant` on at which a message may go out: `instant` itself by day."""
    local = instant.astimezone(ZONE)
    by_day = quiet.morning <= local.hour < quiet.evening
    if by_day and not _is_kept(local, quiet):
        return instant
    day = local if local.hour < quiet.morning else local + timedelta(days=1)
    if _is_kept(day, quiet):
        day += timedelta(days=1)
    return datetime.combine(day.date(), time(quiet.morning), ZONE).astimezone(instant.tzinfo)


def _is_kept(day: datetime, quiet: QuietHours) -> bool:
    return quiet.sundays and day.weekday() == _SUNDAY
