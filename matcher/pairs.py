"""Sparse scores and capacities, checked once and brought into one order."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy

from matcher.errors import MatcherError

Integers: TypeAlias = npt.NDArray[np.int64]
SmallIntegers: TypeAlias = npt.NDArray[np.int32]
Booleans: TypeAlias = npt.NDArray[np.bool_]
# Whatever assign() takes: any scipy.sparse array or matrix (scipy ships no types) or a dense one.
Scores: TypeAlias = Any
Capacity: TypeAlias = int | npt.ArrayLike

LARGEST_EXACT = 2**53
"""Beyond this, float64, in which scipy solves, no longer tells neighbouring integers apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The feasible pairs of n rows and m columns, sorted by row, then column.

    `starts` (n + 1,) tells where the pairs of a row begin in `columns` and `scores`, which have
    one entry per pair; scores are integer points >= 0. Either may have 32 bits only, as it came.
    """

    shape: tuple[int, int]
    starts: Integers
    columns: Integers
    scores: Integers

    @classmethod
    def of(
        cls, shape: tuple[int, int], rows: Integers, columns: Integers, scores: Integers
    ) -> "Pairs":
        """From one entry per pair, sorted already."""
        starts = np.zeros(shape[0] + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=shape[0]), out=starts[1:])
        return cls(shape, starts, columns, scores)

    @property
    def count(self) -> int:
        return len(self.columns)

    @property
    def rows(self) -> Integers:
        """The row of each pair; made anew at each call."""
        return np.repeat(np.arange(self.shape[0]), np.diff(self.starts))

    def positions(self, rows: Integers, columns: Integers) -> Integers:
        """Where these pairs stand; -1 for what is no feasible pair. Bisects all rows at once."""
        inside = (rows >= 0) & (rows < self.shape[0])
        low = np.where(inside, self.starts[np.where(inside, rows, 0)], 0)
        end = np.where(inside, self.starts[np.where(inside, rows, 0) + 1], 0)
        high = end
        while (low < high).any():
            middle = (low + high) // 2
            before = self.columns[np.minimum(middle, self.count - 1)] < columns
            low, high = (
                np.where((low < high) & before, middle + 1, low),
                np.where((low < high) & ~before, middle, high),
            )
        found = low < end
        found[found] = self.columns[low[found]] == columns[found]
        return np.where(found, low, -1)

    def find(self, row: int, column: int) -> int | None:
        """Position of a pair, or None where the pair is not feasible."""
        position = int(self.positions(np.array([row]), np.array([column]))[0])
        return None if position < 0 else position

    def holding(self, rows: Integers, columns: Integers) -> Booleans:
        """Which of the pairs are among these."""
        among = np.zeros(self.count, dtype=np.bool_)
        places = self.positions(rows, columns)
        among[places[places >= 0]] = True
        return among

    def only(self, some: Booleans) -> "Pairs":
        """The pairs marked in `some`."""
        return Pairs.of(self.shape, self.rows[some], self.columns[some], self.scores[some])

    def raised(self, by: int) -> "Pairs":
        """The same pairs, each worth `by` points more, in 64 bits."""
        return Pairs(self.shape, self.starts, self.columns, self.scores.astype(np.int64) + by)


def read_scores(scores: Scores) -> Pairs:
    """Read a sparse or dense matrix of points; a stored zero is a feasible pair.

    Rows that are compressed and sorted already are used as they are, without a copy. Raises
    MatcherError naming the first entry (by row, then column) that is stored twice, is not a whole
    number or is negative.
    """
    if scipy.sparse.issparse(scores):
        _refuse_axes(scores.shape)
    if (
        scipy.sparse.issparse(scores)
        and scores.format == "csr"
        and _sorted(scores.indptr, scores.indices)
    ):
        starts = scores.indptr.astype(np.int64, copy=False)
        pairs = Pairs(_shape(scores), starts, scores.indices, scores.data)
    else:
        pairs = _in_order(*(_sparse(scores) if scipy.sparse.issparse(scores) else _dense(scores)))
    values = pairs.scores
    if values.dtype.kind not in "biuf":
        raise MatcherError(f"scores must be numbers, not {values.dtype}")
    if values.dtype.kind == "f":
        _refuse(np.isnan(values), pairs, "is not a number")
    if values.size and values.min() < 0:
        _refuse(values < 0, pairs, "is negative")
    if values.size and values.max() >= LARGEST_EXACT:
        _refuse(values >= LARGEST_EXACT, pairs, "is too large to be solved exactly")
    if values.dtype.kind == "f":
        _refuse(values != np.floor(values), pairs, "is not a whole number")
    return Pairs(pairs.shape, pairs.starts, pairs.columns, _whole(values))


def _whole(values: npt.NDArray[Any]) -> Integers:
    """As 32 bits where they suffice, as they are where they are 64-bit integers already."""
    if values.dtype in (np.int32, np.int64):
        return values
    small = not values.size or values.max() <= np.iinfo(np.int32).max
    whole: Integers = values.astype(np.int32 if small else np.int64)
    return whole


def _sorted(starts: npt.NDArray[Any], columns: npt.NDArray[Any]) -> bool:
    """Whether the columns of every row ascend, none twice."""
    falls = columns[1:] <= columns[:-1]
    first = starts[1:-1]
    falls[first[(first > 0) & (first < len(columns))] - 1] = False
    return not falls.any()


def _shape(scores: Scores) -> tuple[int, int]:
    return int(scores.shape[0]), int(scores.shape[1])


def _in_order(
    shape: tuple[int, int], rows: Integers, columns: Integers, values: npt.NDArray[Any]
) -> Pairs:
    order = np.lexsort((columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    pairs = Pairs.of(shape, rows, columns, values)
    twice = (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1])
    _refuse(twice, pairs, "is stored twice")
    return pairs


def read_capacity(capacity: Capacity, length: int, axis: str) -> Integers:
    """One capacity per row or column ("row", "column") from an integer or an integer array."""
    try:
        given = np.asarray(capacity)
    except ValueError as error:
        raise MatcherError(f"{axis} capacity is not one number for each: {error}") from error
    if given.size == 0:
        given = given.astype(np.int64)
    if given.dtype.kind not in "iu":
        raise MatcherError(f"{axis} capacity must be whole numbers, not {given.dtype}")
    if given.ndim > 0 and given.shape != (length,):
        raise MatcherError(f"{axis} capacity has shape {given.shape} for {length} {axis}s")
    capacities = np.array(np.broadcast_to(given, (length,)))
    negative = np.flatnonzero(capacities < 0)
    if negative.size:
        first = negative[0]
        raise MatcherError(f"capacity of {axis} {first} is negative: {capacities[first]}")
    # No row can have more pairs than there are numbers below 2**53, so a cut there loses nothing.
    exact: Integers = np.minimum(capacities.astype(np.uint64), LARGEST_EXACT).astype(np.int64)
    return exact


_Entries: TypeAlias = tuple[tuple[int, int], Integers, Integers, npt.NDArray[Any]]


def _sparse(scores: Scores) -> _Entries:
    if scores.format == "dia":
        # Its tocoo() drops stored zeros, so the positions travel instead of the values.
        places = np.arange(1, scores.data.size + 1).reshape(scores.data.shape)
        entries = type(scores)((places, scores.offsets), shape=scores.shape).tocoo()
        values = scores.data.ravel()[entries.data - 1]
    else:
        entries = scores.tocoo()
        values = entries.data
    return _shape(scores), entries.row.astype(np.int64), entries.col.astype(np.int64), values


def _dense(scores: Scores) -> _Entries:
    try:
        table = np.asarray(scores)
    except ValueError as error:
        raise MatcherError(f"scores are not a matrix: {error}") from error
    _refuse_axes(table.shape)
    if table.dtype.kind == "f":
        rows, columns = np.nonzero(table != -np.inf)
    else:
        rows, columns = (axis.ravel() for axis in np.indices(table.shape))
    values = table[rows, columns]
    return _shape(table), rows.astype(np.int64), columns.astype(np.int64), values


def _refuse_axes(shape: tuple[int, ...]) -> None:
    if len(shape) != 2:  # noqa: PLR2004 - a matrix has two axes
        raise MatcherError(f"scores must have two dimensions, not {len(shape)}")


def _refuse(bad: Booleans, pairs: Pairs, why: str) -> None:
    where = np.flatnonzero(bad)
    if where.size:
        first = where[0]
        row = np.searchsorted(pairs.starts, first, side="right") - 1
        raise MatcherError(
            f"score {pairs.scores[first]} of row {row}, column {pairs.columns[first]} {why}"
        )
