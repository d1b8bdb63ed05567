"""Parties as columns: one array entry, or one row of a matrix, per party.

The form in which large runs are handed to `match`, and in which every run is computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.pairs import Booleans, Integers
from matcher.parties import (
    ADULT_AGE,
    Gender,
    Household,
    Level,
    Need,
    Place,
    SpokenLanguage,
    Volunteer,
    levels,
)
from matcher.scoring import LIKE_AGE_YEARS
from matcher.vocabulary import Vocabulary

Bytes = npt.NDArray[np.int8]
Degrees = npt.NDArray[np.float64]
Years = npt.NDArray[np.int16]
Masks = npt.NDArray[np.uint32]
Names = npt.NDArray[np.str_]
Days = npt.NDArray[np.datetime64]

GENDERS = (None, Gender.WOMAN, Gender.MAN, Gender.OTHER)
"""What the numbers of a gender column stand for."""

WOMAN = GENDERS.index(Gender.WOMAN)

Columns = TypeVar("Columns", "VolunteerColumns", "HouseholdColumns")


@dataclass(frozen=True, slots=True, eq=False)
class VolunteerColumns:
    """Volunteers as `parties.Volunteer` has them; shapes (V,), and (V, words) for the matrices.

    `gender` counts in GENDERS; `levels` is 0 where a language is not spoken; `child_birth_years` is
    (V, most children), 0 where there is none.
    """

    words: Vocabulary
    ids: Names
    latitude: Degrees
    longitude: Degrees
    max_distance_m: Integers
    slots: Integers
    capacity: Integers
    gender: Bytes
    screened: Booleans
    only_women: Booleans
    no_children: Booleans
    step_free: Booleans
    levels: Bytes
    offers: Booleans
    wants: Booleans
    interests: Booleans
    child_birth_years: Years

    @classmethod
    def of(cls, volunteers: Sequence[Volunteer], words: Vocabulary) -> "VolunteerColumns":
        return cls(
            words=words,
            **_common(volunteers, words),
            capacity=_integers(party.capacity for party in volunteers),
            screened=_booleans(party.screened for party in volunteers),
            no_children=_booleans(party.no_children for party in volunteers),
            step_free=_booleans(party.step_free for party in volunteers),
            wants=_marks((party.wants for party in volunteers), words.categories),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def party(self, position: int) -> Volunteer:
        """One volunteer as an object."""
        return Volunteer(
            **_read_common(self, position),
            capacity=int(self.capacity[position]),
            screened=bool(self.screened[position]),
            no_children=bool(self.no_children[position]),
            step_free=bool(self.step_free[position]),
            wants=frozenset(_marked(self.wants[position], self.words.categories)),
        )

    def near_births(self, year: int) -> Masks:
        """A bit for each birth year (see `births`) within two years of one of their children."""
        masks = births(self.child_birth_years, year)
        near = masks.copy()
        for apart in range(1, LIKE_AGE_YEARS + 1):
            near |= (masks << np.uint32(apart)) | (masks >> np.uint32(apart))
        return near


@dataclass(frozen=True, slots=True, eq=False)
class HouseholdColumns:
    """Households as `parties.Household` has them; shapes (H,), and (H, words) for the matrices.

    `needs` holds priorities, 0 where there is no need; `ready_on` days; the rest as in
    `VolunteerColumns`.
    """

    words: Vocabulary
    ids: Names
    latitude: Degrees
    longitude: Degrees
    max_distance_m: Integers
    slots: Integers
    wanted: Integers
    ready_on: Days
    gender: Bytes
    only_women: Booleans
    step_free_only: Booleans
    interpreter_available: Booleans
    levels: Bytes
    needs: Bytes
    offers: Booleans
    interests: Booleans
    child_birth_years: Years
    adults: Integers

    @classmethod
    def of(cls, households: Sequence[Household], words: Vocabulary) -> "HouseholdColumns":
        needs = np.zeros((len(households), len(words.categories)), dtype=np.int8)
        at = {name: position for position, name in enumerate(words.categories)}
        for row, party in enumerate(households):
            for need in party.needs:
                needs[row, at[need.category]] = need.priority
        return cls(
            words=words,
            **_common(households, words),
            wanted=_integers(party.wanted for party in households),
            ready_on=np.array([party.ready_on for party in households], dtype="datetime64[D]"),
            step_free_only=_booleans(party.step_free_only for party in households),
            interpreter_available=_booleans(party.interpreter_available for party in households),
            needs=needs,
            adults=_integers(party.adults for party in households),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def party(self, position: int) -> Household:
        """One household as an object."""
        priorities = zip(self.words.categories, self.needs[position].tolist(), strict=True)
        return Household(
            **_read_common(self, position),
            needs=tuple(Need(category, priority) for category, priority in priorities if priority),
            wanted=int(self.wanted[position]),
            ready_on=_day(self.ready_on[position]),
            step_free_only=bool(self.step_free_only[position]),
            interpreter_available=bool(self.interpreter_available[position]),
            adults=int(self.adults[position]),
        )

    @property
    def needs_weights(self) -> Bytes:
        """3 for what must be, 2 for what would help, 1 for what is nice, 0 where nothing is."""
        return np.where(self.needs > 0, 4 - self.needs, 0).astype(np.int8)


def births(child_birth_years: Years, year: int) -> Masks:
    """For each party a mask of the birth years of those who may be under 18 in that year.

    Bit 2 stands for `year` - 18, so that two years to either side have a bit as well.
    """
    ages = year - child_birth_years.astype(np.int64)
    minor = (child_birth_years > 0) & (ages <= ADULT_AGE)
    # A birth still to come is nobody's age yet, but may be of like age with one.
    place = np.clip(ADULT_AGE - ages + LIKE_AGE_YEARS, 0, 31).astype(np.uint32)
    bits = np.where(minor, np.uint32(1) << place, np.uint32(0))
    mask: Masks = np.bitwise_or.reduce(bits, axis=1, initial=0).astype(np.uint32)
    return mask


def some(columns: Columns, positions: Any) -> Columns:  # noqa: ANN401 - a mask, a slice or positions
    """The parties at these positions, in that order."""
    names = [field.name for field in fields(columns) if field.name != "words"]
    parts = {name: getattr(columns, name)[positions] for name in names}
    return type(columns)(words=columns.words, **parts)


def _common(
    parties: Sequence[Volunteer] | Sequence[Household], words: Vocabulary
) -> dict[str, Any]:
    return {
        "ids": np.array([party.id for party in parties], dtype=np.str_),
        "latitude": np.array([party.place.latitude for party in parties], dtype=np.float64),
        "longitude": np.array([party.place.longitude for party in parties], dtype=np.float64),
        "max_distance_m": _integers(party.max_distance_m for party in parties),
        "slots": _integers(party.slots for party in parties),
        "gender": np.array([GENDERS.index(party.gender) for party in parties], dtype=np.int8),
        "only_women": _booleans(party.only_women for party in parties),
        "levels": _levels(parties, words),
        "offers": _marks((party.offers for party in parties), words.categories),
        "interests": _marks((party.interests for party in parties), words.interests),
        "child_birth_years": _birth_years([party.child_birth_years for party in parties]),
    }


def _read_common(columns: VolunteerColumns | HouseholdColumns, position: int) -> dict[str, Any]:
    words = columns.words
    spoken = zip(words.languages, columns.levels[position].tolist(), strict=True)
    years = columns.child_birth_years[position].tolist()
    return {
        "id": str(columns.ids[position]),
        "place": Place(float(columns.latitude[position]), float(columns.longitude[position])),
        "max_distance_m": int(columns.max_distance_m[position]),
        "slots": int(columns.slots[position]),
        "gender": GENDERS[columns.gender[position]],
        "only_women": bool(columns.only_women[position]),
        "languages": tuple(SpokenLanguage(tag, Level(level)) for tag, level in spoken if level),
        "offers": frozenset(_marked(columns.offers[position], words.categories)),
        "interests": frozenset(_marked(columns.interests[position], words.interests)),
        "child_birth_years": tuple(year for year in years if year),
    }


def _marked(row: Booleans, words: tuple[str, ...]) -> list[str]:
    return [words[position] for position in np.flatnonzero(row)]


def _day(value: Any) -> date:  # noqa: ANN401 - numpy's day
    day: date = value.astype("datetime64[D]").item()
    return day


def _integers(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)


def _booleans(values: Iterable[bool]) -> Booleans:
    return np.array(list(values), dtype=np.bool_)


def _marks(parties: Iterable[Iterable[str]], words: tuple[str, ...]) -> Booleans:
    at = {name: position for position, name in enumerate(words)}
    rows = [[at[word] for word in marked] for marked in parties]
    table = np.zeros((len(rows), len(words)), dtype=np.bool_)
    table[np.repeat(np.arange(len(rows)), [*map(len, rows)]), [*chain.from_iterable(rows)]] = True
    return table


def _levels(parties: Sequence[Volunteer] | Sequence[Household], words: Vocabulary) -> Bytes:
    at = {name: position for position, name in enumerate(words.languages)}
    table = np.zeros((len(parties), len(words.languages)), dtype=np.int8)
    spoken = [
        (row, at[tag], level)
        for row, languages in enumerate([party.languages for party in parties])
        for tag, level in levels(languages).items()
    ]
    if spoken:
        rows, columns, best = zip(*spoken, strict=True)
        table[rows, columns] = best
    return table


def _birth_years(years: list[tuple[int, ...]]) -> Years:
    table = np.zeros((len(years), max(map(len, years), default=0)), dtype=np.int16)
    for row, some_years in enumerate(years):
        table[row, : len(some_years)] = some_years
    return table
