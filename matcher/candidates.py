"""Who can be matched with whom in a small run: rules and points over whole columns, in blocks.

A block is every volunteer with a slice of the households, so memory stays bounded however many
there are. The rules and formulas are those of `rules` and `scoring`; a test holds them equal.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher import scoring
from matcher.columns import (
    WOMAN,
    Bytes,
    HouseholdColumns,
    Vocabulary,
    VolunteerColumns,
    births,
    some,
)
from matcher.distance import distance_m
from matcher.errors import MatcherError
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import CONVERSATION, Household, Level, Pair, Volunteer
from matcher.policy import Criterion, Policy, Weights
from matcher.rules import Rule

BLOCK_CELLS = 1 << 19
"""Volunteers x households looked at together: some tens of megabytes."""

# float32 counts small numbers exactly and multiplies fastest.
Counts = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """All volunteers (V) with some households (B); matrices have shape (V, B).

    `holds` tells for each rule where it is kept.
    """

    metres: Integers
    holds: dict[Rule, Booleans]
    volunteers: VolunteerColumns
    households: HouseholdColumns
    year: int

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
        covered = _together(v.offers, h.needs_weights).astype(np.float64)
        asked = h.needs_weights.sum(axis=1, dtype=np.float64)
        common = np.bitwise_count(v.slots[:, None] & h.slots).astype(np.float64)
        levels = lower_levels(v.levels, h.levels).astype(np.float64)
        minors = births(h.child_birth_years, self.year)
        like_age = (v.near_births(self.year)[:, None] & minors) > 0
        interests = _together(v.interests, h.interests).astype(np.float64)
        return {
            Criterion.PROXIMITY: scoring.proximity(self.metres, limit),
            Criterion.LANGUAGE: scoring.language(levels),
            Criterion.NEEDS: scoring.needs(covered, asked),
            Criterion.AVAILABILITY: scoring.availability(common),
            Criterion.LIFE: scoring.life(like_age, interests),
            Criterion.RECIPROCITY: scoring.reciprocity(_together(v.wants, h.offers) > 0),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Both sides of one run, prepared for looking at block by block.

    `volunteer_objects` and `household_objects` are the parties where they came as objects.
    """

    volunteers: VolunteerColumns
    households: HouseholdColumns
    policy: Policy
    year: int
    volunteer_objects: Sequence[Volunteer] = ()
    household_objects: Sequence[Household] = ()

    @classmethod
    def of(
        cls,
        volunteers: Sequence[Volunteer],
        households: Sequence[Household],
        policy: Policy,
        year: int,
    ) -> "Ground":
        words = Vocabulary.of(volunteers, households)
        return cls(
            VolunteerColumns.of(volunteers, words),
            HouseholdColumns.of(households, words),
            policy,
            year,
            volunteers,
            households,
        )

    def volunteer(self, position: int) -> Volunteer:
        if self.volunteer_objects:
            return self.volunteer_objects[position]
        return self.volunteers.party(position)

    def household(self, position: int) -> Household:
        if self.household_objects:
            return self.household_objects[position]
        return self.households.party(position)

    def blocks(self) -> Iterator[tuple[Block, Integers]]:
        """Every household in turn, in blocks, with its position."""
        return self.blocks_of(np.arange(len(self.households)))

    def blocks_of(self, columns: Integers) -> Iterator[tuple[Block, Integers]]:
        """The households at these positions (ascending), in blocks of at most BLOCK_CELLS cells."""
        size = max(1, BLOCK_CELLS // max(1, len(self.volunteers)))
        for first in range(0, len(columns), size):
            part = columns[first : first + size]
            yield self._block(part), part

    def _block(self, columns: Integers) -> Block:
        v, h = self.volunteers, some(self.households, columns)
        metres = distance_m(v.latitude[:, None], v.longitude[:, None], h.latitude, h.longitude)
        holds = _rules(v, h, metres, self.year)
        holds[Rule.FORBIDDEN] = self._apart(self.policy.forbidden, columns)
        holds[Rule.LIVE] = self._apart(self.policy.live, columns)
        return Block(metres, holds, v, h, self.year)

    def pairs(self, tell: Callable[[str, float], None]) -> Pairs:
        """Every feasible pair with its points; tells the share of work done as it goes."""
        empty = np.empty(0, dtype=np.int64)
        found = [(empty, empty, empty)]
        for block, positions in self.blocks():
            tell("candidates", positions[0] / len(self.households))
            rows, columns = np.nonzero(block.feasible)
            points = block.points(self.policy.weights)[rows, columns]
            found.append((rows, positions[columns], points))
        tell("candidates", 1.0)
        rows, columns, points = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.lexsort((columns, rows))
        shape = (len(self.volunteers), len(self.households))
        return Pairs.of(shape, rows[order], columns[order], points[order])

    def positions(self, pairs: Collection[Pair]) -> tuple[Integers, Integers]:
        """Rows and columns, ascending, of the pairs whose parties both take part."""
        named = sorted(pairs)
        rows = _places([volunteer for volunteer, _ in named], self.volunteers.ids)
        columns = _places([household for _, household in named], self.households.ids)
        both = (rows >= 0) & (columns >= 0)
        order = np.lexsort((columns[both], rows[both]))
        return rows[both][order], columns[both][order]

    def _apart(self, pairs: Collection[Pair], columns: Integers) -> Booleans:
        """False where the block's pair is one of these."""
        apart = np.ones((len(self.volunteers), len(columns)), dtype=np.bool_)
        if pairs:
            rows, at = self.positions(pairs)
            place = np.searchsorted(columns, at)
            inside = (place < len(columns)) & (columns[np.minimum(place, len(columns) - 1)] == at)
            apart[rows[inside], place[inside]] = False
        return apart


def check_words(volunteers: VolunteerColumns, households: HouseholdColumns) -> None:
    """MatcherError when the two sides do not use the same words."""
    if volunteers.words != households.words:
        raise MatcherError("volunteers and households have different vocabularies")


def lower_levels(volunteers: Bytes, households: Bytes) -> Bytes:
    """The lower of the two levels in the best shared language; 0 where none is shared."""
    best = np.zeros((len(volunteers), len(households)), dtype=np.int8)
    spoken = np.flatnonzero(volunteers.any(axis=0) & households.any(axis=0))
    for language in spoken.tolist():
        both = np.minimum(volunteers[:, language, None], households[:, language])
        np.maximum(best, both, out=best)
    return best


def _places(names: Sequence[str], ids: npt.NDArray[np.str_]) -> Integers:
    """Where these names stand among the ids; -1 for a name that is not there."""
    if not (len(ids) and len(names)):
        return np.full(len(names), -1)
    order = np.argsort(ids)
    wanted = np.array(names, dtype=np.str_)
    place = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    found: Integers = np.where(ids[order[place]] == wanted, order[place], -1)
    return found


def _together(some_marks: npt.NDArray[np.generic], others: npt.NDArray[np.generic]) -> Counts:
    """The sum of products of the words of both, for every cell."""
    product: Counts = some_marks.astype(np.float32) @ others.astype(np.float32).T
    return product


def _rules(
    v: VolunteerColumns, h: HouseholdColumns, metres: Integers, year: int
) -> dict[Rule, Booleans]:
    """Where each rule of `rules` is kept, in the order of `Rule`."""
    shared = lower_levels(v.levels, h.levels) >= Level.CONVERSATIONAL
    children = births(h.child_birth_years, year) > 0
    return {
        Rule.CAPACITY: (v.capacity > 0)[:, None] & (h.wanted > 0),
        Rule.DISTANCE: metres <= np.minimum(v.max_distance_m[:, None], h.max_distance_m),
        Rule.LANGUAGE: shared | h.interpreter_available | _practice(v, h),
        Rule.NEEDS: _together(v.offers, h.needs_weights) > 0,
        Rule.AVAILABILITY: (v.slots[:, None] & h.slots) > 0,
        Rule.WOMEN_FOR_HOUSEHOLD: (v.gender == WOMAN)[:, None] | ~h.only_women,
        Rule.WOMEN_FOR_VOLUNTEER: ~v.only_women[:, None] | (h.gender == WOMAN),
        Rule.NO_CHILDREN: ~(v.no_children[:, None] & children),
        Rule.STEP_FREE: v.step_free[:, None] | ~h.step_free_only,
        Rule.SCREENING: v.screened[:, None] | ~children,
    }


def _practice(v: VolunteerColumns, h: HouseholdColumns) -> Booleans:
    if CONVERSATION not in v.words.categories:
        return np.zeros((len(v), len(h)), dtype=np.bool_)
    category = v.words.categories.index(CONVERSATION)
    asked = v.offers[:, category, None] & (h.needs[:, category] > 0)
    return asked & (_together(v.levels >= Level.FLUENT, h.levels >= Level.BASIC) > 0)
