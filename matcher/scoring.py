"""How good a feasible pair is: six criteria, each a plain function from 0 to 1.

The formulas take numbers or arrays of one shape, so that one pair on a page and a million in a
run are scored by the same lines. Each criterion also keeps the facts that a sentence needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from matcher.distance import DETOUR, METRES_PER_MINUTE, walking_minutes
from matcher.parties import Household, Level, Need, Volunteer, levels, minors
from matcher.policy import Criterion, Weights
from matcher.rules import can_practise, metres_apart

# A number, or an array of numbers.
Quantity: TypeAlias = Any

NEAR_MINUTES = 5
NEAR_M = NEAR_MINUTES * METRES_PER_MINUTE / DETOUR
"""As far as one walks in that time, as the crow flies: 308 m."""
ENOUGH_SLOTS = 4
ENOUGH_INTERESTS = 2
LIKE_AGE_YEARS = 2


def proximity(metres: Quantity, limit_m: Quantity) -> Quantity:
    """((limit - metres) / (limit - near)) squared, where near is 5 minutes on foot; 1 up to there.

    Plain arithmetic in this order, as in `large.scan`, so that both round alike.
    """
    share = (limit_m - metres) * falling(limit_m)
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    return np.where(metres <= NEAR_M, 1.0, share * share)


def falling(limit_m: Quantity) -> Quantity:
    """The share of proximity that each metre beyond the near ones takes."""
    return 1.0 / np.maximum(limit_m - NEAR_M, 1e-9)


def language(lower_level: Quantity) -> Quantity:
    """The lower of the two levels in the best shared language (0 if none), divided by 4."""
    return lower_level / int(Level.NATIVE)


def needs(covered: Quantity, asked: Quantity) -> Quantity:
    """Covered by asked, where a need counts 3, 2 or 1 by priority."""
    return covered / np.maximum(asked, 1)


def availability(common_slots: Quantity) -> Quantity:
    """Common slots of the week, at most 4, divided by 4."""
    return np.minimum(common_slots, ENOUGH_SLOTS) / ENOUGH_SLOTS


def life(like_age: Quantity, shared_interests: Quantity) -> Quantity:
    """Half for children at most 2 years apart, a quarter for each of two shared interests."""
    return like_age * 0.5 + np.minimum(shared_interests, ENOUGH_INTERESTS) * 0.25


def reciprocity(wanted: Quantity) -> Quantity:
    """1 when the household offers something that the volunteer wants, else 0."""
    return wanted * 1.0


def points(weight: int, value: Quantity) -> Quantity:
    """Weight x value, to the nearest whole point."""
    return np.rint(weight * value).astype(np.int64)


def need_weight(priority: int) -> int:
    """3 for what must be, 2 for what would help, 1 for what is nice."""
    return 4 - priority


@dataclass(frozen=True, slots=True)
class ProximityFacts:
    """Metres as the crow flies, minutes on foot."""

    metres: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SharedLanguage:
    tag: str
    volunteer: Level
    household: Level


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """Shared languages, best first; whether they practise one, and whether someone interprets."""

    shared: tuple[SharedLanguage, ...]
    practice: bool
    interpreter: bool


@dataclass(frozen=True, slots=True)
class NeedsFacts:
    """Categories, most pressing first."""

    covered: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AvailabilityFacts:
    """The common slots as a mask."""

    slots: int


@dataclass(frozen=True, slots=True)
class LifeFacts:
    like_age: bool
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReciprocityFacts:
    """What the household offers and the volunteer wants."""

    categories: tuple[str, ...]


Facts = (
    ProximityFacts | LanguageFacts | NeedsFacts | AvailabilityFacts | LifeFacts | ReciprocityFacts
)


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Points of one criterion out of its maximum, and the facts behind them."""

    criterion: Criterion
    points: int
    maximum: int
    facts: Facts


def score_pair(
    volunteer: Volunteer, household: Household, weights: Weights, year: int
) -> tuple[CriterionScore, ...]:
    """The six criteria of one pair, in the order of `Criterion`."""
    return score_pairs([volunteer], [household], weights, year)[0]


