"""What the scan of a large run reads and writes: points by what was counted, and room for pairs."""

from typing import NamedTuple

import numpy as np

from matcher import scoring
from matcher.large.looking import LEVELS, View
from matcher.large.planes import Words
from matcher.pairs import Integers, SmallIntegers
from matcher.policy import Criterion, Policy
from matcher.scoring import ENOUGH_INTERESTS, ENOUGH_SLOTS

NOTHING = -(2**62)
"""Worth less than any pair."""

EVERY = 2**62
"""More pairs than there can be: leave none out because others are better."""

FLOOR, BELOW, ABOVE, BEST, EXCEPTION = range(5)
"""Entries of Room.floor."""

_MOST_BINS = 2048
"""Values are counted in so many bins at most, each a power of two wide."""

_DEEP = 4
"""Values are told apart down to so many times the largest score below 0: prices reach as far."""


class Tables(NamedTuple):
    """Points by what was counted, from the formulas of `scoring`.

    language (5,), needs (asked + 1, covered + 1), availability (5,), life (2, 3), reciprocity (2,);
    `proximity`, `most_language` and `most_needs` are the weights of those criteria, `bin` the width
    of a bin of values (as a power of two), which begin at `lowest`. `reach` is that of
    the policy, in metres.
    """

    bin: int
    lowest: int
    reach: float
    proximity: float
    language: Integers
    most_language: int
    needs: Integers
    most_needs: int
    availability: Integers
    life: Integers
    reciprocity: Integers


class Room(NamedTuple):
    """Where the pairs of one party are written: partners and scores, as many as there may be.

    `covering` and `weights` have an entry for each need of a party; `bins` count values found;
    `floor` holds the lowest value of interest, its bin, how many are above that bin, the most that
    all but language, needs, nearness and bonuses can give, and the most that an exception gives;
    `wanted` is how much of the needs has to be met at each level of language.
    """

    partners: SmallIntegers
    scores: Integers
    covering: Words
    weights: Words
    bins: SmallIntegers
    floor: Integers
    wanted: Integers


def room_for(view: View, largest: int) -> Room:
    """Room for the pairs of anybody who looks through this; one for each thread."""
    parties = len(view.record)
    most_needs = int(view.first[2] - view.first[1])
    return Room(
        np.empty(parties, np.int32),
        np.empty(parties, np.int64),
        np.empty(most_needs, np.uint64),
        np.empty(most_needs, np.uint64),
        np.zeros(((_DEEP + 1) * largest >> _bin_width(largest)) + 2, np.int32),
        np.zeros(5, np.int64),
        np.zeros(LEVELS + 1, np.int64),
    )


def tables(policy: Policy, most_asked: int, largest: int) -> Tables:
    """For a policy, the weight of all needs of one household, and scores with bonuses."""
    weights = policy.weights
    covered = np.arange(most_asked + 1)
    like, shared = np.arange(2)[:, None], np.arange(ENOUGH_INTERESTS + 1)

    def points(criterion: Criterion, value: scoring.Quantity) -> Integers:
        found: Integers = scoring.points(weights.of(criterion), value)
        return found

    return Tables(
        bin=_bin_width(largest),
        lowest=-_DEEP * largest,
        reach=np.inf if policy.reach_m is None else float(policy.reach_m),
        proximity=float(weights.proximity),
        language=points(Criterion.LANGUAGE, scoring.language(np.arange(LEVELS + 1))),
        most_language=weights.language,
        needs=points(
            Criterion.NEEDS, scoring.needs(covered.astype(np.float64), covered[:, None] * 1.0)
        ),
        most_needs=weights.needs,
        availability=points(
            Criterion.AVAILABILITY, scoring.availability(np.arange(ENOUGH_SLOTS + 1))
        ),
        life=points(Criterion.LIFE, scoring.life(like, shared)),
        reciprocity=points(Criterion.RECIPROCITY, scoring.reciprocity(np.arange(2))),
    )


def _bin_width(largest: int) -> int:
    return max(0, ((_DEEP + 1) * largest).bit_length() - _MOST_BINS.bit_length() + 1)
