from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from matcher import Override
from web.messages.insisting import price_sentences
from web.messages.recruiting import poster


@pytest.fixture(autouse=True)
def _english(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.app_context(), force_locale("en"):
        yield


@pytest.mark.parametrize(
    ("pairs", "points", "waits", "said"),
    [
        (0, 0, [], ["Insisting costs nothing: the result is as good."]),
        (
            0,
            1,
            ["Nour"],
            ["Insisting costs 1 point.", "Nour would be left waiting."],
        ),
        (
            2,
            -1300,
            ["Nour", "Ali"],
            [
                "Insisting costs 2 pairs: there would be so many fewer in all.",
                "The pairs would have 1,300 points more together.",
                "Nour and Ali would be left waiting.",
            ],
        ),
        (-1, 40, [], ["There would be 1 pair more in all.", "Insisting costs 40 points."]),
    ],
)
def test_a_price_is_said_in_pairs_points_and_people(
    pairs: int, points: int, waits: list[str], said: list[str]
) -> None:
    assert price_sentences(Override(pairs, points, tuple(waits), ()), waits) == said


def test_a_poster_names_a_few_moments_and_not_the_whole_week() -> None:
    text = poster("Gent", "ar", 0b111111, "Neighbours", "https://x.example/n/join")
    assert "Monday morning, Monday afternoon, and Monday evening." in text
    assert text.endswith("https://x.example/n/join")
