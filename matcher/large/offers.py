"""Where the pairs of a party come from: `market` asks, and knows no more than this."""

from typing import Protocol

from matcher.large.market import Side
from matcher.large.reach import Reach
from matcher.pairs import Booleans, Integers, SmallIntegers

ROWS, COLUMNS = 0, 1
"""The sides of a market."""


class Offers(Protocol):
    """All feasible pairs between two sides, by whichever side asks.

    Methods may be called by several threads at once, for different parties.
    """

    raised_by: int
    """What every score is raised by before it is listed."""

    stored: bool
    """Whether pairs are stored, so that a list is made in no time."""

    list_size: int
    """Pairs on a short list, besides two for each place: more where looking anew takes longer."""

    largest: int
    """No score, before it is raised, is larger."""

    def prepare(self, side: int, prices: Integers) -> None:
        """Get ready for being asked by this side, to whom the others' prices are no lower."""

    def in_order(self, side: int, whom: SmallIntegers) -> SmallIntegers:
        """The same parties, those who look at the same others next to each other."""

    def most_pairs(self, side: int) -> Integers:
        """For each party of a side at least as many as it has pairs."""

    def list_best(self, side: int, bidders: Side, prices: Integers, whom: SmallIntegers) -> None:
        """Make new lists for these parties of a side, by the other side's prices."""

    def all_worth(
        self, side: int, bidder: int, prices: Integers, least: int
    ) -> tuple[SmallIntegers, Integers]:
        """Partners and raised scores of one party's pairs.

        A pair whose raised score less the partner's price is below `least` may be left out.
        """

    def search(
        self, side: int, bidders: Side, goods: Side, reach: Reach, sources: Integers
    ) -> None:
        """Fill the free places of these parties of a side, with whatever `search_all` asks for."""

    def mark(
        self, side: int, bidders: Side, prices: Integers, whom: SmallIntegers, marked: Booleans
    ) -> None:
        """Mark every partner of these that does not have a place with them."""

    def rule_out(self, row: int, column: int) -> None:
        """From now on this pair is not feasible."""
