"""How good a feasible pair is: six criteria, each a plain function from 0 to 1.

The formulas take numbers or arrays of one shape, so that one pair on a page and a million in a
run are scored by the same lines. Each criterion also keeps the facts that a sentence needs.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from matcher.distance import DETOUR, METRES_PER_MINUTE, walking_minutes
from matcher.parties import Household, Level, Need, Volunteer, levels, minors
from matcher.policy import Criterion, Weights
from matcher.rules import can_practise, metres_between

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
    rated = {
        Criterion.PROXIMITY: _proximity(volunteer, household),
        Criterion.LANGUAGE: _language(volunteer, household),
        Criterion.NEEDS: _needs(volunteer, household),
        Criterion.AVAILABILITY: _availability(volunteer, household),
        Criterion.LIFE: _life(volunteer, household, year),
        Criterion.RECIPROCITY: _reciprocity(volunteer, household),
    }
    scores = []
    for criterion, (value, facts) in rated.items():
        maximum = weights.of(criterion)
        scores.append(CriterionScore(criterion, int(points(maximum, value)), maximum, facts))
    return tuple(scores)


def _proximity(volunteer: Volunteer, household: Household) -> tuple[Quantity, Facts]:
    metres = metres_between(volunteer, household)
    limit = min(volunteer.max_distance_m, household.max_distance_m)
    return proximity(metres, limit), ProximityFacts(metres, round(walking_minutes(metres)))


def _language(volunteer: Volunteer, household: Household) -> tuple[Quantity, Facts]:
    spoken, heard = levels(volunteer.languages), levels(household.languages)
    shared = [SharedLanguage(tag, spoken[tag], heard[tag]) for tag in spoken if tag in heard]
    shared.sort(key=lambda both: (-min(both.volunteer, both.household), both.tag))
    best = min(shared[0].volunteer, shared[0].household) if shared else 0
    facts = LanguageFacts(
        tuple(shared), can_practise(volunteer, household), household.interpreter_available
    )
    return language(int(best)), facts


def _needs(volunteer: Volunteer, household: Household) -> tuple[Quantity, Facts]:
    asked = sorted(household.needs, key=lambda need: (need.priority, need.category))
    covered = [need for need in asked if need.category in volunteer.offers]
    missing = [need for need in asked if need.category not in volunteer.offers]
    value = needs(
        sum(need_weight(need.priority) for need in covered),
        sum(need_weight(need.priority) for need in asked),
    )
    return value, NeedsFacts(_names(covered), _names(missing))


def _names(some: list[Need]) -> tuple[str, ...]:
    return tuple(need.category for need in some)


def _availability(volunteer: Volunteer, household: Household) -> tuple[Quantity, Facts]:
    common = volunteer.slots & household.slots
    return availability(common.bit_count()), AvailabilityFacts(common)


def _life(volunteer: Volunteer, household: Household, year: int) -> tuple[Quantity, Facts]:
    like_age = any(
        abs(one - other) <= LIKE_AGE_YEARS
        for one in minors(volunteer.child_birth_years, year)
        for other in minors(household.child_birth_years, year)
    )
    shared = tuple(sorted(volunteer.interests & household.interests))
    return life(like_age, len(shared)), LifeFacts(like_age, shared)


def _reciprocity(volunteer: Volunteer, household: Household) -> tuple[Quantity, Facts]:
    given = tuple(sorted(volunteer.wants & household.offers))
    return reciprocity(bool(given)), ReciprocityFacts(given)
