"""Days and times as the reader's language writes them, by CLDR's own patterns.

An hour is the one that the clocks of Belgium show: CLDR's pattern of 24 hours, also where the
language itself would count to twelve. Days and hours are in the same digits, those of the letters
and timetables that a family gets here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
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
    return _first(format_date(when, "long", locale=locale), when, locale)


def short_day(when: date) -> str:
    """'5 Dec 2026', in a table of many columns."""
    return _first(format_date(when, "medium", locale=_locale()), when, _locale())


def day_of_year(when: date) -> str:
    """'5 December'."""
    return _first(format_skeleton("MMMMd", when, locale=_locale()), when, _locale())


def _first(words: str, when: date, locale: str) -> str:
    """French calls the first day of a month by its order: '1er mai', where CLDR has '1 mai'."""
    return words.replace("1 ", "1er ", 1) if locale == "fr" and when.day == 1 else words


def moment(when: datetime) -> str:
    """'5 December 2026, 18:30', in Belgium's time."""
    local = when.astimezone(get_timezone())
    return _at(day(local), local)


def weekday_and_day(when: date) -> str:
    """'Saturday 5 December 2026'."""
    return _first(format_date(when, "full", locale=_locale()), when, _locale())


def weekday_and_moment(when: datetime) -> str:
    """'Saturday 5 December 2026, 18:30', in Belgium's time."""
    local = when.astimezone(get_timezone())
    return _at(weekday_and_day(local), local)


def _at(day_words: str, local: datetime) -> str:
    """A day and its hour: between them the comma of the language, or none."""
    pattern = str(get_datetime_format("medium", _locale()))
    return pattern.replace("{1}", day_words).replace("{0}", _on_the_clock(local))


def hour(when: datetime) -> str:
    """'18:30', in Belgium's time."""
    return _on_the_clock(when.astimezone(get_timezone()))


def full_hour(number: int) -> str:
    """'18:00', wherever that is."""
    return _of_24_hours(time(number), _locale())


def _on_the_clock(local: datetime) -> str:
    return _of_24_hours(time(local.hour, local.minute), _locale())


@lru_cache(maxsize=5_000)
def _of_24_hours(at: time, locale: str) -> str:
    pattern = Locale.parse(locale).datetime_skeletons["Hm"]
    return format_time(at, pattern.pattern, locale=locale)
