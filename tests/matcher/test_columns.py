"""What `match` says to columns that make no sense, and that their types make no difference."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher import HouseholdColumns, MatcherError, Policy, Vocabulary, VolunteerColumns, match
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW

GIVERS, TAKERS = [volunteer(interests=frozenset({"chess"}))], [household(child_birth_years=(2015,))]
WORDS = Vocabulary.of(GIVERS, TAKERS)


def run(giver: dict[str, Any], taker: dict[str, Any]) -> int:
    """Points of a run in columns, some of them others than those of one pair who suit."""
    volunteers = replace(VolunteerColumns.of(GIVERS, WORDS), **giver)
    households = replace(HouseholdColumns.of(TAKERS, WORDS), **taker)
    return match(volunteers, households, Policy(), now=NOW).certificate.total


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("capacity", np.array([1.0]), "capacity of the volunteers must be an array of whole"),
        ("capacity", [1], "must be an array of whole numbers, not list"),
        ("capacity", np.array([-1]), "capacity of 'v' is -1"),
        ("max_distance_m", np.array([-5]), "max_distance_m of 'v' is -5"),
        ("max_distance_m", np.array([5, 5]), "max_distance_m of the volunteers has 2 entries"),
        ("max_distance_m", np.array(5), "max_distance_m of the volunteers has no entries"),
        ("slots", np.array([1 << 21]), "slots of 'v' is 2097152"),
        ("latitude", np.array([91.0]), "latitude of 'v' is 91.0"),
        ("longitude", np.array([np.nan]), "longitude of 'v' is nan"),
        ("gender", np.array([9]), "gender of 'v' is 9"),
        ("screened", np.array([1]), "screened of the volunteers must be an array of booleans"),
        ("levels", np.array([[99]]), "levels of 'v' is 99"),
        ("levels", np.array([[-1]]), "levels of 'v' is -1"),
        ("levels", np.array([[1, 1]]), "levels of the volunteers is 2 wide, not 1"),
        ("offers", np.array([True]), "offers of the volunteers has 1 dimensions"),
        ("wants", np.zeros((1, 0), np.bool_), "wants of the volunteers is 0 wide, not 1"),
        ("interests", np.zeros((1, 3), np.bool_), "interests of the volunteers is 3 wide"),
        ("child_birth_years", np.array([[10_000]]), "child_birth_years of 'v' is 10000"),
        ("ids", np.array([1]), "ids of the volunteers must be an array of texts"),
        ("ids", np.array(["\ud800"]), "half of a surrogate pair"),
    ],
)
def test_a_column_of_volunteers_that_makes_no_sense_is_named(
    column: str, value: object, message: str
) -> None:
    with pytest.raises(MatcherError, match=message):
        run({column: value}, {})


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("needs", np.array([[5]]), "needs of 'h' is 5"),
        ("needs", np.array([[-2]]), "needs of 'h' is -2"),
        ("wanted", np.array([1.5]), "wanted of the households must be an array of whole numbers"),
        ("ready_on", np.array(["NaT"], "datetime64[D]"), "ready_on of 'h' is NaT"),
        ("ready_on", np.array(["2026-01-01"]), "ready_on of the households must be an array of"),
        ("adults", np.array([-1]), "adults of 'h' is -1"),
    ],
)
def test_a_column_of_households_that_makes_no_sense_is_named(
    column: str, value: object, message: str
) -> None:
    with pytest.raises(MatcherError, match=message):
        run({}, {column: value})


def test_numbers_of_any_width_give_the_same_run() -> None:
    wide = {"slots": np.array([1], np.uint64), "max_distance_m": np.array([5_000], np.int16)}
    giver = wide | {"capacity": np.array([1], np.uint8), "latitude": np.array([50.85])}
    taker = wide | {"needs": np.array([[1]], np.uint64), "wanted": np.array([1], np.int32)}
    assert run(giver, taker) == run({}, {}) > 0
