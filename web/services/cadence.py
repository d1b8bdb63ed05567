"""When follow-ups are due. Due dates are Belgian dates, counted from the first meeting."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from web.services import clock

FIRST_STEPS = ("2w", "6w", "3m", "6m")
# After the last of the first steps the questions go on for as long as the match lives.
TAIL_MONTHS = 6


def due_on(step: str, first_meeting_on: date) -> date:
    """The day of a step such as '6w' or '18m'.

    Months are those of the calendar: six months after 31 August is the last day of February.
    """
    number, unit = int(step[:-1]), step[-1]
    if unit == "w":
        return first_meeting_on + timedelta(weeks=number)
    return add_months(first_meeting_on, number)


def next_step(step: str) -> str | None:
    """The step that is planned once this one is asked; None where it is planned already."""
    if step in FIRST_STEPS[:-1]:
        return None
    return f"{int(step[:-1]) + TAIL_MONTHS}m"


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_ago(now: datetime, days: int) -> datetime:
    """What happened before this instant was at least `days` Belgian days ago.

    Counting midnights rather than hours keeps a reminder on its day when the clocks change.
    """
    first_day_since = clock.local_date(now) - timedelta(days=days - 1)
    return datetime.combine(first_day_since, time.min, tzinfo=clock.ZONE)
