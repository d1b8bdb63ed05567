"""Sparse scores and capacities, checked once and brought into one order."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import issparse

from matcher.errors import MatcherError

Integers: TypeAlias = npt.NDArray[np.int64]
Booleans: TypeAlias = npt.NDArray[np.bool_]
# Whatever assign() takes: any scipy.sparse array or matrix (scipy ships no types) or a dense one.
Scores: TypeAlias = Any
Capacity: TypeAlias = int | npt.ArrayLike

LARGEST_EXACT = 2**53
"""Beyond this, float64, in which scipy solves, no longer tells neighbouring integers apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The feasible pairs of n rows and m columns, sorted by row, then column.

    `rows`, `columns` and `scores` have one entry per pair; scores are integer points >= 0.
    """

    shape: tuple[int, int]
    rows: Integers
    columns: Integers
    scores: Integers

    @property
    def keys(self) -> Integers:
        """One number per pair, ascending."""
        return self.rows * self.shape[1] + self.columns

    def find(self, row: int, column: int) -> int | None:
        """Position of a pair, or None where the pair is not feasible."""
        if not (0 <= row < self.shape[0] and 0 <= column < self.shape[1]):
            return None
        key = row * self.shape[1] + column
        position = int(np.searchsorted(self.keys, key))
        if position == len(self.rows) or int(self.keys[position]) != key:
            return None
        return position

    def holding(self, rows: Integers, columns: Integers) -> Booleans:
        """Which of the pairs are among these."""
        return np.isin(self.keys, rows * self.shape[1] + columns)

    def only(self, some: Booleans) -> "Pairs":
        """The pairs marked in `some`."""
        return Pairs(self.shape, self.rows[some], self.columns[some], self.scores[some])

    def raised(self, by: int) -> "Pairs":
        """The same pairs, each worth `by` points more."""
        return Pairs(self.shape, self.rows, self.columns, self.scores + by)


def read_scores(scores: Scores) -> Pairs:
    """Read a sparse or dense matrix of points; a stored zero is a feasible pair.

    Raises MatcherError naming the first entry (by row, then column) that is stored twice, is not
    a whole number or is negative.
    """
    shape, rows, columns, values = _sparse(scores) if issparse(scores) else _dense(scores)
    if values.dtype.kind not in "biuf":
        raise MatcherError(f"scores must be numbers, not {values.dtype}")
    order = np.lexsort((columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    twice = (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1])
    _refuse(twice, rows, columns, values, "is stored twice")
    if values.dtype.kind == "f":
        _refuse(np.isnan(values), rows, columns, values, "is not a number")
    _refuse(values < 0, rows, columns, values, "is negative")
    _refuse(values >= LARGEST_EXACT, rows, columns, values, "is too large to be solved exactly")
    if values.dtype.kind == "f":
        _refuse(values != np.floor(values), rows, columns, values, "is not a whole number")
    return Pairs(shape, rows, columns, values.astype(np.int64))


def read_capacity(capacity: Capacity, length: int, axis: str) -> Integers:
    """One capacity per row or column ("row", "column") from an integer or an integer array."""
    given = np.asarray(capacity)
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
    exact: Integers = np.minimum(capacities, LARGEST_EXACT).astype(np.int64)
    return exact


_Entries: TypeAlias = tuple[tuple[int, int], Integers, Integers, npt.NDArray[Any]]


def _sparse(scores: Scores) -> _Entries:
    if len(scores.shape) != 2:  # noqa: PLR2004 - a matrix has two axes
        raise MatcherError(f"scores must have two dimensions, not {len(scores.shape)}")
    if scores.format == "dia":
        # Its tocoo() drops stored zeros, so the positions travel instead of the values.
        places = np.arange(1, scores.data.size + 1).reshape(scores.data.shape)
        entries = type(scores)((places, scores.offsets), shape=scores.shape).tocoo()
        values = scores.data.ravel()[entries.data - 1]
    else:
        entries = scores.tocoo()
        values = entries.data
    shape = (int(scores.shape[0]), int(scores.shape[1]))
    return shape, entries.row.astype(np.int64), entries.col.astype(np.int64), values


def _dense(scores: Scores) -> _Entries:
    try:
        table = np.asarray(scores)
    except ValueError as error:
        raise MatcherError(f"scores are not a matrix: {error}") from error
    if table.ndim != 2:  # noqa: PLR2004 - a matrix has two axes
        raise MatcherError(f"scores must have two dimensions, not {table.ndim}")
    if table.dtype.kind == "f":
        rows, columns = np.nonzero(table != -np.inf)
    else:
        rows, columns = (axis.ravel() for axis in np.indices(table.shape))
    values = table[rows, columns]
    shape = (int(table.shape[0]), int(table.shape[1]))
    return shape, rows.astype(np.int64), columns.astype(np.int64), values


def _refuse(
    bad: Booleans, rows: Integers, columns: Integers, values: npt.NDArray[Any], why: str
) -> None:
    where = np.flatnonzero(bad)
    if where.size:
        first = where[0]
        raise MatcherError(
            f"score {values[first]} of row {rows[first]}, column {columns[first]} {why}"
        )
