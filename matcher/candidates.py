"""Who can be matched with whom in a small run: rules and points over whole columns, in blocks.

A block is every volunteer with a slice of the households, so memory stays bounded however many
there are. The rules and formulas are those of `rules` and `scoring`; a test holds them equal.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher import scoring
from matcher.columns import HouseholdColumns, VolunteerColumns, some
from matcher.criteria import criterion_values, rules_kept
from matcher.distance import distance_m
from matcher.errors import MatcherError
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import Household, Pair, Volunteer
from matcher.policy import Policy
from matcher.rules import Rule
from matcher.vocabulary import Vocabulary

BLOCK_CELLS = 1 << 19
"""Volunteers x households looked at together: some tens of megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """All volunteers (V) with some households (B); matrices have shape (V, B).

    `holds` tells for each rule where it is kept; `reach_m` is that of the policy.
    """

    metres: Integers
    holds: dict[Rule, Booleans]
    volunteers: VolunteerColumns
    households: HouseholdColumns
    year: int
    reach_m: int | None

    @property
    def feasible(self) -> Booleans:
        every: Booleans = np.logical_and.reduce(list(self.holds.values()))
        return every


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
        reach = self.policy.reach_m
        holds = rules_kept(v, h, metres, self.year, reach)
        holds[Rule.FORBIDDEN] = self._apart(self.policy.forbidden, columns)
        holds[Rule.LIVE] = self._apart(self.policy.live, columns)
        return Block(metres, holds, v, h, self.year, reach)

    def pairs(self, tell: Callable[[str, float], None]) -> Pairs:
        """Every feasible pair with its points; tells the share of work done as it goes."""
        empty = np.empty(0, dtype=np.int64)
        found = [(empty, empty, empty)]
        for block, positions in self.blocks():
            tell("candidates", positions[0] / len(self.households))
            rows, columns = np.nonzero(block.feasible)
            # Of all cells but few are feasible: only these get their points.
            points = points_of(self, rows, positions[columns])
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


def points_of(ground: Ground, rows: Integers, columns: Integers) -> Integers:
    """Points of these pairs, feasible or not, one entry per pair."""
    v, h = some(ground.volunteers, rows), some(ground.households, columns)
    metres = distance_m(v.latitude, v.longitude, h.latitude, h.longitude)
    points = np.zeros(len(rows), dtype=np.int64)
    for criterion, value in criterion_values(v, h, metres, ground.year).items():
        points += scoring.points(ground.policy.weights.of(criterion), value)
    return points


def all_kept(ground: Ground, rows: Integers, columns: Integers) -> bool:
    """Whether each of these pairs keeps every rule but those about single pairs."""
    v, h = some(ground.volunteers, rows), some(ground.households, columns)
    metres = distance_m(v.latitude, v.longitude, h.latitude, h.longitude)
    kept = rules_kept(v, h, metres, ground.year, ground.policy.reach_m, paired=True)
    return all(bool(holds.all()) for holds in kept.values())


def check_words(volunteers: VolunteerColumns, households: HouseholdColumns) -> None:
    """MatcherError when the two sides do not use the same words."""
    if volunteers.words != households.words:
        raise MatcherError("volunteers and households have different vocabularies")


def _places(names: Sequence[str], ids: npt.NDArray[np.str_]) -> Integers:
    """Where these names stand among the ids; -1 for a name that is not there."""
    if not (len(ids) and len(names)):
        return np.full(len(names), -1)
    order = np.argsort(ids)
    wanted = np.array(names, dtype=np.str_)
    place = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    found: Integers = np.where(ids[order[place]] == wanted, order[place], -1)
    return found
