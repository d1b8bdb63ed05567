"""The last look at all pairs: is any that was not chosen worth more than its two prices?"""

from dataclasses import dataclass

from matcher.large.offers import Offers
from matcher.large.threads import SHARE, on_all_cores
from matcher.pairs import Integers


@dataclass(frozen=True, slots=True)
class Count:
    """How many feasible pairs there are, and how many of them are worth more than their prices."""

    pairs: int
    outbid: int


def count_outbid(offers: Offers, prices: tuple[Integers, Integers]) -> Count:
    """Look at every pair once. Prices of rows and columns, as raised."""
    n = len(prices[offers.counting])
    parts = [(first, min(first + SHARE, n)) for first in range(0, n, SHARE)]
    counts = on_all_cores(lambda part: offers.count_outbid(prices, *part), parts)
    return Count(sum(pairs for pairs, _ in counts), sum(outbid for _, outbid in counts))
