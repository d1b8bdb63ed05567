from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from matcher import Change, DistanceFacts, Reason, Rule, SpeechFacts
from web.messages import explanations as words
from web.messages import objections, waiting
from web.messages.history import value_words
from web.messages.languages import STAFF_LANGUAGES
from web.models.vocabulary import ProfileField


@pytest.fixture
def english(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.app_context(), force_locale("en"):
        yield


CRITERIA: list[dict[str, Any]] = [
    {"criterion": "proximity", "points": 9, "facts": {"metres": 420, "minutes": 7}},
    {
        "criterion": "language",
        "points": 9,
        "facts": {
            "shared": [
                {"tag": "ar", "volunteer": 2, "household": 4},
                {"tag": "fr", "volunteer": 4, "household": 1},
            ],
            "practice": True,
            "interpreter": False,
        },
    },
    {
        "criterion": "needs",
        "points": 9,
        "facts": {"covered": ["conversation", "mail"], "missing": ["transport"]},
    },
    {"criterion": "availability", "points": 9, "facts": {"slots": 1 << 7}},
    {"criterion": "life", "points": 0, "facts": {"like_age": False, "interests": []}},
    {"criterion": "reciprocity", "points": 9, "facts": {"categories": ["meal"]}},
]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday evening, Wednesday morning, and Sunday afternoon"),
        ("fr", "lundi soir, mercredi matin et dimanche après-midi"),
        ("nl", "maandagavond, woensdagvoormiddag en zondagnamiddag"),
        ("de", "Montagabend, Mittwochvormittag und Sonntagnachmittag"),
    ],
)
def test_moments_of_the_week_are_named_as_people_name_them(
    sqlite_app: Flask, language: str, said: str
) -> None:
    week = 1 << 2 | 1 << 6 | 1 << 19
    with sqlite_app.app_context(), force_locale(language):
        assert words.slots_in_words(week) == said
        assert value_words(ProfileField.SLOTS, str(week)) == said


def test_each_criterion_says_why_it_gave_its_points(english: None) -> None:
    said = [words.criterion_sentence(one["criterion"], one["facts"]) for one in CRITERIA]
    assert said == [
        "7 minutes on foot",
        "Both speak Arabic",
        "Covers 2 of 3 needs: conversation practice and reading letters",
        "Both are free: Wednesday afternoon",
        "Nothing in common that we know of",
        "The household offers what the volunteer would like: sharing a meal",
    ]


@pytest.mark.parametrize(
    ("metres", "band"),
    [(0, "500 m"), (499, "500 m"), (500, "1 km"), (4999, "5 km"), (30123, "30.2 km")],
)
def test_a_distance_is_told_as_a_band(english: None, metres: int, band: str) -> None:
    assert words.distance_band(metres) == f"less than {band} away"


def test_what_speaks_against_a_pair_is_said_in_the_order_of_the_criteria(english: None) -> None:
    facts: dict[str, dict[str, object]] = {
        "proximity": {"metres": 2600, "minutes": 31},
        "language": {"shared": [{"tag": "fr", "volunteer": 4, "household": 1}]},
        "needs": {"covered": ["mail"], "missing": ["transport", "meal"]},
        "availability": {"slots": 1 << 3},
        "life": {"like_age": False, "interests": []},
    }
    criteria = [{"criterion": name, "facts": known} for name, known in facts.items()]
    assert objections.against(criteria) == [
        "more than half an hour on foot",
        "no language that both speak well",
        "not covered: getting around and sharing a meal",
        "only one moment of the week in common",
    ]


def test_nothing_is_said_against_a_pair_that_fits(english: None) -> None:
    facts: dict[str, dict[str, object]] = {
        "proximity": {"metres": 2500, "minutes": 30},
        "language": {"shared": [{"tag": "fr", "volunteer": 4, "household": 2}]},
        "needs": {"covered": ["mail"], "missing": []},
        "availability": {"slots": 3},
    }
    criteria = [{"criterion": name, "facts": known} for name, known in facts.items()]
    assert objections.against(criteria) == []


def test_every_criterion_has_words_in_every_staff_language(sqlite_app: Flask) -> None:
    for language in STAFF_LANGUAGES:
        with sqlite_app.app_context(), force_locale(language):
            for one in CRITERIA:
                criterion = str(one["criterion"])
                assert words.criterion_name(criterion)
                assert "%(" not in words.criterion_sentence(criterion, one["facts"])


@given(mask=st.integers(0, (1 << 21) - 1))
def test_a_week_is_named_in_a_few_words(sqlite_app: Flask, mask: int) -> None:
    with sqlite_app.app_context(), force_locale("en"):
        named = words.slots_in_words(mask)
    assert bool(named) == bool(mask)
    if mask.bit_count() > words.MOST_SLOTS:
        assert f"{mask.bit_count() - words.MOST_SLOTS} more" in named


@pytest.mark.parametrize(
    ("metres", "said"),
    [(1, "100 m"), (850, "900 m"), (950, "1 km"), (1000, "1 km"), (3101, "3.2 km")],
)
def test_a_distance_is_rounded_up(english: None, metres: int, said: str) -> None:
    assert words.distance_in_words(metres) == said


def test_a_funnel_names_the_steps_that_lost_somebody_until_nobody_is_left(english: None) -> None:
    funnel = [
        {"step": "ready", "remaining": 212},
        {"step": "capacity", "remaining": 212},
        {"step": "distance", "remaining": 64},
        {"step": "language", "remaining": 1},
        {"step": "needs", "remaining": 0},
        {"step": "availability", "remaining": 0},
    ]

    assert waiting.funnel_sentences(funnel) == [
        "212 volunteers are ready",
        "64 are within reach",
        "1 shares a language",
        "0 cover a need",
    ]


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_a_sentence_and_a_step(english: None, rule: Rule) -> None:
    assert waiting.reason_sentence(Reason(rule)).endswith(".")
    assert waiting.funnel_sentences([{"step": rule.value, "remaining": 2}])[0].startswith("2 ")


@pytest.mark.parametrize(
    ("change", "amount", "said"),
    [
        (Change.SLOT, 15, "If Saturday morning were possible too, 2 volunteers could come."),
        (Change.DISTANCE, 2950, "With 3 km more, 2 volunteers would be within reach."),
        (Change.INTERPRETER, None, "With an interpreter, 2 volunteers could come."),
        (
            Change.CATEGORY,
            "mail",
            "If the household also wished for reading letters, 2 volunteers could come.",
        ),
    ],
)
def test_the_smallest_change_is_said_with_its_numbers(
    english: None, change: Change, amount: object, said: str
) -> None:
    facts = {"change": change.value, "amount": amount, "volunteers": 2}

    assert waiting.relaxation_sentence(facts) == said


def test_a_reason_gives_its_numbers(english: None) -> None:
    far = Reason(Rule.DISTANCE, DistanceFacts(4200, 3000, 5000))
    speechless = Reason(Rule.LANGUAGE, SpeechFacts((), ()))

    assert waiting.reason_sentence(far) == "Too far: 4.2 km, and the limit is 3 km."
    assert waiting.reason_sentence(speechless) == "No shared language."
