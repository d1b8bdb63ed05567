"""Offers that are stored as sparse rows."""

from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from matcher.large.compiled import compiled
from matcher.large.listing import count_outbid, keep_best, mark_others
from matcher.large.market import Side
from matcher.large.offers import ROWS
from matcher.large.reach import ALL_WANTED, DONE, LIST_WANTED, WANTED, Reach
from matcher.large.search import offered_all, relisted, search_all
from matcher.large.tables import NOTHING
from matcher.large.threads import CORES, on_all_cores
from matcher.pairs import Booleans, Integers, Pairs, SmallIntegers

RULED_OUT = -1

PROVEN_AT_ONCE = 4096
"""Rows that a thread proves in one go."""


class Rows(NamedTuple):
    """Pairs by row, ascending by column: start (n + 1,), column and score (pairs,)."""

    start: Integers
    column: SmallIntegers
    score: Integers


class StoredOffers:
    """The pairs of a matrix; the rows by column are made when a column asks for the first time."""

    stored = True
    list_size = 8

    def __init__(self, pairs: Pairs, raised_by: int) -> None:
        columns = pairs.columns.astype(np.int32, copy=False)
        self.raised_by = raised_by
        self.largest = int(pairs.scores.max(initial=0))
        self._shape = pairs.shape
        self._by_row = Rows(pairs.starts, columns, pairs.scores)
        self._by_column: Rows | None = None
        self._owned = False

    def prepare(self, side: int, prices: Integers) -> None:  # noqa: ARG002 - looked up in time
        if side != ROWS and self._by_column is None:
            self._by_column = _turned(self._by_row, self._shape[1])

    def in_order(self, side: int, whom: SmallIntegers) -> SmallIntegers:  # noqa: ARG002 - as they come
        return whom

    def most_pairs(self, side: int) -> Integers:
        return self._counts[side]

    @cached_property
    def _counts(self) -> tuple[Integers, Integers]:
        rows = self._by_row
        return np.diff(rows.start), np.bincount(rows.column, minlength=self._shape[1])

    def list_best(self, side: int, bidders: Side, prices: Integers, whom: SmallIntegers) -> None:
        _list_best(self._of(side), self.raised_by, bidders, prices, whom)

    def all_worth(
        self,
        side: int,
        bidder: int,
        prices: Integers,  # noqa: ARG002 - to leave some out takes longer than to give them
        least: int,  # noqa: ARG002
    ) -> tuple[SmallIntegers, Integers]:
        rows = self._of(side)
        part = slice(rows.start[bidder], rows.start[bidder + 1])
        partners, scores = rows.column[part], rows.score[part]
        there = scores >= 0
        return partners[there], scores[there].astype(np.int64) + self.raised_by

    def search(
        self, side: int, bidders: Side, goods: Side, reach: Reach, sources: Integers
    ) -> None:
        _search(self._of(side), self.raised_by, bidders, goods, reach, sources)

    def mark(
        self,
        side: int,
        bidders: Side,
        prices: Integers,  # noqa: ARG002 - whatever a pair is worth
        whom: SmallIntegers,
        marked: Booleans,
    ) -> None:
        _mark(self._of(side), bidders, whom, marked)

    def count_outbid(self, row_prices: Integers, column_prices: Integers) -> int:
        """How many pairs are worth more than the prices of both: one look at each."""
        rows, n = self._by_row, self._shape[0]
        parts = [(first, min(first + PROVEN_AT_ONCE, n)) for first in range(0, n, PROVEN_AT_ONCE)]
        prices = self.raised_by, row_prices, column_prices
        return sum(on_all_cores(lambda part: _count_outbid(rows, *prices, *part), parts))

    def rule_out(self, row: int, column: int) -> None:
        if not self._owned:
            self._by_row = self._by_row._replace(score=self._by_row.score.copy())
            self._owned = True
        place = _place(self._by_row, row, column)
        if place is not None:
            self._by_row.score[place] = RULED_OUT
            if self._by_column is not None:
                self._by_column.score[_place(self._by_column, column, row)] = RULED_OUT

    def _of(self, side: int) -> Rows:
        if side == ROWS:
            return self._by_row
        if self._by_column is None:
            raise TypeError("columns ask before they were prepared")
        return self._by_column


