"""Days with their hours, as each language joins them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from web.messages import dates

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


@pytest.mark.parametrize("language", ["ar", "fa", "ps"])
def test_no_latin_comma_stands_in_a_line_from_right_to_left(
    sqlite_app: Flask, language: str
) -> None:
    with sqlite_app.app_context(), force_locale(language):
        assert "," not in dates.weekday_and_moment(WHEN) + dates.moment(WHEN)
        assert "10:00" in dates.moment(WHEN)
