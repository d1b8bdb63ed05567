"""`matcher.assign` beside scipy's own solver with private wait columns, on the same instances.

Both find the best total; only `assign` also returns prices that prove it, and places for more
than one household. Prints the median of several runs in milliseconds; run it on a quiet machine.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable

import numpy as np
import scipy
from scipy.sparse import coo_matrix, csr_matrix, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matcher import assign

RUNS = 5
# (a side, pairs a household): one scheme, a large one, several together.
SIZES = ((100, 10), (500, 30), (1000, 50), (2000, 50))


def instance(side: int, pairs: int, seed: int) -> csr_matrix:
    """Random sparse scores of 1 to 9,999 points; about `pairs` volunteers for each household."""
    random = np.random.default_rng(seed)
    rows = np.repeat(np.arange(side), pairs)
    columns = random.integers(0, side, rows.size)
    keys = np.unique(rows * side + columns)
    points = random.integers(1, 10_000, keys.size)
    return coo_matrix((points, (keys // side, keys % side)), shape=(side, side)).tocsr()


def with_wait_columns(scores: csr_matrix) -> int:
    """The peer: every row may also take a column of its own, worth nothing."""
    side = scores.shape[0]
    # Costs must be above zero: scipy takes a stored zero for a missing pair.
    top = int(scores.data.max()) + 1
    costs = scores.copy()
    costs.data = top - costs.data
    wait = csr_matrix((np.full(side, top), (np.arange(side), np.arange(side))), shape=(side, side))
    both = hstack([costs, wait]).tocsr()
    rows, columns = min_weight_full_bipartite_matching(both)
    return int(sum(top - both[row, column] for row, column in zip(rows, columns, strict=True)))


def median_ms(work: Callable[[], int]) -> tuple[float, int]:
    """Median time of `RUNS` runs, and the total that was found."""
    times, total = [], 0
    for _ in range(RUNS):
        began = time.perf_counter()
        total = work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), total


def main() -> None:
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, "
        f"{RUNS} runs each"
    )
    print(f"{'a side':>7} {'pairs':>8} {'assign + proof':>16} {'scipy, no proof':>16}  total")
    for side, pairs in SIZES:
        scores = instance(side, pairs, seed=side)
        solution = assign(scores)
        if not solution.is_optimal(scores):
            raise SystemExit("assign did not prove its result")
        ours, total = median_ms(lambda scores=scores: int(assign(scores).total))  # type: ignore[misc]
        peers, peer_total = median_ms(lambda scores=scores: with_wait_columns(scores))  # type: ignore[misc]
        if total != peer_total:
            raise SystemExit(f"the totals differ: {total} and {peer_total}")
        print(f"{side:7} {scores.nnz:8} {ours:13.1f} ms {peers:13.1f} ms  {total}")


if __name__ == "__main__":
    main()