def _place(rows: Rows, row: int, column: int) -> int | None:
    first, last = rows.start[row], rows.start[row + 1]
    place = int(first + np.searchsorted(rows.column[first:last], column))
    return place if place < last and rows.column[place] == column else None


@compiled
def _list_best(
    rows: Rows, raised_by: int, bidders: Side, prices: Integers, whom: SmallIntegers
) -> None:
    for turn in range(len(whom)):
        _list_one(rows, raised_by, bidders, prices, whom[turn])


@compiled
def _list_one(rows: Rows, raised_by: int, bidders: Side, prices: Integers, one: int) -> None:
    first, last = rows.start[one], rows.start[one + 1]
    keep_best(
        bidders,
        prices,
        one,
        rows.column[first:last],
        rows.score[first:last],
        last - first,
        raised_by,
        NOTHING,
    )


@compiled
def _search(
    rows: Rows, raised_by: int, bidders: Side, goods: Side, reach: Reach, sources: Integers
) -> None:
    wanted = search_all(bidders, goods, reach, sources, False)  # noqa: FBT003 - numba passes by place
    while wanted != DONE:
        bidder = reach.state[WANTED]
        if wanted == ALL_WANTED:
            first, last = rows.start[bidder], rows.start[bidder + 1]
            partners, scores = rows.column[first:last], rows.score[first:last]
            offered_all(bidders, goods, reach, partners, scores, raised_by)
        else:
            _list_one(rows, raised_by, bidders, goods.price, bidder)
            if wanted == LIST_WANTED:
                relisted(bidders, goods, reach)
        wanted = search_all(bidders, goods, reach, sources, True)  # noqa: FBT003


@compiled
def _mark(rows: Rows, bidders: Side, whom: SmallIntegers, marked: Booleans) -> None:
    for turn in range(len(whom)):
        one = whom[turn]
        first, last = rows.start[one], rows.start[one + 1]
        mark_others(
            bidders, one, rows.column[first:last], rows.score[first:last], last - first, marked
        )


@compiled
def _count_outbid(
    rows: Rows, raised_by: int, row_prices: Integers, column_prices: Integers, first: int, last: int
) -> int:
    found = 0
    for row in range(first, last):
        low, high = rows.start[row], rows.start[row + 1]
        found += count_outbid(
            column_prices,
            row_prices[row],
            rows.column[low:high],
            rows.score[low:high],
            high - low,
            raised_by,
        )
    return found


def _turned(rows: Rows, m: int) -> Rows:
    """The same pairs by column; the rows are dealt out to the cores."""
    n = len(rows.start) - 1
    ends = np.searchsorted(rows.start, np.linspace(0, rows.start[-1], CORES + 1)).tolist()
    parts = [(max(first, 0), last) for first, last in pairwise([0, *ends[1:-1], n])]
    counts = np.array(on_all_cores(lambda part: _count(rows, m, *part), parts))
    start = np.zeros(m + 1, np.int64)
    np.cumsum(counts.sum(axis=0), out=start[1:])
    # Where each part begins to write in each column: after the parts before it.
    at = start[:-1] + np.cumsum(counts, axis=0) - counts
    turned = Rows(start, np.empty(len(rows.column), np.int32), np.empty_like(rows.score))
    on_all_cores(lambda k: _fill(rows, turned, at[k], *parts[k]), range(len(parts)))
    return turned


@compiled
def _count(rows: Rows, m: int, first: int, last: int) -> Integers:
    counts = np.zeros(m, np.int64)
    for entry in range(rows.start[first], rows.start[last]):
        counts[rows.column[entry]] += 1
    return counts


@compiled
def _fill(rows: Rows, turned: Rows, at: Integers, first: int, last: int) -> None:
    for row in range(first, last):
        for entry in range(rows.start[row], rows.start[row + 1]):
            column = rows.column[entry]
            place = at[column]
            at[column] = place + 1
            turned.column[place] = row
            turned.score[place] = rows.score[entry]
