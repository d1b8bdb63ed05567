"""What a cadence does to one match, day by day: a match that is approved today, for instance."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import format_date, get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from web.services.answers import REMIND_BEFORE
from web.services.cadence import Cadence, due_on
from web.services.clock import ZONE
from web.services.quiet_hours import QuietHours, over_at

# The questions after the first steps that are shown; they go on like this.
SHOWN_OF_TAIL = 2
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something that happens.

    Attributes:
        on: the day on which it is due.
        leaves_at: when the message leaves, by the quiet hours; None where nothing is sent.
        to: who gets it.
    """

    on: date
    what: str
    to: str
    leaves_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it leaves later than its day, for instance because that is a Sunday."""
        return self.leaves_at is not None and self.leaves_at.date() != self.on


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a calendar shows it: weeks of seven days, None outside of it."""

    name: str
    weeks: list[list[date | None]]


def leaves(cadence: Cadence, answer_days: int, quiet: QuietHours, today: date) -> list[Leaf]:
    """Approved today; then, as if both had said yes and met today, everything that follows."""
    answer_by = today + timedelta(days=answer_days)
    both, us = _("both sides"), _("you")
    found = [
        _sent(today, _("The proposal"), both, quiet),
        _sent(answer_by - REMIND_BEFORE, _("A reminder, without an answer"), both, quiet),
        Leaf(answer_by + timedelta(days=1), _("It lapses, without an answer"), us),
        Leaf(
            today + timedelta(days=cadence.meeting_alarm_days),
            _("A task, without a first meeting"),
            us,
        ),
        *_questions(cadence, quiet, today),
    ]
    return sorted(found, key=lambda leaf: leaf.on)


def weekdays() -> list[tuple[str, str]]:
    """Monday first: short and long."""
    locale = get_locale() or "en"
    short, wide = (get_day_names(width, locale=locale) for width in ("narrow", "wide"))
    return [(short[number], wide[number]) for number in range(7)]


def months(shown: list[Leaf]) -> list[Month]:
    """The months in which something happens."""
    firsts = sorted({leaf.on.replace(day=1) for leaf in shown})
    return [
        Month(
            format_date(first, "MMMM yyyy", locale=get_locale() or "en"),
            [
                [day if day.month == first.month else None for day in week]
                for week in Calendar().monthdatescalendar(first.year, first.month)
            ],
        )
        for first in firsts
    ]


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _questions(cadence: Cadence, quiet: QuietHours, met_on: date) -> Iterator[Leaf]:
    both, steps = _("both sides"), cadence.steps()
    for _number in range(len(cadence.first_steps) + SHOWN_OF_TAIL):
        asked_on = due_on(next(steps), met_on)
        yield _sent(asked_on, _("How is it going?"), both, quiet)
        reminded_on = asked_on + timedelta(days=cadence.remind_after_days)
        yield _sent(reminded_on, _("Once more, without an answer"), both, quiet)


def _sent(on: date, what: str, to: str, quiet: QuietHours) -> Leaf:
    return Leaf(on, what, to, over_at(datetime.combine(on, time.min, ZONE), quiet))
