"""Small schemes and small score matrices, dense enough in coincidences to break rules."""

from datetime import UTC, date, datetime
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from matcher import (
    Gender,
    Household,
    Level,
    Need,
    Objective,
    Place,
    Policy,
    SpokenLanguage,
    Volunteer,
)

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CATEGORIES = ("conversation", "homework", "mail", "meal")
FRENCH = (SpokenLanguage("fr", Level.FLUENT),)
INTERESTS = ("chess", "garden", "music")

Value = TypeVar("Value")
Instance = tuple[npt.NDArray[np.float64], list[int], list[int]]


@st.composite
def instances(draw: st.DrawFn, most: int = 3, points: int = 6) -> Instance:
    """Dense scores with -inf for what is not feasible, and capacities of both sides."""
    n, m = draw(st.integers(0, most)), draw(st.integers(0, most))
    cell = st.one_of(st.just(-np.inf), st.integers(0, points).map(float))
    cells = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    capacities = st.integers(0, 3)
    rows = draw(st.lists(capacities, min_size=n, max_size=n))
    columns = draw(st.lists(capacities, min_size=m, max_size=m))
    return np.array(cells, dtype=np.float64).reshape(n, m), rows, columns


places = st.builds(
    Place,
    latitude=st.sampled_from((50.84, 50.85, 50.87)),
    longitude=st.sampled_from((4.35, 4.36)),
)
languages = st.lists(
    st.builds(
        SpokenLanguage,
        tag=st.sampled_from(("fr", "nl", "pt", "pt-BR")),
        level=st.sampled_from((Level.NATIVE, Level.FLUENT, Level.CONVERSATIONAL, Level.BASIC)),
    ),
    max_size=4,
).map(tuple)
slots = st.sampled_from(((1 << 21) - 1, 0b111111, 0b111, 0b10, 1 << 20, 0))
categories = st.frozensets(st.sampled_from(CATEGORIES))
interests = st.frozensets(st.sampled_from(INTERESTS))
limits = st.sampled_from((10_000, 9_000, 8_000, 3_000, 1_000, 0))
reaches: st.SearchStrategy[int] = st.sampled_from((1, 500, 1_200, 2_300, 3_400))
births = st.lists(st.sampled_from((1990, 2007, 2008, 2010, 2015)), max_size=2).map(tuple)
genders = st.one_of(st.none(), st.sampled_from(Gender))
needs = st.lists(
    st.builds(Need, category=st.sampled_from(CATEGORIES), priority=st.integers(1, 3)),
    max_size=3,
    unique_by=lambda need: need.category,
).map(tuple)


rarely = st.integers(0, 5).map(lambda die: die == 5)
mostly = rarely.map(lambda rare: not rare)


def usually(common: Value, other: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    """Most pairs should suit, or the properties would hold of nothing."""
    return st.integers(0, 5).flatmap(lambda die: other if die == 5 else st.just(common))


def volunteers(name: str = "v") -> st.SearchStrategy[Volunteer]:
    return st.builds(
        Volunteer,
        id=st.just(name),
        place=places,
        languages=usually(FRENCH, languages),
        offers=usually(frozenset(CATEGORIES[:2]), categories),
        slots=usually(0b111, slots),
        capacity=usually(1, st.integers(0, 2)),
        max_distance_m=usually(9_000, limits),
        gender=genders,
        screened=mostly,
        only_women=rarely,
        no_children=rarely,
        step_free=mostly,
        interests=interests,
        wants=categories,
        child_birth_years=births,
    )


def households(name: str = "h") -> st.SearchStrategy[Household]:
    return st.builds(
        Household,
        id=st.just(name),
        place=places,
        languages=usually(FRENCH, languages),
        needs=usually((Need("homework", 2),), needs),
        slots=usually(0b110, slots),
        max_distance_m=usually(8_000, limits),
        ready_on=st.dates(date(2025, 1, 1), date(2026, 6, 1)),
        offers=categories,
        wanted=usually(1, st.integers(0, 2)),
        gender=genders,
        only_women=rarely,
        step_free_only=rarely,
        interpreter_available=rarely,
        child_birth_years=births,
        interests=interests,
    )


Scheme = tuple[list[Volunteer], list[Household], Policy]


@st.composite
def schemes(draw: st.DrawFn, most: int = 4) -> Scheme:
    """Some volunteers and households, and a policy that mentions some of their pairs."""
    givers = [draw(volunteers(f"v{i}")) for i in range(draw(st.integers(0, most)))]
    takers = [draw(households(f"h{i}")) for i in range(draw(st.integers(0, most)))]
    pairs = [(giver.id, taker.id) for giver in givers for taker in takers]
    some = st.frozensets(st.sampled_from(pairs), max_size=2) if pairs else st.just(frozenset())
    policy = Policy(
        objective=draw(st.sampled_from(Objective)),
        forbidden=draw(some),
        live=draw(some),
        proposed_last_time=draw(some),
        reach_m=draw(st.one_of(st.none(), reaches)),
    )
    return givers, takers, policy
