"""Pairs and capacities as a full matching of rows, which scipy solves.

A row or column with several places becomes as many copies; a pair between two such gets a gate of
its own, so that it is taken at most once (after Tutte); each row copy may also wait in a private
column. `min_weight_full_bipartite_matching` (Jonker and Volgenant, sparse) does the rest. It places
one row after the other, so the side with fewer places takes the part of the rows.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from matcher.pairs import Booleans, Integers, Pairs


def solve(pairs: Pairs, row_capacity: Integers, column_capacity: Integers) -> Booleans:
    """Which pairs an optimal choice takes; as good as float64 is exact, so prove it."""
    at_column = np.bincount(pairs.columns, minlength=pairs.shape[1])
    places = np.minimum(row_capacity, np.diff(pairs.starts)).sum()
    if places <= np.minimum(column_capacity, at_column).sum():
        return _solve(pairs, row_capacity, column_capacity)
    order = np.argsort(pairs.columns, kind="stable")
    rows, columns = pairs.rows[order], pairs.columns[order].astype(np.int64)
    turned = Pairs.of(pairs.shape[::-1], columns, rows, pairs.scores[order])
    chosen = np.empty(pairs.count, dtype=np.bool_)
    chosen[order] = _solve(turned, column_capacity, row_capacity)
    return chosen


def _solve(pairs: Pairs, row_capacity: Integers, column_capacity: Integers) -> Booleans:
    rows, columns = pairs.rows, pairs.columns
    chosen = np.zeros(pairs.count, dtype=bool)
    usable = np.flatnonzero((row_capacity[rows] > 0) & (column_capacity[columns] > 0))
    if not usable.size:
        return chosen
    # Every full matching has as many entries as there are left nodes, so one point more for each
    # changes nothing, and keeps scipy from taking a stored zero for a missing pair.
    worth = pairs.scores[usable] + 1
    left = _Places.of(rows[usable], row_capacity)
    right = _Places.of(columns[usable], column_capacity)
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
    tails, heads, weights = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    graph = scipy.sparse.coo_array(
        (weights.astype(np.float64), (tails, heads)), shape=(waits, right.total + waits)
    ).tocsr()
    partner = scipy.sparse.csgraph.min_weight_full_bipartite_matching(graph, maximize=True)[1][
        : left.total
    ]
    owner = left.owner[partner < right.total]
    chosen[pairs.positions(owner, right.owner[partner[partner < right.total]])] = True
    gates = np.full(waits, -1)
    gates[gate[doubled]] = usable[doubled]
    through = partner[partner >= right.total + left.total] - right.total
    chosen[gates[through]] = True
    return chosen


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
        degree = np.bincount(ends, minlength=len(capacity))
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
