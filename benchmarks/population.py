"""Invented people for the benchmarks, drawn whole columns at a time: Belgium-like, and seeded.

Most live in towns, whose sizes differ a hundredfold; languages, limits and needs are as skewed as
in a real scheme. Sets of words are bit masks: bit i stands for the i-th language or category.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Column: TypeAlias = np.ndarray[Any, Any]
Random: TypeAlias = np.random.Generator

# Volunteers' places as a share of the households.
REGIMES = {"ample": 1.5, "balanced": 1.0, "scarce": 0.6}
YEAR = 2026
LANGUAGES = ("nl", "fr", "en", "ar", "uk", "ti", "fa", "ps", "tr", "so", "es", "ru", "pt", "sq")
CATEGORIES = (
    "conversation", "administration", "school", "housing", "health", "leisure",
    "transport", "shopping", "childcare", "work", "digital", "meal",
)  # fmt: skip
INTERESTS = 10
_HOME = np.array([0, 5, 4, 24, 12, 10, 9, 9, 8, 7, 6, 4, 2, 3]) / 103  # households, by LANGUAGES
_HERITAGE = np.array([0, 0, 0, 30, 2, 0, 4, 1, 25, 2, 12, 8, 8, 4]) / 96  # volunteers
_NEEDS = np.array([22, 12, 14, 6, 12, 6, 5, 7, 4, 8, 6, 6], dtype=float)
_OFFERS = np.array([20, 10, 10, 7, 14, 10, 7, 7, 4, 6, 3, 7], dtype=float)
_PRIORITY = np.array([3, 2, 2, 1])  # weights of a household's needs, the most pressing first
_WEEK = np.array([0.12, 0.2, 0.35] * 5 + [0.4] * 6)  # chance of each slot
# Latitude, longitude, thousands of people.
_TOWNS = np.array([
    (50.85, 4.35, 1200), (51.22, 4.40, 530), (51.05, 3.72, 265), (50.41, 4.44, 203),
    (50.63, 5.57, 195), (51.21, 3.22, 119), (50.47, 4.87, 113), (50.88, 4.70, 102),
    (50.45, 3.95, 96), (50.94, 4.04, 88), (51.03, 4.48, 87), (50.48, 4.19, 81),
    (51.16, 4.14, 79), (50.93, 5.34, 79), (50.83, 3.26, 78), (51.22, 2.92, 71),
    (50.61, 3.39, 69), (50.97, 5.50, 66), (50.95, 3.12, 64), (50.74, 3.22, 58),
    (50.59, 5.86, 55), (51.32, 4.94, 46), (51.03, 4.10, 46), (51.16, 4.99, 40),
    (50.72, 4.60, 35), (50.85, 2.88, 35), (49.68, 5.82, 30), (50.63, 3.78, 29),
    (50.98, 5.05, 24), (50.52, 5.24, 21), (50.00, 5.72, 16), (50.26, 4.91, 14),
])  # fmt: skip
_IN_TOWN = 0.9
_GRID = 0.002  # degrees; nobody's doorstep is known to matching


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """One side. `levels` is (people, languages); `offers` and `needs` hold a weight a category."""

    latitude: Column
    longitude: Column
    limit_m: Column
    slots: Column
    levels: Column
    interests: Column
    woman: Column
    only_women: Column
    ages: Column  # (people, 4): children's ages, -1 where there is none
    offers: Column
    needs: Column  # what a household needs; what a volunteer would like in return
    flags: dict[str, Column]


def capacities(regime: str, households: int, random: Random) -> Column:
    """Places of each volunteer, 1 to 3, which sum up to what the regime has for the households."""
    places = round(REGIMES[regime] * households)
    drawn = random.choice(np.array([1, 1, 1, 1, 2, 2, 3]), places)
    enough = drawn[: int(np.searchsorted(drawn.cumsum(), places)) + 1]
    enough[-1] -= enough.sum() - places
    return enough


def volunteers(count: int, limits_m: Column, random: Random, *, choosy: bool = False) -> Crowd:
    """`choosy` people have an evening or two, and help with one or two things."""
    latitude, longitude, dutch = _places(count, 0.9, random)
    levels = np.zeros((count, len(LANGUAGES)), np.int8)
    everyone = np.arange(count)
    levels[:, 2] = random.integers(1, 4, count)
    heritage = random.random(count) < 0.22  # noqa: PLR2004 - a share
    levels[everyone, random.choice(len(LANGUAGES), count, p=_HERITAGE)] = heritage * (
        random.integers(3, 5, count)
    )
    levels[everyone, dutch] = random.integers(0, 4, count)  # the country's other language
    levels[everyone, 1 - dutch] = 4
    flags = {
        "screened": _chance(0.75, count, random),
        "no_children": _chance(0.06, count, random),
        "step_free": _chance(0.5, count, random),
    }
    likes = np.zeros((count, len(CATEGORIES)), np.int8)
    likes[:, -1] = _chance(0.5, count, random)
    offers = _words(
        count, _OFFERS, np.ones(2 if choosy else 5, np.int8), 1 if choosy else 3, random
    )
    common = _common(count, limits_m, 0.62, 0.65, random, choosy=choosy)
    return Crowd(latitude, longitude, levels=levels, offers=offers, needs=likes, flags=flags,
                 **common)  # fmt: skip


def households(count: int, limits_m: Column, random: Random, *, choosy: bool = False) -> Crowd:
    """`choosy` as for volunteers, and nobody interprets."""
    latitude, longitude, dutch = _places(count, 1.05, random)
    levels = np.zeros((count, len(LANGUAGES)), np.int8)
    everyone = np.arange(count)
    levels[:, 2] = _chance(0.4, count, random) * random.integers(1, 4, count)
    levels[everyone, 1 - dutch] = _chance(0.7, count, random) * random.integers(1, 3, count)
    home = random.choice(len(LANGUAGES), count, p=_HOME)
    levels[:, 11] = (home == 4) * random.integers(0, 4, count)  # noqa: PLR2004 - Ukrainian, Russian
    levels[everyone, home] = 4
    flags = {
        "step_free_only": _chance(0.05, count, random),
        "interpreter": _chance(0 if choosy else 0.15, count, random),
    }
    gifts = np.zeros((count, len(CATEGORIES)), np.int8)
    gifts[:, -1] = _chance(0.4, count, random)
    needs = _words(
        count, _NEEDS, _PRIORITY[:2] if choosy else _PRIORITY, 1 if choosy else 2, random
    )
    common = _common(count, limits_m, 0.5, 0.4, random, choosy=choosy)
    return Crowd(latitude, longitude, levels=levels, offers=gifts, needs=needs, flags=flags,
                 **common)  # fmt: skip


def _common(
    count: int, limits_m: Column, women: float, childless: float, random: Random, *, choosy: bool
) -> dict[str, Column]:
    """The columns that both sides draw alike."""
    slots = random.random((count, len(_WEEK))) < _WEEK * (0.5 if choosy else 1)
    slots[:, 16] |= ~slots.any(axis=1)  # Saturday afternoon
    woman = _chance(women, count, random)
    children = random.choice(
        5, count, p=[childless, *(1 - childless) * np.array([3, 3, 2, 2]) / 10]
    )
    ages = random.integers(0, 18, (count, 4))
    return {
        "limit_m": random.choice(limits_m, count),
        "slots": slots @ (1 << np.arange(len(_WEEK))),
        "woman": woman,
        "only_women": woman & _chance(0.1, count, random),
        "ages": np.where(np.arange(4) < children[:, None], ages, -1),
        "interests": random.random((count, INTERESTS)) < 0.2,  # noqa: PLR2004 - a share
    }


def _places(count: int, skew: float, random: Random) -> tuple[Column, Column, Column]:
    """Degrees, and whether Dutch is what the place speaks; `skew` favours the large towns."""
    share = _TOWNS[:, 2] ** skew
    town = random.choice(len(_TOWNS), count, p=share / share.sum())
    # Those who come live close together: Brussels reaches 3 km from its middle, a small town one.
    reach_km = np.maximum(3 * np.sqrt(_TOWNS[town, 2] / 1200), 0.8)
    reach_km = np.where(random.random(count) < _IN_TOWN, reach_km, 12)
    north_km, east_km = random.normal(size=(2, count)) * reach_km
    latitude = _TOWNS[town, 0] + north_km / 111.2
    longitude = _TOWNS[town, 1] + east_km / 70.2
    dutch = (latitude > 50.78) & (random.random(count) < np.where(town == 0, 0.2, 0.9))  # noqa: PLR2004
    snapped = (np.rint(degrees / _GRID) * _GRID for degrees in (latitude, longitude))
    return *snapped, dutch.astype(np.int64)


def _words(count: int, weights: Column, values: Column, fewest: int, random: Random) -> Column:
    """`fewest` or more categories each, drawn by weight; the i-th one drawn is worth values[i]."""
    # The smallest of exponential waiting times is a draw without replacement.
    order = np.argsort(random.exponential(size=(count, len(weights))) / weights, axis=1)
    worth = np.zeros((count, len(weights)), np.int8)
    many = random.integers(fewest, len(values) + 1, count)
    for place, value in enumerate(values):
        drawn = np.flatnonzero(place < many)
        worth[drawn, order[drawn, place]] = value
    return worth


def _chance(share: float, count: int, random: Random) -> Column:
    return random.random(count) < share
