"""The exact solver: sparse scores and capacities in, proven pairs and prices out.

Most pairs are too poor to matter. So the best few of each row and column are solved first (the
core, see `reduction`); the prices of that answer tell which of the others could still improve it,
and these join the core until none could. The prices then prove the answer for all pairs.
"""

from dataclasses import dataclass, field

import numpy as np

from matcher.errors import MatcherError
from matcher.pairs import (
    LARGEST_EXACT,
    Booleans,
    Capacity,
    Integers,
    Pairs,
    Scores,
    read_capacity,
    read_scores,
)
from matcher.prices import Choice, find_prices, price_of_forcing, proves
from matcher.reduction import solve

CORE = 6
"""Pairs that each row and column brings into the core, besides two for each of its places."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """The chosen pairs (sorted by row, then column), their points and the prices that prove them.

    `raised_by` is the coverage constant: 0, or what every score was raised by so that one more
    pair outweighs all points. Prices are prices of the raised scores; `total` is in plain points.
    """

    rows: Integers
    columns: Integers
    total: int
    row_prices: Integers
    column_prices: Integers
    row_capacity: Integers
    column_capacity: Integers
    raised_by: int
    _choice: Choice = field(repr=False)

    def is_optimal(self, scores: Scores) -> bool:
        """Check the proof from scratch against `scores`, in one pass; MatcherError as in assign."""
        return self.is_optimal_for(read_scores(scores))

    def is_optimal_for(self, pairs: Pairs) -> bool:
        """As `is_optimal`, for pairs that were checked before."""
        n, m = pairs.shape
        if (n, m) != (len(self.row_prices), len(self.column_prices)):
            return False
        inside = (self.rows >= 0) & (self.rows < n) & (self.columns >= 0) & (self.columns < m)
        keys = self.rows * m + self.columns
        if not inside.all() or np.unique(keys).size != keys.size:
            return False
        chosen = pairs.holding(self.rows, self.columns)
        if chosen.sum() != keys.size or pairs.scores[chosen].sum() != self.total:
            return False
        constant = coverage_constant(pairs, self.row_capacity, self.column_capacity)
        if self.raised_by not in (0, constant):
            return False
        choice = Choice(
            pairs.raised(self.raised_by), chosen, self.row_capacity, self.column_capacity
        )
        return proves(choice, self.row_prices, self.column_prices)

    def price_of(self, row: int, column: int) -> int:
        """Points that forcing this pair costs, exactly; 0 when it is chosen or as good.

        Under coverage one pair fewer counts `raised_by` points more. MatcherError when the pair
        is not feasible or one of its sides has no capacity.
        """
        position = self._choice.pairs.find(row, column)
        if position is None:
            raise MatcherError(f"row {row}, column {column} is not a feasible pair")
        if not (self.row_capacity[row] and self.column_capacity[column]):
            raise MatcherError(f"row {row}, column {column} cannot be forced: capacity is 0")
        return price_of_forcing(self._choice, position)


def assign(
    scores: Scores,
    row_capacity: Capacity = 1,
    column_capacity: Capacity = 1,
    *,
    coverage: bool = False,
) -> Assignment:
    """Choose pairs within the capacities, each at most once, with the greatest sum of points.

    Args:
        scores: shape (n, m), whole points >= 0: a scipy.sparse array or matrix of any format,
            where every stored entry (zero included) is a feasible pair, or a dense 2-D array,
            where every finite entry is and -inf is not. Not modified.
        row_capacity: an integer, or n of them, >= 0.
        column_capacity: an integer, or m of them, >= 0.
        coverage: first the greatest number of pairs, then the most points.

    Raises:
        MatcherError: for input that is not as above, naming the first offending entry, and for
            scores so large that the result cannot be computed exactly.
    """
    pairs = read_scores(scores)
    rows = read_capacity(row_capacity, pairs.shape[0], "row")
    columns = read_capacity(column_capacity, pairs.shape[1], "column")
    return assign_pairs(pairs, rows, columns, coverage=coverage)


def assign_pairs(
    pairs: Pairs, row_capacity: Integers, column_capacity: Integers, *, coverage: bool
) -> Assignment:
    """As `assign`, for pairs and capacities that were checked before."""
    raised_by = coverage_constant(pairs, row_capacity, column_capacity) if coverage else 0
    raised = pairs.raised(raised_by)
    _refuse_inexact(raised, raised_by)
    choice, row_prices, column_prices = _solve_by_core(raised, row_capacity, column_capacity)
    chosen = choice.chosen
    return Assignment(
        rows=pairs.rows[chosen],
        columns=pairs.columns[chosen],
        total=int(pairs.scores[chosen].sum()),
        row_prices=row_prices,
        column_prices=column_prices,
        row_capacity=row_capacity,
        column_capacity=column_capacity,
        raised_by=raised_by,
        _choice=choice,
    )


def coverage_constant(pairs: Pairs, row_capacity: Integers, column_capacity: Integers) -> int:
    """More than all points that any assignment could earn, so that one more pair outweighs them."""
    most = min(
        int(np.minimum(row_capacity, np.bincount(pairs.rows, minlength=pairs.shape[0])).sum()),
        int(
            np.minimum(column_capacity, np.bincount(pairs.columns, minlength=pairs.shape[1])).sum()
        ),
    )
    return most * int(pairs.scores.max(initial=0)) + 1


def _refuse_inexact(raised: Pairs, raised_by: int) -> None:
    # Sums along an alternating path hold every score once and the constant at most twice.
    largest = int(raised.scores.max(initial=0)) - raised_by + 1
    if 2 * sum(raised.shape) * largest + 4 * raised_by >= LARGEST_EXACT:
        raise MatcherError(
            f"scores up to {largest - 1} over {raised.shape[0]} rows and {raised.shape[1]} columns "
            "are too large to be solved exactly"
        )


def _solve_by_core(
    pairs: Pairs, row_capacity: Integers, column_capacity: Integers
) -> tuple[Choice, Integers, Integers]:
    """An optimal choice and the prices that prove it."""
    core = _best(pairs.rows, pairs.scores, 2 * row_capacity + CORE)
    core |= _best(pairs.columns, pairs.scores, 2 * column_capacity + CORE)
    while True:
        inside = pairs.only(core)
        chosen = solve(inside, row_capacity, column_capacity)
        row_prices, column_prices = find_prices(
            Choice(inside, chosen, row_capacity, column_capacity)
        )
        outbid = row_prices[pairs.rows] + column_prices[pairs.columns] < pairs.scores
        missing = outbid & ~core
        if not missing.any():
            break
        core |= missing
    everywhere = np.zeros_like(core)
    everywhere[np.flatnonzero(core)[chosen]] = True
    return Choice(pairs, everywhere, row_capacity, column_capacity), row_prices, column_prices


def _best(ends: Integers, scores: Integers, most: Integers) -> Booleans:
    """The pairs with the highest scores of each row, or of each column; `most` says how many."""
    order = np.lexsort((-scores, ends))
    ordered = ends[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    best = np.zeros(len(ends), dtype=np.bool_)
    best[order] = rank < most[ordered]
    return best
