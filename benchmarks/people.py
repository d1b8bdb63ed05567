"""The same invented people as columns for `match`, which finds the pairs itself.

100,000 households and their volunteers can make some 200 million pairs, a million some 14 billion.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from population import (
    CATEGORIES,
    INTERESTS,
    LANGUAGES,
    YEAR,
    Column,
    Crowd,
    Random,
    capacities,
    households,
    volunteers,
)

from matcher.columns import GENDERS, HouseholdColumns, VolunteerColumns
from matcher.parties import Gender
from matcher.vocabulary import Vocabulary

CROWDED = 300_000
# Those who help go further. Where a million live, nobody needs to go as far as elsewhere.
LIMITS_M = (np.array([3, 5, 8, 10, 15, 15]) * 1000, np.array([2, 5, 8, 10, 15]) * 1000)
CROWDED_LIMITS_M = (np.array([2, 3, 5, 8, 10, 15]) * 1000, np.array([2, 3, 5, 5, 10, 15]) * 1000)
HISTORY_DAYS = 548

_LANGUAGES, _CATEGORIES = np.argsort(LANGUAGES), np.argsort(CATEGORIES)
WORDS = Vocabulary(
    languages=tuple(sorted(LANGUAGES)),
    categories=tuple(sorted(CATEGORIES)),
    interests=tuple(f"interest {number}" for number in range(INTERESTS)),
)


def people(side: int, regime: str, seed: int) -> tuple[VolunteerColumns, HouseholdColumns]:
    """`side` households, and volunteers with as many places as the regime has for them."""
    random = np.random.default_rng(seed)
    places = capacities(regime, side, random)
    limits_m = CROWDED_LIMITS_M if side > CROWDED else LIMITS_M
    v = volunteers(len(places), limits_m[0], random)
    h = households(side, limits_m[1], random)
    return (
        VolunteerColumns(
            **_common(v, "v"),
            capacity=places.astype(np.int64),
            screened=v.flags["screened"],
            no_children=v.flags["no_children"],
            step_free=v.flags["step_free"],
            wants=v.needs[:, _CATEGORIES] > 0,
        ),
        HouseholdColumns(
            **_common(h, "h"),
            wanted=np.ones(side, np.int64),
            ready_on=_days(side, random),
            step_free_only=h.flags["step_free_only"],
            interpreter_available=h.flags["interpreter"],
            # Weights of 3, 2 and 1 are priorities 1, 2 and 3.
            needs=np.where(h.needs > 0, 4 - h.needs, 0)[:, _CATEGORIES].astype(np.int8),
            adults=random.integers(1, 4, side),
        ),
    )


def _common(crowd: Crowd, letter: str) -> dict[str, Any]:
    count = len(crowd.latitude)
    gender = (GENDERS.index(Gender.MAN), GENDERS.index(Gender.WOMAN))
    return {
        "words": WORDS,
        "ids": np.char.add(letter, np.arange(count).astype(np.str_)),
        "latitude": crowd.latitude,
        "longitude": crowd.longitude,
        "max_distance_m": crowd.limit_m.astype(np.int64),
        "slots": crowd.slots.astype(np.int64),
        "gender": np.array(gender, np.int8)[crowd.woman.astype(np.int64)],
        "only_women": crowd.only_women,
        "levels": crowd.levels[:, _LANGUAGES],
        "offers": crowd.offers[:, _CATEGORIES] > 0,
        "interests": crowd.interests,
        "child_birth_years": np.where(crowd.ages >= 0, YEAR - crowd.ages, 0).astype(np.int16),
    }


def _days(count: int, random: Random) -> Column:
    last = np.datetime64(f"{YEAR}-11-01", "D")
    return last - random.integers(0, HISTORY_DAYS, count).astype("timedelta64[D]")


def save(path: Path, both: tuple[VolunteerColumns, HouseholdColumns]) -> None:
    """Keep them in one .npz file, for a process that starts anew."""
    kept = {
        f"{side}.{field.name}": getattr(columns, field.name)
        for side, columns in zip("vh", both, strict=True)
        for field in fields(columns)
        if field.name != "words"
    }
    np.savez(path, **kept)


def load(path: Path) -> tuple[VolunteerColumns, HouseholdColumns]:
    with np.load(path) as kept:
        parts = [
            {name[2:]: kept[name] for name in kept.files if name.startswith(f"{side}.")}
            for side in "vh"
        ]
    return VolunteerColumns(words=WORDS, **parts[0]), HouseholdColumns(words=WORDS, **parts[1])
