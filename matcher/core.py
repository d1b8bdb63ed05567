"""The exact solver of small runs: scipy on a core of the pairs, grown until all are proven.

Most pairs are too poor to matter, and one between two who both have several places costs the most
(see `reduction`). So of these only the best few of each row and column are solved first; the prices
of that answer tell which of the others could still improve it, and these join the core until none
could. The prices then prove the answer for all pairs.
"""

import numpy as np

from matcher.pairs import Booleans, Integers, Pairs
from matcher.prices import Choice, find_prices
from matcher.reduction import solve

CORE = 6
"""Such pairs that each row and column brings into the core, besides two for each of its places."""


def solve_by_core(
    pairs: Pairs, row_capacity: Integers, column_capacity: Integers
) -> tuple[Booleans, Integers, Integers]:
    """Which pairs an optimal choice takes, and the row and column prices that prove it."""
    rows = pairs.rows
    core = (row_capacity[rows] <= 1) | (column_capacity[pairs.columns] <= 1)
    if not core.all():
        core |= _best(rows, pairs.scores, 2 * row_capacity + CORE)
        core |= _best(pairs.columns, pairs.scores, 2 * column_capacity + CORE)
    while True:
        inside = pairs.only(core)
        chosen = solve(inside, row_capacity, column_capacity)
        row_prices, column_prices = find_prices(
            Choice(inside, chosen, row_capacity, column_capacity)
        )
        outbid = row_prices[rows] + column_prices[pairs.columns] < pairs.scores
        missing = outbid & ~core
        if not missing.any():
            break
        core |= missing
    everywhere = np.zeros_like(core)
    everywhere[np.flatnonzero(core)[chosen]] = True
    return everywhere, row_prices, column_prices


def _best(ends: Integers, scores: Integers, most: Integers) -> Booleans:
    """The pairs with the highest scores of each row, or of each column; `most` says how many."""
    order = np.lexsort((-scores, ends))
    ordered = ends[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    best = np.zeros(len(ends), dtype=np.bool_)
    best[order] = rank < most[ordered]
    return best
