"""What others offer for the same problem: the greatest sum of points, leaving people out allowed.

Each function takes stored pairs and returns the total, and does all the conversion its solver
wants. Most know one place a side only: a volunteer with three places is then three columns. The
fewer of households and places are the rows for sparse scipy, which is quicker then, and for kwok,
which allows nothing else. OR-tools also has an assignment solver, but it wants a perfect matching
of a doubled graph, as lapx does, and took 55 to 75 s where its flow took 2.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from instances import Stored
from population import Column
from scipy.sparse import csr_array

DENSE_LIMIT = 400_000_000
"""Cells of the largest dense matrix worth trying: 3 GB."""

ROWS_AT_ONCE = 10_000
"""Rows whose arcs are handed over together: some sizes would fill the memory twice over."""


class CannotError(Exception):
    """The peer cannot do this instance; the message says why."""


def by_place(stored: Stored) -> csr_array:
    """The scores with a column for each place of each volunteer."""
    scores, places = stored.scores, stored.column_capacity
    many = places[scores.indices]
    ends = many.cumsum()
    copy = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - many, many)
    first = places.cumsum() - places
    indices = (np.repeat(first[scores.indices], many) + copy).astype(np.int32)
    indptr = np.concatenate(([0], ends))[scores.indptr].astype(np.int32)
    shape = (scores.shape[0], int(places.sum()))
    return csr_array((np.repeat(scores.data, many), indices, indptr), shape=shape)


def _fewer_rows(scores: csr_array) -> csr_array:
    """Turned so that there are no more rows than columns."""
    rows, columns = scores.shape
    return scores if rows <= columns else scores.T.tocsr()


def scipy_sparse(stored: Stored) -> int:
    """A full matching is wanted: every row gets a column of its own to wait in."""
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    scores = _fewer_rows(by_place(stored))
    rows, columns = scores.shape
    # Costs must be above zero: scipy takes a stored zero for a missing pair.
    top = float(scores.data.max()) + 1
    costs = np.insert(top - scores.data, scores.indptr[1:], top)
    indices = np.insert(scores.indices, scores.indptr[1:], columns + np.arange(rows))
    indptr = scores.indptr + np.arange(rows + 1)
    with_wait = csr_array((costs, indices, indptr), shape=(rows, columns + rows))
    chosen_rows, chosen = min_weight_full_bipartite_matching(with_wait)
    real = chosen < columns
    return int(scores[chosen_rows[real], chosen[real]].sum())


def scipy_dense(stored: Stored) -> int:
    from scipy.optimize import linear_sum_assignment

    dense = _dense(stored)
    rows, columns = linear_sum_assignment(dense, maximize=True)
    return int(dense[rows, columns].sum())


def lapx_dense(stored: Stored) -> int:
    """The dense solver of lapx, which takes rectangles; its sparse one is `lapx`."""
    from lap import lapjvs

    dense = _dense(stored)
    costs = dense.max() - dense
    rows, columns = lapjvs(costs, return_cost=False, prefer_float32=False)
    return int(dense[rows, columns].sum())


def _dense(stored: Stored) -> Column:
    """Zero for who cannot be paired: such a pair earns nothing, like waiting."""
    scores = by_place(stored)
    if scores.shape[0] * scores.shape[1] > DENSE_LIMIT:
        raise CannotError("too large for a dense matrix")
    return scores.astype(np.float64).toarray()


def ortools(stored: Stored) -> int:
    """A flow from households to volunteers to the sink, or past them at no cost."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    scores = stored.scores
    rows, columns = scores.shape
    sink = rows + columns
    everyone, volunteers = np.arange(rows), np.arange(columns)
    flow = SimpleMinCostFlow()
    for first in range(0, rows, ROWS_AT_ONCE):
        last = min(first + ROWS_AT_ONCE, rows)
        part = slice(scores.indptr[first], scores.indptr[last])
        flow.add_arcs_with_capacity_and_unit_cost(
            np.repeat(everyone[first:last], np.diff(scores.indptr[first : last + 1])),
            scores.indices[part] + rows,
            np.ones(part.stop - part.start, np.int64),
            -scores.data[part].astype(np.int64),
        )
    flow.add_arcs_with_capacity_and_unit_cost(
        rows + volunteers, np.full(columns, sink), stored.column_capacity, np.zeros(columns, int)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        everyone, np.full(rows, sink), stored.row_capacity, np.zeros(rows, int)
    )
    flow.set_nodes_supplies(everyone, stored.row_capacity)
    flow.set_node_supply(sink, -int(stored.row_capacity.sum()))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise CannotError(f"status {status}")
    return -int(flow.optimal_cost())


