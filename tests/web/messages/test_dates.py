"""Days with their hours, as each language joins them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale
from flask import Flask
from flask_babel import force_locale

from web.messages import dates
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.services.clock import ZONE

WHEN = datetime(2026, 12, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "samedi 5 décembre 2026, 10:00"),
        ("ar", "السبت، 5 ديسمبر 2026، 10:00"),
    ],
)
def test_a_moment_is_written_with_the_comma_of_its_language(
    sqlite_app: Flask, language: str, words: str
) -> None:
    with sqlite_app.app_context(), force_locale(language):
        assert dates.weekday_and_moment(WHEN) == words


WRITTEN = (
    dates.day,
    dates.short_day,
    dates.day_of_year,
    dates.weekday_and_day,
    dates.moment,
    dates.weekday_and_moment,
)


def test_the_first_of_a_month_is_an_ordinal_in_french_and_no_other_day_is(
    sqlite_app: Flask,
) -> None:
    with sqlite_app.app_context(), force_locale("fr"):
        for days in range(800):
            when = datetime(2026, 1, 1, 11, tzinfo=UTC) + timedelta(days=days)
            for write in WRITTEN:
                words = write(when)
                assert (re.search(r"(?<!\d)1er ", words) is not None) == (when.day == 1), words
                assert not re.search(r"(?<!\d)1 ", words), words
        first = datetime(2026, 5, 1, 11, tzinfo=UTC)
        assert dates.weekday_and_day(first) == "vendredi 1er mai 2026"
    with sqlite_app.app_context(), force_locale("es"):
        assert dates.day(first) == "1 de mayo de 2026"


@pytest.mark.parametrize("language", ["ar", "fa", "ps"])
def test_no_latin_comma_stands_in_a_line_from_right_to_left(
    sqlite_app: Flask, language: str
) -> None:
    with sqlite_app.app_context(), force_locale(language):
        assert "," not in dates.weekday_and_moment(WHEN) + dates.moment(WHEN)
        assert "10:00" in dates.moment(WHEN)


@pytest.mark.parametrize("language", HOUSEHOLD_LANGUAGES)
def test_an_hour_is_that_of_a_belgian_clock_as_its_language_writes_it(
    sqlite_app: Flask, language: str
) -> None:
    pattern = Locale.parse(language).datetime_skeletons["Hm"].pattern
    leading_zero = pattern.startswith("HH")
    with sqlite_app.app_context(), force_locale(language):
        for minutes in range(0, 24 * 60, 5):
            when = WHEN + timedelta(minutes=minutes)
            clock = f"{when.astimezone(ZONE):%H:%M}"
            expected = clock if leading_zero else clock.removeprefix("0")
            assert dates.hour(when) == expected
            for words in (dates.moment(when), dates.weekday_and_moment(when)):
                assert re.search(rf"(?<!\d){expected}$", words)
                assert all(letter.isascii() for letter in words if letter.isdecimal())