def score_pairs(
    volunteers: Sequence[Volunteer], households: Sequence[Household], weights: Weights, year: int
) -> list[tuple[CriterionScore, ...]]:
    """The six criteria of each volunteer with the household at the same place in its list."""
    pairs = [*zip(volunteers, households, strict=True)]
    metres = metres_apart(volunteers, households)
    rated: list[tuple[Criterion, Quantity, list[Facts]]] = [
        (Criterion.PROXIMITY, *_proximity(pairs, metres)),
        (Criterion.LANGUAGE, *_language(pairs)),
        (Criterion.NEEDS, *_needs(pairs)),
        (Criterion.AVAILABILITY, *_availability(pairs)),
        (Criterion.LIFE, *_life(pairs, year)),
        (Criterion.RECIPROCITY, *_reciprocity(pairs)),
    ]
    scores = []
    for criterion, values, facts in rated:
        maximum = weights.of(criterion)
        earned = points(maximum, values).tolist()
        scores.append(
            [
                CriterionScore(criterion, given, maximum, fact)
                for given, fact in zip(earned, facts, strict=True)
            ]
        )
    return [*zip(*scores, strict=True)]


Both = tuple[Volunteer, Household]
Rated = tuple[Quantity, list[Facts]]
"""A value from 0 to 1 and the facts behind it, for each pair."""


def _proximity(pairs: list[Both], metres: list[int]) -> Rated:
    limits = [min(giver.max_distance_m, taker.max_distance_m) for giver, taker in pairs]
    facts = [ProximityFacts(far, round(walking_minutes(far))) for far in metres]
    return proximity(np.array(metres), np.array(limits)), [*facts]


def _language(pairs: list[Both]) -> Rated:
    best, facts = [], []
    for giver, taker in pairs:
        spoken, heard = levels(giver.languages), levels(taker.languages)
        shared = [SharedLanguage(tag, spoken[tag], heard[tag]) for tag in spoken if tag in heard]
        shared.sort(key=lambda both: (-min(both.volunteer, both.household), both.tag))
        best.append(min(shared[0].volunteer, shared[0].household) if shared else 0)
        practice = can_practise(giver, taker)
        facts.append(LanguageFacts(tuple(shared), practice, taker.interpreter_available))
    return language(np.array(best)), [*facts]


def _needs(pairs: list[Both]) -> Rated:
    met, asked, facts = [], [], []
    for giver, taker in pairs:
        wished = sorted(taker.needs, key=lambda need: (need.priority, need.category))
        covered = [need for need in wished if need.category in giver.offers]
        missing = [need for need in wished if need.category not in giver.offers]
        met.append(sum(need_weight(need.priority) for need in covered))
        asked.append(sum(need_weight(need.priority) for need in wished))
        facts.append(NeedsFacts(_names(covered), _names(missing)))
    return needs(np.array(met), np.array(asked)), [*facts]


def _names(some: list[Need]) -> tuple[str, ...]:
    return tuple(need.category for need in some)


def _availability(pairs: list[Both]) -> Rated:
    common = [giver.slots & taker.slots for giver, taker in pairs]
    counts = np.array([slots.bit_count() for slots in common])
    return availability(counts), [AvailabilityFacts(slots) for slots in common]


def _life(pairs: list[Both], year: int) -> Rated:
    facts = []
    for giver, taker in pairs:
        like_age = any(
            abs(one - other) <= LIKE_AGE_YEARS
            for one in minors(giver.child_birth_years, year)
            for other in minors(taker.child_birth_years, year)
        )
        facts.append(LifeFacts(like_age, tuple(sorted(giver.interests & taker.interests))))
    alike = np.array([fact.like_age for fact in facts])
    return life(alike, np.array([len(fact.interests) for fact in facts])), [*facts]


def _reciprocity(pairs: list[Both]) -> Rated:
    facts = [ReciprocityFacts(tuple(sorted(giver.wants & taker.offers))) for giver, taker in pairs]
    return reciprocity(np.array([bool(fact.categories) for fact in facts])), [*facts]
