"""What a fairness floor is, and whether a result keeps it: exact, in whole numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from matcher.errors import MatcherError

FINEST_SHARE = 1_000
"""Largest denominator of a share: 0.85 and 2/3 are meant exactly, not as the nearest float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessFloor:
    """A named group of households must get at least `share` of what the others get.

    Of a group of which g of G households get a volunteer, and the others of whom o of O do,
    g / G >= share x o / O. Counted are the households of a run that want a volunteer; whoever
    gets at least one, pinned or not, is served. Where nobody of the group or nobody else takes
    part, there is nothing to compare and the floor holds.

    A floor holds down the others when the group cannot be served better: a group that nobody
    suits would leave everybody waiting. `price_of_floors` says so before anybody adopts it.

    Args:
        name: what people call the group.
        group: ids of households; one that takes no part in a run does not count.
        share: from 0.001 to 1, read as the nearest fraction with a denominator up to 1,000.
    """

    name: str
    group: frozenset[str]
    share: float

    def __post_init__(self) -> None:
        # Written so that a NaN is refused too.
        if not 1 / FINEST_SHARE <= self.share <= 1:
            raise MatcherError(
                f"the share of floor {self.name!r} is {self.share}, not between 0.001 and 1"
            )

    @property
    def ratio(self) -> Fraction:
        """The share as the exact fraction that is meant."""
        return Fraction(self.share).limit_denominator(FINEST_SHARE)

    def count(self, wanting: Collection[str], served: Collection[str]) -> "FloorCount":
        """How many of either side want somebody and are served; `served` is part of `wanting`."""
        return FloorCount(
            group=len(self.group.intersection(wanting)),
            group_served=len(self.group.intersection(served)),
            others=len(set(wanting) - self.group),
            others_served=len(set(served) - self.group),
        )


@dataclass(frozen=True, slots=True)
class FloorCount:
    """Households that want a volunteer, in the group and outside of it, and how many get one."""

    group: int
    group_served: int
    others: int
    others_served: int

    def keeps(self, ratio: Fraction) -> bool:
        """Whether the group gets at least this share of what the others get."""
        if not (self.group and self.others):
            return True
        return self.group_served * self.others * ratio.denominator >= (
            self.others_served * self.group * ratio.numerator
        )
