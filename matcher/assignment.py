"""The exact solver: sparse scores and capacities in, proven pairs and prices out.

Two engines stand behind it, and SMALL decides between them: `core` with scipy, which starts at
once, and `large`, compiled, which starts after a second and knows no size. Both end in integer
prices, and one check of all pairs by these prices ends every run (`is_optimal`).
"""

from dataclasses import dataclass, field

import numpy as np

from matcher.core import solve_by_core
from matcher.errors import MatcherError
from matcher.pairs import (
    LARGEST_EXACT,
    Capacity,
    Integers,
    Pairs,
    Scores,
    read_capacity,
    read_scores,
)
from matcher.prices import Choice, find_prices, price_of_forcing
from matcher.proof import Chosen, proves

SMALL = 250_000
"""Up to so many pairs, scipy is done before the compiled engine would have been loaded."""

AT_ONCE = 1 << 20
"""Pairs that are checked at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """The chosen pairs (sorted by row, then column), their points and the prices that prove them.

    `raised_by` is the coverage constant: 0, or what every score was raised by so that one more
    pair outweighs all points. Prices are prices of the raised scores; `total` is in plain points.

    It holds no copy of scores that came sorted in compressed rows (CSR): leave such a matrix as it
    is for as long as `price_of` is asked.
    """

    rows: Integers
    columns: Integers
    total: int
    row_prices: Integers
    column_prices: Integers
    row_capacity: Integers
    column_capacity: Integers
    raised_by: int
    _pairs: Pairs = field(repr=False)

    def is_optimal(self, scores: Scores) -> bool:
        """Check the proof from scratch against `scores`, in one pass; MatcherError as in assign."""
        return self.is_optimal_for(read_scores(scores))

    def is_optimal_for(self, pairs: Pairs) -> bool:
        """As `is_optimal`, for pairs that were checked before."""
        places = self._places_in(pairs)
        if places is None or int(pairs.scores[places].sum(dtype=np.int64)) != self.total:
            return False
        return self._raised_enough(pairs) and self._proves(pairs, places)

    def is_proven_for(self, pairs: Pairs) -> bool:
        """Whether the prices prove the choice, whatever was added to every score under coverage."""
        places = self._places_in(pairs)
        return places is not None and self._proves(pairs, places)

    def _places_in(self, pairs: Pairs) -> Integers | None:
        """Where the chosen pairs stand among these; None unless each is there, once."""
        if pairs.shape != (len(self.row_prices), len(self.column_prices)):
            return None
        places = pairs.positions(self.rows, self.columns)
        ordered = np.sort(places)
        if (ordered[:1] < 0).any() or (ordered[1:] == ordered[:-1]).any():
            return None
        return places

    def _raised_enough(self, pairs: Pairs) -> bool:
        capacities = self.row_capacity, self.column_capacity
        return self.raised_by == 0 or self.raised_by == coverage_constant(pairs, *capacities)

    def _proves(self, pairs: Pairs, places: Integers) -> bool:
        return proves(
            Chosen(self.rows, self.columns, pairs.scores[places].astype(np.int64) + self.raised_by),
            (self.row_capacity, self.column_capacity),
            (self.row_prices, self.column_prices),
            self._count_outbid(pairs),
        )

    def price_of(self, row: int, column: int) -> int:
        """Points that forcing this pair costs, exactly; 0 when it is chosen or as good.

        Under coverage one pair fewer counts `raised_by` points more. MatcherError when the pair
        is not feasible or one of its sides has no capacity, and when the matrix that this was made
        from has been changed so that the proof no longer holds.
        """
        if not self.is_optimal_for(self._pairs):
            raise MatcherError("the scores have changed since this assignment was made")
        position = self._pairs.find(row, column)
        if position is None:
            raise MatcherError(f"row {row}, column {column} is not a feasible pair")
        if not (self.row_capacity[row] and self.column_capacity[column]):
            raise MatcherError(f"row {row}, column {column} cannot be forced: capacity is 0")
        if self._pairs.count > SMALL:
            from matcher.large import matrices  # noqa: PLC0415 - compiled, for large runs

            return matrices.price_of_forcing(self, self._pairs, row, column)
        chosen = self._pairs.holding(self.rows, self.columns)
        raised = self._pairs.raised(self.raised_by)
        choice = Choice(raised, chosen, self.row_capacity, self.column_capacity)
        return price_of_forcing(choice, position)

    def marginal_row_prices(self) -> Integers:
        """What the total would lose with one place less in each row: the largest of all row prices.

        The small engine gives these by itself; a large result takes seconds more.
        """
        if self._pairs.count <= SMALL:
            return self.row_prices
        chosen = self._pairs.holding(self.rows, self.columns)
        raised = self._pairs.raised(self.raised_by)
        return find_prices(Choice(raised, chosen, self.row_capacity, self.column_capacity))[0]

    def _count_outbid(self, pairs: Pairs) -> int:
        """How many pairs are worth more than both prices, a block of rows at a time."""
        if pairs.count > SMALL:
            from matcher.large.stored import StoredOffers  # noqa: PLC0415 - compiled, for large runs

            offers = StoredOffers(pairs, self.raised_by)
            return offers.count_outbid(self.row_prices, self.column_prices)
        both = self.row_prices[pairs.rows] + self.column_prices[pairs.columns]
        return int((both < pairs.scores.astype(np.int64) + self.raised_by).sum())


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
            where every finite entry is and -inf is not. Not modified, and not copied where it is
            CSR with sorted rows (see `Assignment`).
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
    _refuse_inexact(pairs, raised_by)
    if pairs.count > SMALL:
        from matcher.large import matrices  # noqa: PLC0415 - compiled, for large runs

        places, row_prices, column_prices = matrices.solve(
            pairs, row_capacity, column_capacity, raised_by
        )
    else:
        chosen, row_prices, column_prices = solve_by_core(
            pairs.raised(raised_by), row_capacity, column_capacity
        )
        places = np.flatnonzero(chosen)
    found = Assignment(
        rows=np.searchsorted(pairs.starts, places, side="right") - 1,
        columns=pairs.columns[places].astype(np.int64),
        total=int(pairs.scores[places].sum(dtype=np.int64)),
        row_prices=row_prices,
        column_prices=column_prices,
        row_capacity=row_capacity,
        column_capacity=column_capacity,
        raised_by=raised_by,
        _pairs=pairs,
    )
    if not found.is_optimal_for(pairs):
        raise MatcherError("the assignment found could not be proven to be the best one")
    return found


def coverage_constant(pairs: Pairs, row_capacity: Integers, column_capacity: Integers) -> int:
    """More than all points that any assignment could earn, so that one more pair outweighs them."""
    by_column = np.bincount(pairs.columns, minlength=pairs.shape[1])
    most = min(
        int(np.minimum(row_capacity, np.diff(pairs.starts)).sum()),
        int(np.minimum(column_capacity, by_column).sum()),
    )
    return most * int(pairs.scores.max(initial=0)) + 1


def _refuse_inexact(pairs: Pairs, raised_by: int) -> None:
    # Sums along an alternating path hold every score once and the constant at most twice.
    largest = int(pairs.scores.max(initial=0)) + 1
    exact = LARGEST_EXACT if pairs.count <= SMALL else 2**60
    if 2 * sum(pairs.shape) * largest + 4 * raised_by >= exact:
        raise MatcherError(
            f"scores up to {largest - 1} over {pairs.shape[0]} rows and {pairs.shape[1]} columns "
            "are too large to be solved exactly"
        )
