"""When follow-ups are due. Due dates are Belgian dates, counted from the first meeting."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from web.services import clock


@dataclass(frozen=True, slots=True)
class Cadence:
    """When a scheme asks both sides of a match, and what it does when nobody answers.

    Attributes:
        first_steps: such as "2w" or "3m" after the first meeting; the last one is in months.
        tail_months: after the last of them the questions go on so far apart, while the match lives.
        remind_after_days: who has not answered a question by then is asked once more.
        silent_after_days: who has not answered by then counts as silent.
        meeting_alarm_days: after a yes from both sides without a first meeting.
    """

    first_steps: tuple[str, ...] = ("2w", "6w", "3m", "6m")
    tail_months: int = 6
    remind_after_days: int = 5
    silent_after_days: int = 14
    meeting_alarm_days: int = 14

    def steps(self) -> Iterator[str]:
        """All of them, in their order and without end."""
        yield from self.first_steps
        last = int(self.first_steps[-1][:-1])
        yield from (f"{months}m" for months in count(last + self.tail_months, self.tail_months))

    def planned_after(self, first_meeting_on: date, day: date) -> tuple[str, ...]:
        """What is planned ahead on a day: the first steps to come, else the one next step."""
        to_come = [step for step in self.first_steps if due_on(step, first_meeting_on) > day]
        return tuple(to_come) or (
            next(step for step in self.steps() if due_on(step, first_meeting_on) > day),
        )


USUAL = Cadence()


def due_on(step: str, first_meeting_on: date) -> date:
    """The day of a step such as '6w' or '18m'.

    Months are those of the calendar: six months after 31 August is the last day of February.
    """
    number, unit = int(step[:-1]), step[-1]
    if unit == "w":
        return first_meeting_on + timedelta(weeks=number)
    return add_months(first_meeting_on, number)


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
