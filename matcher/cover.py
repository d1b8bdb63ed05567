"""What makes as many pairs as possible scarce: rows and columns that cover every pair (König).

Under coverage each score is raised by a constant. Where a choice has as many pairs as can be, its
cover tells how its prices grow with that constant, so that they need not be found anew.
"""

import numpy as np
import scipy

from matcher.pairs import Integers
from matcher.prices import Choice


def find_cover(choice: Choice) -> tuple[Integers, Integers]:
    """What one more (or less) place in each row and column is worth in pairs: 0 or 1.

    A row is 0 when an alternating path (pairs not chosen lead to columns, chosen ones back to
    rows) reaches it from a row with a place left; a column is 1 when one reaches it. Then row +
    column >= 1 for every pair that was not chosen (or its column would be reached), <= 1 for every
    chosen pair (or its row would be reached), a row with a place left is 0, and so is such a
    column when the choice has as many pairs as can be (or the path would bring one more): prices
    for scores of 1, and of all such prices those with the largest row prices.

    Source: König 1931; for several places the integral dual of the transportation problem.
    """
    pairs, chosen = choice.pairs, choice.chosen
    n, m = pairs.shape
    rows, columns = pairs.rows, n + pairs.columns
    start = n + m
    spare = np.flatnonzero(choice.row_load < choice.row_capacity)
    tails = np.concatenate([rows[~chosen], columns[chosen], np.full_like(spare, start)])
    heads = np.concatenate([columns[~chosen], rows[chosen], spare])
    steps = scipy.sparse.csr_array(
        (np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(start + 1,) * 2
    )
    reached = np.zeros(start + 1, dtype=np.int64)
    reached[scipy.sparse.csgraph.breadth_first_order(steps, start, return_predecessors=False)] = 1
    return 1 - reached[:n], reached[n:start]
