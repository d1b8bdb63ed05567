"""Who can be matched with whom, over whole columns: rules and points, a block at a time.

A block is every volunteer with a slice of the households, so memory stays bounded however many
there are. The rules and formulas are those of `rules` and `scoring`; a test holds them equal.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher import scoring
from matcher.columns import HouseholdColumns, Levels, Vocabulary, VolunteerColumns
from matcher.distance import distance_m
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import CONVERSATION, Household, Level, Pair, Volunteer
from matcher.policy import Criterion, Policy, Weights
from matcher.rules import Rule

BLOCK_CELLS = 1 << 19
"""Volunteers x households looked at together: some tens of megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """All volunteers (V) with the households from `first` on (B); matrices have shape (V, B).

    `holds` tells for each rule where it is kept.
    """

    first: int
    metres: Integers
    holds: dict[Rule, Booleans]
    volunteers: VolunteerColumns
    households: HouseholdColumns

    @property
    def feasible(self) -> Booleans:
        every: Booleans = np.logical_and.reduce(list(self.holds.values()))
        return every

    def points(self, weights: Weights) -> Integers:
        """Points of every cell, feasible or not."""
        total = np.zeros(self.metres.shape, dtype=np.int64)
        for criterion, value in self._values().items():
            total += scoring.points(weights.of(criterion), value)
        return total

    def _values(self) -> dict[Criterion, scoring.Quantity]:
        v, h = self.volunteers, self.households
        limit = np.minimum(v.max_distance_m[:, None], h.max_distance_m)
        covered = (v.offers @ h.needs.T).astype(np.float64)
        asked = h.needs.sum(axis=1, dtype=np.float64)
        common = np.bitwise_count(v.slots[:, None] & h.slots).astype(np.float64)
        levels = lower_levels(v.levels, h.levels).astype(np.float64)
        like_age = v.near_birth_years @ h.birth_years.T > 0
        interests = (v.interests @ h.interests.T).astype(np.float64)
        return {
            Criterion.PROXIMITY: scoring.proximity(self.metres, limit),
            Criterion.LANGUAGE: scoring.language(levels),
            Criterion.NEEDS: scoring.needs(covered, asked),
            Criterion.AVAILABILITY: scoring.availability(common),
            Criterion.LIFE: scoring.life(like_age, interests),
            Criterion.RECIPROCITY: scoring.reciprocity(v.wants @ h.offers.T > 0),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Both sides of one run, prepared for looking at block by block."""

    volunteers: Sequence[Volunteer]
    households: Sequence[Household]
    policy: Policy
    words: Vocabulary
    columns: VolunteerColumns

    @classmethod
    def of(
        cls,
        volunteers: Sequence[Volunteer],
        households: Sequence[Household],
        policy: Policy,
        year: int,
    ) -> "Ground":
        words = Vocabulary.of(volunteers, households, year)
        columns = VolunteerColumns.of(volunteers, words)
        return cls(volunteers, households, policy, words, columns)

    def blocks(self) -> Iterator[Block]:
        """Every household in turn, in blocks of at most BLOCK_CELLS cells."""
        size = max(1, BLOCK_CELLS // max(1, len(self.volunteers)))
        for first in range(0, len(self.households), size):
            yield self._block(first, self.households[first : first + size])

    def pairs(self, tell: Callable[[str, float], None]) -> Pairs:
        """Every feasible pair with its points; tells the share of work done as it goes."""
        empty = np.empty(0, dtype=np.int64)
        found = [(empty, empty, empty)]
        for block in self.blocks():
            tell("candidates", block.first / len(self.households))
            rows, columns = np.nonzero(block.feasible)
            points = block.points(self.policy.weights)[rows, columns]
            found.append((rows, columns + block.first, points))
        tell("candidates", 1.0)
        rows, columns, points = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.lexsort((columns, rows))
        shape = (len(self.volunteers), len(self.households))
        return Pairs(shape, rows[order], columns[order], points[order])

    def positions(self, pairs: Collection[Pair]) -> tuple[Integers, Integers]:
        """Rows and columns, ascending, of the pairs whose parties both take part."""
        rows = {party.id: row for row, party in enumerate(self.volunteers)}
        columns = {party.id: column for column, party in enumerate(self.households)}
        found = sorted((rows[v], columns[h]) for v, h in pairs if v in rows and h in columns)
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def _block(self, first: int, households: Sequence[Household]) -> Block:
        v, h = self.columns, HouseholdColumns.of(households, self.words)
        metres = distance_m(v.latitude[:, None], v.longitude[:, None], h.latitude, h.longitude)
        holds = _rules(v, h, metres, self.words)
        holds[Rule.FORBIDDEN] = self._apart(self.policy.forbidden, first, len(households))
        holds[Rule.LIVE] = self._apart(self.policy.live, first, len(households))
        return Block(first, metres, holds, v, h)

    def _apart(self, pairs: Collection[Pair], first: int, size: int) -> Booleans:
        """False where the block's pair is one of these."""
        apart = np.ones((len(self.volunteers), size), dtype=np.bool_)
        rows, columns = self.positions(pairs)
        inside = (columns >= first) & (columns < first + size)
        apart[rows[inside], columns[inside] - first] = False
        return apart


def lower_levels(volunteers: Levels, households: Levels) -> Levels:
    """The lower of the two levels in the best shared language; 0 where none is shared."""
    best = np.zeros((len(volunteers), len(households)), dtype=np.int8)
    for language in range(volunteers.shape[1]):
        both = np.minimum(volunteers[:, language, None], households[:, language])
        np.maximum(best, both, out=best)
    return best


def _rules(
    v: VolunteerColumns, h: HouseholdColumns, metres: Integers, words: Vocabulary
) -> dict[Rule, Booleans]:
    """Where each rule of `rules` is kept, in the order of `Rule`."""
    shared = lower_levels(v.levels, h.levels) >= Level.CONVERSATIONAL
    return {
        Rule.CAPACITY: (v.capacity > 0)[:, None] & (h.wanted > 0),
        Rule.DISTANCE: metres <= np.minimum(v.max_distance_m[:, None], h.max_distance_m),
        Rule.LANGUAGE: shared | h.interpreter_available | _practice(v, h, words),
        Rule.NEEDS: v.offers @ h.needs.T > 0,
        Rule.AVAILABILITY: (v.slots[:, None] & h.slots) > 0,
        Rule.WOMEN_FOR_HOUSEHOLD: v.woman[:, None] | ~h.only_women,
        Rule.WOMEN_FOR_VOLUNTEER: ~v.only_women[:, None] | h.woman,
        Rule.NO_CHILDREN: ~(v.no_children[:, None] & h.children),
        Rule.STEP_FREE: v.step_free[:, None] | ~h.step_free_only,
        Rule.SCREENING: v.screened[:, None] | ~h.children,
    }


def _practice(v: VolunteerColumns, h: HouseholdColumns, words: Vocabulary) -> Booleans:
    if CONVERSATION not in words.categories:
        return np.zeros((len(v.levels), len(h.levels)), dtype=np.bool_)
    category = words.categories[CONVERSATION]
    fluent = (v.levels >= Level.FLUENT).astype(np.float32)
    begun = (h.levels >= Level.BASIC).astype(np.float32)
    asked = (v.offers[:, category] > 0)[:, None] & (h.needs[:, category] > 0)
    return asked & (fluent @ begun.T > 0)
