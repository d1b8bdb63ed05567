"""Pairs that somebody decided about: forbidden, live, pinned or proposed last time."""

from typing import NamedTuple

import numpy as np

from matcher.large.compiled import compiled
from matcher.pairs import Integers, SmallIntegers

RULED_OUT = -1
"""The bonus of a pair that is not feasible."""


class Exceptions(NamedTuple):
    """Pairs that are not like the others: start (n + 1,), partner ascending, and their bonus.

    A bonus below 0 says that the pair is ruled out.
    """

    start: Integers
    partner: SmallIntegers
    bonus: Integers


def exceptions_of(
    shape: tuple[int, int], rows: Integers, columns: Integers, bonus: Integers
) -> tuple[Exceptions, Exceptions]:
    """By row and by column; a pair named twice counts once, the lowest bonus (ruled out) first."""
    return (
        _exceptions(shape[0], rows, columns, bonus),
        _exceptions(shape[1], columns, rows, bonus),
    )


def _exceptions(n: int, ones: Integers, others: Integers, bonus: Integers) -> Exceptions:
    order = np.lexsort((bonus, others, ones))
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(ones, minlength=n), out=start[1:])
    return Exceptions(start, others[order].astype(np.int32), bonus[order].astype(np.int64))


def with_exception(exceptions: Exceptions, one: int, other: int, bonus: int) -> Exceptions:
    """With one more, before all others of that party."""
    at = exceptions.start[one]
    start = exceptions.start.copy()
    start[one + 1 :] += 1
    return Exceptions(
        start,
        np.insert(exceptions.partner, at, other),
        np.insert(exceptions.bonus, at, bonus),
    )


@compiled
def bonus_of(exceptions: Exceptions, first: int, last: int, party: int) -> int:
    """The bonus with this party among the entries from `first` to `last`; 0 if there is none."""
    for entry in range(first, last):
        if exceptions.partner[entry] == party:
            return exceptions.bonus[entry]
    return 0
