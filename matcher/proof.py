"""What makes prices a proof; the same for runs of every size.

With p >= 0 for rows, q >= 0 for columns and s the score: p + q >= s for every pair that was not
chosen, p + q <= s for every chosen pair, and a price is 0 wherever capacity is left. By linear
programming duality such prices exist exactly when the choice is the best possible.
"""

from dataclasses import dataclass

import numpy as np

from matcher.pairs import Integers


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The chosen pairs, all feasible and each once, with their scores as raised."""

    rows: Integers
    columns: Integers
    scores: Integers


def proves(
    chosen: Chosen,
    capacity: tuple[Integers, Integers],
    prices: tuple[Integers, Integers],
    outbid: int,
) -> bool:
    """Whether capacities hold and the prices of rows and columns prove that nothing is better.

    `outbid` is how many of all feasible pairs are worth more than both their prices; only chosen
    ones may be.
    """
    both = prices[0][chosen.rows] + prices[1][chosen.columns]
    return (
        bool((both <= chosen.scores).all())
        and int((both < chosen.scores).sum()) == outbid
        and _fits(chosen.rows, capacity[0], prices[0])
        and _fits(chosen.columns, capacity[1], prices[1])
    )


def _fits(ends: Integers, capacity: Integers, prices: Integers) -> bool:
    """Whether capacities hold, no price is negative, and none is left where capacity is."""
    load = np.bincount(ends, minlength=len(capacity))
    return bool(
        (load <= capacity).all() and (prices >= 0).all() and not prices[load < capacity].any()
    )
