"""Parties as columns: one array entry, or one matrix row, per party."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matcher.pairs import Booleans, Integers
from matcher.parties import Gender, Household, Volunteer, levels, minors
from matcher.scoring import LIKE_AGE_YEARS, need_weight

# float32 counts small numbers exactly and multiplies fastest.
Counts = npt.NDArray[np.float32]
Degrees = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

Word = TypeVar("Word", str, int)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the columns of the matrices stand for; `year` decides who is a child."""

    languages: dict[str, int]
    categories: dict[str, int]
    interests: dict[str, int]
    birth_years: dict[int, int]
    year: int

    @classmethod
    def of(
        cls, volunteers: Sequence[Volunteer], households: Sequence[Household], year: int
    ) -> "Vocabulary":
        """Only what both sides mention can matter between them."""
        children = [minors(household.child_birth_years, year) for household in households]
        return cls(
            languages=_shared(
                (levels(party.languages) for party in volunteers),
                (levels(party.languages) for party in households),
            ),
            categories=_index(
                {name for party in volunteers for name in party.offers | party.wants}
                | {name for party in households for name in party.offers | party.categories}
            ),
            interests=_shared(
                (party.interests for party in volunteers), (party.interests for party in households)
            ),
            birth_years={
                birth: i for i, birth in enumerate(sorted({*chain.from_iterable(children)}))
            },
            year=year,
        )


@dataclass(frozen=True, slots=True, eq=False)
class VolunteerColumns:
    """Shapes: (V,), and (V, languages), (V, categories) … for the matrices."""

    latitude: Degrees
    longitude: Degrees
    max_distance_m: Integers
    slots: Integers
    capacity: Integers
    woman: Booleans
    screened: Booleans
    only_women: Booleans
    no_children: Booleans
    step_free: Booleans
    levels: Levels
    offers: Counts
    wants: Counts
    interests: Counts
    near_birth_years: Counts

    @classmethod
    def of(cls, volunteers: Sequence[Volunteer], words: Vocabulary) -> "VolunteerColumns":
        return cls(
            latitude=np.array([party.place.latitude for party in volunteers], dtype=np.float64),
            longitude=np.array([party.place.longitude for party in volunteers], dtype=np.float64),
            max_distance_m=_integers(party.max_distance_m for party in volunteers),
            slots=_integers(party.slots for party in volunteers),
            capacity=_integers(party.capacity for party in volunteers),
            woman=_booleans(party.gender is Gender.WOMAN for party in volunteers),
            screened=_booleans(party.screened for party in volunteers),
            only_women=_booleans(party.only_women for party in volunteers),
            no_children=_booleans(party.no_children for party in volunteers),
            step_free=_booleans(party.step_free for party in volunteers),
            levels=_levels(volunteers, words),
            offers=_marks((party.offers for party in volunteers), words.categories),
            wants=_marks((party.wants for party in volunteers), words.categories),
            interests=_marks((party.interests for party in volunteers), words.interests),
            near_birth_years=_marks(
                (_near(party.child_birth_years, words.year) for party in volunteers),
                words.birth_years,
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class HouseholdColumns:
    """Shapes: (H,), and (H, languages), (H, categories) … for the matrices."""

    latitude: Degrees
    longitude: Degrees
    max_distance_m: Integers
    slots: Integers
    wanted: Integers
    woman: Booleans
    children: Booleans
    only_women: Booleans
    step_free_only: Booleans
    interpreter_available: Booleans
    levels: Levels
    needs: Counts
    offers: Counts
    interests: Counts
    birth_years: Counts

    @classmethod
    def of(cls, households: Sequence[Household], words: Vocabulary) -> "HouseholdColumns":
        needs = _marks((party.categories for party in households), words.categories)
        for row, party in enumerate(households):
            for need in party.needs:
                needs[row, words.categories[need.category]] = need_weight(need.priority)
        children = [minors(party.child_birth_years, words.year) for party in households]
        return cls(
            latitude=np.array([party.place.latitude for party in households], dtype=np.float64),
            longitude=np.array([party.place.longitude for party in households], dtype=np.float64),
            max_distance_m=_integers(party.max_distance_m for party in households),
            slots=_integers(party.slots for party in households),
            wanted=_integers(party.wanted for party in households),
            woman=_booleans(party.gender is Gender.WOMAN for party in households),
            children=_booleans(bool(births) for births in children),
            only_women=_booleans(party.only_women for party in households),
            step_free_only=_booleans(party.step_free_only for party in households),
            interpreter_available=_booleans(party.interpreter_available for party in households),
            levels=_levels(households, words),
            needs=needs,
            offers=_marks((party.offers for party in households), words.categories),
            interests=_marks((party.interests for party in households), words.interests),
            birth_years=_marks(children, words.birth_years),
        )


def _index(names: Iterable[str]) -> dict[str, int]:
    return {name: position for position, name in enumerate(sorted(names))}


def _shared(some: Iterable[Iterable[str]], others: Iterable[Iterable[str]]) -> dict[str, int]:
    return _index(
        {name for names in some for name in names} & {name for names in others for name in names}
    )


def _near(birth_years: tuple[int, ...], year: int) -> set[int]:
    apart = range(-LIKE_AGE_YEARS, LIKE_AGE_YEARS + 1)
    return {birth + years for birth in minors(birth_years, year) for years in apart}


def _integers(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)


def _booleans(values: Iterable[bool]) -> Booleans:
    return np.array(list(values), dtype=np.bool_)


def _marks(parties: Iterable[Iterable[Word]], positions: dict[Word, int]) -> Counts:
    rows = [[positions[word] for word in words if word in positions] for words in parties]
    table = np.zeros((len(rows), len(positions)), dtype=np.float32)
    for row, marked in enumerate(rows):
        table[row, marked] = 1
    return table


def _levels(parties: Sequence[Volunteer | Household], words: Vocabulary) -> Levels:
    table = np.zeros((len(parties), len(words.languages)), dtype=np.int8)
    for row, party in enumerate(parties):
        for tag, level in levels(party.languages).items():
            if tag in words.languages:
                table[row, words.languages[tag]] = level
    return table