def lapx(stored: Stored) -> int:
    """`lapmod` wants a square matrix with a perfect matching, so the graph is doubled."""
    from lap import lapmod

    tails, heads, costs, top, rows = _doubled(stored)
    size = int(tails.max()) + 1
    square = csr_array((costs.astype(np.float64), (tails, heads)), shape=(size, size))
    square.sort_indices()
    cost, _, _ = lapmod(size, square.data, square.indptr, square.indices)
    return rows * top - round(cost)


def _doubled(stored: Stored) -> tuple[Column, Column, Column, int, int]:
    """Arcs of a perfect matching problem: a shadow of each place, and a wait column of each row.

    A place without a household takes its shadow; a matched pair's shadow takes the free wait.
    """
    scores = by_place(stored)
    rows, places = scores.shape
    i = np.repeat(np.arange(rows), np.diff(scores.indptr))
    j = scores.indices.astype(np.int64)
    top = int(scores.data.max())
    household, place = np.arange(rows), np.arange(places)
    tails = np.concatenate((i, household, rows + place, rows + j))
    heads = np.concatenate((j, places + household, place, places + i))
    free = np.zeros(places + len(i), np.int64)
    costs = np.concatenate((top - scores.data, np.full(rows, top), free))
    return tails, heads, costs, top, rows


def kwok(stored: Stored) -> int:
    """It wants a list of (column, weight) for each row, and no more rows than columns."""
    from kwok import kwok as solve

    scores = _fewer_rows(by_place(stored))
    arcs = list(zip(scores.indices.tolist(), scores.data.tolist(), strict=True))
    ends = scores.indptr.tolist()
    adjacency = [arcs[ends[row] : ends[row + 1]] for row in range(len(ends) - 1)]
    found = solve(adjacency, keeps_virtual_matching=False)
    if found is None:
        raise CannotError("no answer")
    chosen = np.array(found.left_pairs)
    # Counted afresh: what it says it earned is not taken on trust.
    rows = np.flatnonzero(chosen >= 0)
    if len(np.unique(chosen[rows])) != len(rows):
        raise CannotError("a place given twice")
    total = int(scores[rows, chosen[rows]].sum())
    if total != found.total_weight:
        raise CannotError(f"says {found.total_weight}, earned {total}")
    return total


def greedy(stored: Stored) -> int:
    """The best pair left, again and again. Not optimal: a yardstick."""
    from yardsticks import take_in_order

    scores = stored.scores
    rows = np.repeat(np.arange(scores.shape[0], dtype=np.int32), np.diff(scores.indptr))
    order = np.argsort(-scores.data, kind="stable")
    return int(
        take_in_order(
            order, rows, scores.indices, scores.data,
            stored.row_capacity.copy(), stored.column_capacity.copy(),
        )
    )  # fmt: skip


PEERS: dict[str, Callable[[Stored], int]] = {
    "scipy": scipy_sparse,
    "ortools": ortools,
    "kwok": kwok,
    "lapx": lapx,
    "scipy-dense": scipy_dense,
    "lapx-dense": lapx_dense,
    "greedy": greedy,
}
NOT_OPTIMAL = frozenset({"greedy"})
