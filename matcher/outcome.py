"""What a run gives: proposals, who waits and why, who would be next, and the proof."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, overload

from matcher.columns import Names
from matcher.explanation import Alternative, Waiting
from matcher.pairs import Integers
from matcher.receipt import Receipt
from matcher.scoring import CriterionScore

Item = TypeVar("Item")

MADE_AT_ONCE = 1024
"""Items of a large run that are made together when all are asked for."""


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """A proposal: points by criterion, and the bonuses that the policy added in this run."""

    volunteer_id: str
    household_id: str
    points: int
    criteria: tuple[CriterionScore, ...]
    waiting_bonus: int
    stability_bonus: int
    pinned: bool

    @property
    def score(self) -> int:
        """Points with bonuses: what the pair counts in its run."""
        return self.points + self.waiting_bonus + self.stability_bonus


class Proof(StrEnum):
    """What proves a result: `PRICES` alone, or with them an `INTEGER_PROGRAM` (see Certificate)."""

    PRICES = "prices"
    INTEGER_PROGRAM = "integer_program"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof: prices of volunteers and households, in points with bonuses.

    Pinned pairs stand outside of it: the rest is the best that can be done around them. Under
    coverage every score was raised by `raised_by` first; `total` is in points with bonuses.

    With `INTEGER_PROGRAM`, fairness floors changed the result. The prices then prove that nothing
    is better given how many volunteers each household gets (all scores raised, whatever the
    objective); that these numbers are the best ones within the floors is proven by HiGHS, whose
    bound met its value, and cannot be checked from the prices.
    """

    volunteer_prices: Sequence[tuple[str, int]]
    household_prices: Sequence[tuple[str, int]]
    total: int
    raised_by: int
    proven: bool
    proof: Proof = Proof.PRICES


@dataclass(frozen=True, slots=True)
class Matching:
    """The result of a run; everything is ordered by ids.

    `alternatives` has an entry for every household, `waiting` one for each that wants a
    volunteer and got none. In a large run these are made when they are asked for.
    """

    pairs: Sequence[MatchedPair]
    waiting: Sequence[Waiting]
    alternatives: Mapping[str, tuple[Alternative, ...]]
    certificate: Certificate
    receipt: Receipt

    @property
    def score(self) -> int:
        """Points with bonuses of all pairs, the pinned ones included."""
        return sum(pair.score for pair in self.pairs)

    @property
    def served(self) -> frozenset[str]:
        """Ids of the households that get a volunteer."""
        return frozenset(pair.household_id for pair in self.pairs)


class OnDemand(Sequence[Item], Generic[Item]):
    """A sequence whose items are made whenever they are asked for.

    `make` is given where a slice of them begins and ends: many at once are made faster.
    """

    def __init__(self, length: int, make: Callable[[int, int], Sequence[Item]]) -> None:
        self._length = length
        self._make = make

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Item]:
        for first in range(0, self._length, MADE_AT_ONCE):
            yield from self._make(first, min(first + MADE_AT_ONCE, self._length))

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        if isinstance(index, slice):
            return [self[position] for position in range(self._length)[index]]
        place = range(self._length)[index]
        return self._make(place, place + 1)[0]


class AlternativesOnDemand(Mapping[str, tuple[Alternative, ...]]):
    """By household id, in order; made whenever they are asked for."""

    def __init__(self, ids: Names, make: Callable[[int], tuple[Alternative, ...]]) -> None:
        self._positions = {str(name): position for position, name in enumerate(ids)}
        self._make = make

    def __len__(self) -> int:
        return len(self._positions)

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __getitem__(self, household: str) -> tuple[Alternative, ...]:
        return self._make(self._positions[household])


def prices_on_demand(ids: Names, prices: Integers) -> OnDemand[tuple[str, int]]:
    """Ids with their prices."""
    return OnDemand(
        len(ids),
        lambda first, end: [*zip(ids[first:end].tolist(), prices[first:end].tolist(), strict=True)],
    )
