"""Rules and criteria over whole columns: for every cell of a block, or for given pairs.

The rules are those of `rules`, the formulas those of `scoring`; a test holds them equal.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from matcher import scoring
from matcher.columns import WOMAN, Bytes, HouseholdColumns, VolunteerColumns, births
from matcher.pairs import Booleans, Integers
from matcher.parties import CONVERSATION, Level
from matcher.policy import Criterion
from matcher.rules import Rule

Counts = npt.NDArray[np.int32]


def criterion_values(
    v: VolunteerColumns,
    h: HouseholdColumns,
    metres: Integers,
    year: int,
) -> dict[Criterion, scoring.Quantity]:
    """Each criterion from 0 to 1 for each volunteer with the household at the same place: (pairs,).

    Only few of all cells are feasible, so nobody asks for the points of all.
    """
    limit = np.minimum(v.max_distance_m, h.max_distance_m)
    covered = together(v.offers, h.needs_weights, paired=True).astype(np.float64)
    asked = h.needs_weights.sum(axis=1, dtype=np.float64)
    common = np.bitwise_count(v.slots & h.slots).astype(np.float64)
    like_age = (v.near_births(year) & births(h.child_birth_years, year)) > 0
    interests = together(v.interests, h.interests, paired=True).astype(np.float64)
    return {
        Criterion.PROXIMITY: scoring.proximity(metres, limit),
        Criterion.LANGUAGE: scoring.language(_lower_levels(v, h, paired=True).astype(np.float64)),
        Criterion.NEEDS: scoring.needs(covered, asked),
        Criterion.AVAILABILITY: scoring.availability(common),
        Criterion.LIFE: scoring.life(like_age, interests),
        Criterion.RECIPROCITY: scoring.reciprocity(together(v.wants, h.offers, paired=True) > 0),
    }


def rules_kept(
    v: VolunteerColumns,
    h: HouseholdColumns,
    metres: Integers,
    year: int,
    reach_m: int | None,
    *,
    paired: bool = False,
) -> dict[Rule, Booleans]:
    """Where each rule is kept, in the order of `Rule`, but for those about single pairs."""

    def across(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return _across(column, paired)

    within = v.max_distance_m if reach_m is None else np.minimum(v.max_distance_m, reach_m)
    shared = _lower_levels(v, h, paired=paired) >= Level.CONVERSATIONAL
    children = births(h.child_birth_years, year) > 0
    return {
        Rule.CAPACITY: across(v.capacity > 0) & (h.wanted > 0),
        Rule.DISTANCE: metres <= np.minimum(across(within), h.max_distance_m),
        Rule.LANGUAGE: shared | h.interpreter_available | _practice(v, h, paired),
        Rule.NEEDS: together(v.offers, h.needs_weights, paired=paired) > 0,
        Rule.AVAILABILITY: (across(v.slots) & h.slots) > 0,
        Rule.WOMEN_FOR_HOUSEHOLD: across(v.gender == WOMAN) | ~h.only_women,
        Rule.WOMEN_FOR_VOLUNTEER: ~across(v.only_women) | (h.gender == WOMAN),
        Rule.NO_CHILDREN: ~(across(v.no_children) & children),
        Rule.STEP_FREE: across(v.step_free) | ~h.step_free_only,
        Rule.SCREENING: across(v.screened) | ~children,
    }


def _across(column: npt.NDArray[Any], paired: bool) -> npt.NDArray[Any]:
    """A volunteers' column, to be met by every household, or by its own."""
    return column if paired else column[:, None]


def together(one: npt.NDArray[Any], other: npt.NDArray[Any], *, paired: bool = False) -> Counts:
    """For each two, or each pair: the sum of `other`, small numbers, over the words of `one`.

    Counted by bits, 64 words at once: for so few words a product of matrices takes many times as
    long, and wakes the threads of the algebra library.
    """
    mine = _bits(one)
    total: Counts = np.zeros(len(one) if paired else (len(one), len(other)), dtype=np.int32)
    for plane in range(int(other.max(initial=0)).bit_length()):
        theirs = _bits(other >> plane & 1)
        for word in range(mine.shape[1]):
            both = np.bitwise_count(_across(mine[:, word], paired) & theirs[:, word])
            total += np.left_shift(both, plane, dtype=np.int32)
    return total


def _bits(marks: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Each row of marks as words of 64 bits."""
    packed = np.packbits(marks.astype(np.bool_), axis=1)
    words = np.zeros((len(marks), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64)


def _lower_levels(v: VolunteerColumns, h: HouseholdColumns, *, paired: bool) -> Bytes:
    """The lower of the two levels in the best shared language; 0 where none is shared."""
    if paired:
        lower: Bytes = np.minimum(v.levels, h.levels).max(axis=1, initial=0)
        return lower
    best = np.zeros((len(v), len(h)), dtype=np.int8)
    spoken = np.flatnonzero(v.levels.any(axis=0) & h.levels.any(axis=0))
    for language in spoken.tolist():
        both = np.minimum(v.levels[:, language, None], h.levels[:, language])
        np.maximum(best, both, out=best)
    return best


def _practice(v: VolunteerColumns, h: HouseholdColumns, paired: bool) -> Booleans:
    speaking = practised(v, h, paired=paired)
    if CONVERSATION not in v.words.categories:
        return np.zeros_like(speaking)
    category = v.words.categories.index(CONVERSATION)
    return speaking & _across(v.offers[:, category], paired) & (h.needs[:, category] > 0)


def practised(v: VolunteerColumns, h: HouseholdColumns, *, paired: bool = False) -> Booleans:
    """Where a volunteer is fluent in a language that the household has begun."""
    speaking: Booleans = (
        together(v.levels >= Level.FLUENT, h.levels >= Level.BASIC, paired=paired) > 0
    )
    return speaking
