"""Days and times as the reader's language writes them, by CLDR's own patterns."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, get_timezone


def _locale() -> str:
    # Dates in English are read in Belgium: the day comes first.
    locale = str(get_locale() or "en")
    return "en_GB" if locale == "en" else locale


def day(when: date) -> str:
    """'5 December 2026'."""
    # An instant is written as its day, and then many rows say the same.
    return _long(when.date() if isinstance(when, datetime) else when, _locale())


# Of the calendar only: whose day it is, nobody can tell from it.
@lru_cache(maxsize=5_000)
def _long(when: date, locale: str) -> str:
    return format_date(when, "long", locale=locale)


def day_of_year(when: date) -> str:
    """'5 December'."""
    return format_skeleton("MMMMd", when, locale=_locale())


def moment(when: datetime) -> str:
    """'5 December 2026, 18:30', in Belgium's time."""
    local = when.astimezone(get_timezone())
    return f"{day(local)}, {local:%H:%M}"


def weekday_and_moment(when: datetime) -> str:
    """'Saturday 5 December 2026, 18:30', in Belgium's time."""
    local = when.astimezone(get_timezone())
    return f"{format_date(local, 'full', locale=_locale())}, {local:%H:%M}"


def hour(when: datetime) -> str:
    """'18:30', in Belgium's time."""
    return f"{when.astimezone(get_timezone()):%H:%M}"
