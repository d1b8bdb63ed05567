"""Offers that are never stored: found anew whenever a party asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np

from matcher.large.compiled import compiled
from matcher.large.listing import count_outbid, keep_best
from matcher.large.looking import Asking, Looking, View
from matcher.large.market import Side
from matcher.large.offers import COLUMNS, ROWS
from matcher.large.scan import Exceptions, Room, Tables, find_pairs, room_for
from matcher.pairs import Integers, SmallIntegers


@dataclass(slots=True, eq=False)
class SeenOffers:
    """Pairs between volunteers (rows) and households (columns), scored on the fly.

    `exceptions` are the pairs ruled out or with a bonus, by row and by column.
    """

    volunteers: Looking
    households: Looking
    tables: Tables
    exceptions: tuple[Exceptions, Exceptions]
    raised_by: int
    counting: int = COLUMNS
    _rooms: threading.local = field(default_factory=threading.local)

    def prepare(self, side: int) -> None:
        """Both sides are ready."""

    def most_pairs(self, side: int) -> Integers:
        asking, view = self._looks(side)
        return np.full(len(asking.limit), len(view.slots))

    def list_best(self, side: int, bidders: Side, prices: Integers, whom: SmallIntegers) -> None:
        asking, view = self._looks(side)
        _list_best(
            asking,
            view,
            self.tables,
            self.exceptions[side],
            self._room(side),
            self.raised_by,
            bidders,
            prices,
            whom,
        )

    def all_of(self, side: int, bidder: int) -> tuple[SmallIntegers, Integers]:
        asking, view = self._looks(side)
        room = self._room(side)
        count = find_pairs(asking, view, self.tables, self.exceptions[side], bidder, room)
        return room.partners[:count], room.scores[:count] + self.raised_by

    def count_outbid(
        self, prices: tuple[Integers, Integers], first: int, last: int
    ) -> tuple[int, int]:
        asking, view = self._looks(COLUMNS)
        pairs, outbid = _count_outbid(
            asking,
            view,
            self.tables,
            self.exceptions[COLUMNS],
            self._room(COLUMNS),
            self.raised_by,
            prices[COLUMNS],
            prices[ROWS],
            first,
            last,
        )
        return pairs, outbid

    def rule_out(self, row: int, column: int) -> None:
        by_row, by_column = self.exceptions
        self.exceptions = _with(by_row, row, column, -1), _with(by_column, column, row, -1)

    def _looks(self, side: int) -> tuple[Asking, View]:
        if side == ROWS:
            return self.volunteers.asking, self.households.view
        return self.households.asking, self.volunteers.view

    def _room(self, side: int) -> Room:
        """One for each thread and side."""
        rooms = self._rooms.__dict__
        if side not in rooms:
            rooms[side] = room_for(*self._looks(side))
        room: Room = rooms[side]
        return room


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


def _with(exceptions: Exceptions, one: int, other: int, bonus: int) -> Exceptions:
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
def _list_best(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    room: Room,
    raised_by: int,
    bidders: Side,
    prices: Integers,
    whom: SmallIntegers,
) -> None:
    for turn in range(len(whom)):
        one = whom[turn]
        count = find_pairs(asking, view, tables, exceptions, one, room)
        keep_best(bidders, prices, one, room.partners, room.scores, count, raised_by)


@compiled
def _count_outbid(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    room: Room,
    raised_by: int,
    own_prices: Integers,
    prices: Integers,
    first: int,
    last: int,
) -> tuple[int, int]:
    pairs, outbid = 0, 0
    for one in range(first, last):
        count = find_pairs(asking, view, tables, exceptions, one, room)
        pairs += count
        outbid += count_outbid(
            prices, own_prices[one], room.partners, room.scores, count, raised_by
        )
    return pairs, outbid
