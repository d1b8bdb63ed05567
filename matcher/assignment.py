"""The exact solver: sparse scores and capacities in, proven pairs and prices out.

The only user of scipy's solvers. A row or column with several places becomes as many copies; a
pair between two such gets two nodes of its own, so that it is taken at most once (after Tutte);
each row copy may also wait in a private column. What is left is a full matching of the rows,
which `min_weight_full_bipartite_matching` (Jonker-Volgenant, sparse) solves; `prices` proves it.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

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
    chosen = _solve(raised, row_capacity, column_capacity)
    choice = Choice(raised, chosen, row_capacity, column_capacity)
    row_prices, column_prices = find_prices(choice)
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
        int(np.minimum(row_capacity, _degree(pairs.rows, pairs.shape[0])).sum()),
        int(np.minimum(column_capacity, _degree(pairs.columns, pairs.shape[1])).sum()),
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


def _solve(pairs: Pairs, row_capacity: Integers, column_capacity: Integers) -> Booleans:
    """Which pairs an optimal choice takes."""
    chosen = np.zeros(len(pairs.rows), dtype=bool)
    usable = np.flatnonzero((row_capacity[pairs.rows] > 0) & (column_capacity[pairs.columns] > 0))
    if not usable.size:
        return chosen
    # Every full matching has as many entries as there are left nodes, so one point more for each
    # changes nothing, and keeps scipy from taking a stored zero for a missing pair.
    worth = pairs.scores[usable] + 1
    left = _Places.of(pairs.rows[usable], row_capacity)
    right = _Places.of(pairs.columns[usable], column_capacity)
    double = (left.copies > 1) & (right.copies > 1)
    gate = left.total + np.cumsum(double) - 1  # left node of a doubled pair
    waits = left.total + int(double.sum())
    single = np.flatnonzero(~double)
    doubled = np.flatnonzero(double)
    entries = [
        _edges(left, right, single, worth),
        _gated(left, right, doubled, gate, worth),
        (np.arange(waits), right.total + np.arange(waits), np.ones(waits, dtype=np.int64)),
    ]
    rows, columns, weights = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    graph = coo_array(
        (weights.astype(np.float64), (rows, columns)), shape=(waits, right.total + waits)
    ).tocsr()
    partner = min_weight_full_bipartite_matching(graph, maximize=True)[1][: left.total]
    owner = left.owner[partner < right.total]
    key = owner * pairs.shape[1] + right.owner[partner[partner < right.total]]
    chosen[np.searchsorted(pairs.keys, key)] = True
    gates = np.full(waits, -1)
    gates[gate[doubled]] = usable[doubled]
    through = partner[partner >= right.total + left.total] - right.total
    chosen[gates[through]] = True
    return chosen


def _degree(ends: Integers, length: int) -> Integers:
    return np.bincount(ends, minlength=length)


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """The nodes of one side: as many per owner as it can use.

    An owner with a place for every pair never has to choose: each pair gets a node of its own.
    `first` and `copies` tell, for each pair, which nodes it may use; `owner` whose a node is.
    """

    total: int
    owner: Integers
    first: Integers
    copies: Integers

    @classmethod
    def of(cls, ends: Integers, capacity: Integers) -> "_Places":
        degree = _degree(ends, len(capacity))
        size = np.minimum(capacity, degree)
        base = np.cumsum(size) - size
        ample = (capacity >= degree)[ends]
        order = np.argsort(ends, kind="stable")
        rank = np.empty_like(ends)
        rank[order] = np.arange(len(ends)) - (np.cumsum(degree) - degree)[ends[order]]
        return cls(
            total=int(size.sum()),
            owner=np.repeat(np.arange(len(capacity)), size),
            first=base[ends] + np.where(ample, rank, 0),
            copies=np.where(ample, 1, size[ends]),
        )


def _spread(places: _Places, which: Integers, partner: Integers) -> tuple[Integers, Integers]:
    """An entry from every node of each pair in `which` to that pair's one partner."""
    copies = places.copies[which]
    offset = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    return np.repeat(places.first[which], copies) + offset, np.repeat(partner[which], copies)


def _edges(
    left: _Places, right: _Places, which: Integers, worth: Integers
) -> tuple[Integers, Integers, Integers]:
    """Entries for pairs that have a single node on one side: that node takes the pair once."""
    wide = which[left.copies[which] > 1]
    tall = which[left.copies[which] == 1]
    rows, columns = _spread(left, wide, right.first)
    more_columns, more_rows = _spread(right, tall, left.first)
    weights = np.repeat(worth[wide], left.copies[wide]), np.repeat(worth[tall], right.copies[tall])
    return (
        np.concatenate([rows, more_rows]),
        np.concatenate([columns, more_columns]),
        np.concatenate(weights),
    )


def _gated(
    left: _Places, right: _Places, doubled: Integers, gate: Integers, worth: Integers
) -> tuple[Integers, Integers, Integers]:
    """Entries for pairs with several nodes on both sides: they pass through one gate, once.

    A left copy may take the gate's own waiting column; the gate must then take a right copy.
    """
    rows, columns = _spread(left, doubled, right.total + gate)
    gate_columns, gate_rows = _spread(right, doubled, gate)
    weights = np.repeat(worth[doubled], left.copies[doubled]), np.ones_like(gate_rows)
    return (
        np.concatenate([rows, gate_rows]),
        np.concatenate([columns, gate_columns]),
        np.concatenate(weights),
    )
