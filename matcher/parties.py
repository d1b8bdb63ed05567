"""Volunteers and households as matching sees them: no names, no addresses, frozen.

Identifiers are opaque strings; a slot mask has bit `day * 3 + part` (day 0 is Monday; part 0 is
the morning, 1 the afternoon, 2 the evening); distances are metres as the crow flies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import lru_cache
from types import MappingProxyType

from matcher.checking import MOST_YEAR, check_id, check_whole
from matcher.errors import MatcherError

DAYS = 7
PARTS = 3
ALL_SLOTS = (1 << DAYS * PARTS) - 1
ADULT_AGE = 18
CONVERSATION = "conversation"
"""The help category that can replace a shared language: practising one."""


class Level(IntEnum):
    """How well a language is spoken."""

    BASIC = 1
    CONVERSATIONAL = 2
    FLUENT = 3
    NATIVE = 4


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees, WGS 84, already snapped to the grid that matching may know."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        # Written so that a NaN is refused too.
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):  # noqa: PLR2004 - degrees
            raise MatcherError(f"no such place: {self.latitude}, {self.longitude}")


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A BCP 47 tag and a level. Speech is compared by the primary subtag: pt-BR is pt."""

    tag: str
    level: Level

    @property
    def spoken(self) -> str:
        return self.tag.lower().partition("-")[0]


@dataclass(frozen=True, slots=True)
class Need:
    """A help category with its priority: 1 must, 2 would help, 3 nice."""

    category: str
    priority: int

    def __post_init__(self) -> None:
        if self.priority not in (1, 2, 3):
            raise MatcherError(f"priority of {self.category!r} is {self.priority}, not 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A ready volunteer; `capacity` is the number of places still free."""

    id: str
    place: Place
    languages: tuple[SpokenLanguage, ...]
    offers: frozenset[str]
    slots: int
    capacity: int
    max_distance_m: int
    gender: Gender | None = None
    screened: bool = False
    only_women: bool = False
    no_children: bool = False
    step_free: bool = False
    interests: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    child_birth_years: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check(self, "capacity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A ready household; `wanted` is the number of volunteers still wanted.

    `gender` is the contact person's; waiting counts from `ready_on`.
    """

    id: str
    place: Place
    languages: tuple[SpokenLanguage, ...]
    needs: tuple[Need, ...]
    slots: int
    max_distance_m: int
    ready_on: date
    offers: frozenset[str] = frozenset()
    wanted: int = 1
    gender: Gender | None = None
    only_women: bool = False
    step_free_only: bool = False
    interpreter_available: bool = False
    child_birth_years: tuple[int, ...] = ()
    adults: int = 1
    interests: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check(self, "wanted")
        check_whole(self.adults, f"adults of {self.id!r}")
        if len(self.categories) != len(self.needs):
            raise MatcherError(f"{self.id!r} names a need twice")

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(need.category for need in self.needs)


Pair = tuple[str, str]
"""A volunteer's id and a household's id."""


@lru_cache(maxsize=4096)
def levels(languages: tuple[SpokenLanguage, ...]) -> Mapping[str, Level]:
    """The best level per spoken language."""
    best: dict[str, Level] = {}
    for language in languages:
        best[language.spoken] = max(language.level, best.get(language.spoken, Level.BASIC))
    return MappingProxyType(best)


def minors(birth_years: tuple[int, ...], year: int) -> tuple[int, ...]:
    """Birth years of those who may be under 18 in that year; whoever turns 18 in it still may."""
    return tuple(birth for birth in birth_years if year - birth <= ADULT_AGE)


def _check(party: Volunteer | Household, places: str) -> None:
    check_id(party.id)
    for name in (places, "max_distance_m"):
        check_whole(getattr(party, name), f"{name} of {party.id!r}")
    check_whole(party.slots, f"slots of {party.id!r}", most=ALL_SLOTS)
    for year in party.child_birth_years:
        check_whole(year, f"a birth year of {party.id!r}", 1, MOST_YEAR)
