"""Offers that are never stored: found anew whenever a party asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from matcher.large.auction import holds
from matcher.large.compiled import compiled
from matcher.large.exceptions import RULED_OUT, Exceptions, with_exception
from matcher.large.listing import keep_best, mark_others, poorest_on_list, third_on_list
from matcher.large.looking import Asking, Looking, View
from matcher.large.market import Side
from matcher.large.offers import COLUMNS, ROWS
from matcher.large.reach import ALL_WANTED, DONE, LIST_WANTED, WANTED, Reach
from matcher.large.scan import find_pairs
from matcher.large.search import least_wanted, offered_all, relisted, search_all
from matcher.large.tables import EVERY, FLOOR, NOTHING, Room, Tables, room_for
from matcher.pairs import Booleans, Integers, SmallIntegers

_FEW = 2
"""More than a list holds, so that its bound is sharp."""


class NextBest(NamedTuple):
    """Per household the best volunteers not chosen for it: shapes (H, 3), best first.

    `rows` is -1 where there are fewer; `scores` with bonuses; `values` raised, less the price.
    """

    rows: SmallIntegers
    scores: Integers
    values: Integers


@dataclass(slots=True, eq=False)
class SeenOffers:
    """Pairs between volunteers (rows) and households (columns), scored on the fly.

    `exceptions` are the pairs ruled out or with a bonus, by row and by column.
    """

    volunteers: Looking
    households: Looking
    tables: Tables
    exceptions: tuple[Exceptions, Exceptions]
    largest: int
    raised_by: int = 0
    stored: bool = False
    list_size: int = 32
    _rooms: threading.local = field(default_factory=threading.local)

    def prepare(self, side: int, prices: Integers) -> None:
        note_prices(self._looks(side)[1], prices)

    def in_order(self, side: int, whom: SmallIntegers) -> SmallIntegers:
        view = (self.volunteers if side == ROWS else self.households).view
        wanted = np.zeros(len(view.record), np.bool_)
        wanted[whom] = True
        return view.map.party[wanted[view.map.party]]

    def most_pairs(self, side: int) -> Integers:
        asking, view = self._looks(side)
        return np.full(len(asking.record), len(view.record))

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

    def all_worth(
        self, side: int, bidder: int, prices: Integers, least: int
    ) -> tuple[SmallIntegers, Integers]:
        asking, view = self._looks(side)
        room, exceptions = self._room(side), self.exceptions[side]
        floor = max(least - self.raised_by, NOTHING)
        count = find_pairs(
            asking, view, self.tables, exceptions, bidder, room, prices, floor, EVERY
        )
        return room.partners[:count], room.scores[:count] + self.raised_by

    def search(
        self, side: int, bidders: Side, goods: Side, reach: Reach, sources: Integers
    ) -> None:
        resumed = False
        while (wanted := search_all(bidders, goods, reach, sources, resumed)) != DONE:
            resumed = True
            bidder = int(reach.state[WANTED])
            if wanted == ALL_WANTED:
                least = least_wanted(bidders, reach)
                partners, scores = self.all_worth(side, bidder, goods.price, least)
                offered_all(bidders, goods, reach, partners, scores, 0)
                continue
            self.list_best(side, bidders, goods.price, np.array([bidder], np.int32))
            if wanted == LIST_WANTED:
                relisted(bidders, goods, reach)

    def mark(
        self, side: int, bidders: Side, prices: Integers, whom: SmallIntegers, marked: Booleans
    ) -> None:
        asking, view = self._looks(side)
        room, exceptions = self._room(side), self.exceptions[side]
        _mark(asking, view, self.tables, exceptions, room, bidders, prices, whom, marked)

    def look_at_all(
        self,
        households: Side,
        prices: tuple[Integers, Integers],
        whom: SmallIntegers,
        best: NextBest,
    ) -> int:
        """Look at every pair of these households; fill in who would be their next best.

        Returns how many pairs are worth more than both prices.
        """
        asking, view = self._looks(COLUMNS)
        room, exceptions = self._room(COLUMNS), self.exceptions[COLUMNS]
        outbid: int = _look_at_all(
            asking,
            view,
            self.tables,
            exceptions,
            room,
            self.raised_by,
            households,
            prices[COLUMNS],
            prices[ROWS],
            whom,
            best,
        )
        return outbid

    def rule_out(self, row: int, column: int) -> None:
        self.decide(row, column, RULED_OUT)

    def decide(self, row: int, column: int, bonus: int) -> None:
        """Give one pair a bonus, or rule it out (below 0)."""
        by_row, by_column = self.exceptions
        self.exceptions = (
            with_exception(by_row, row, column, bonus),
            with_exception(by_column, column, row, bonus),
        )

    def _looks(self, side: int) -> tuple[Asking, View]:
        if side == ROWS:
            return self.volunteers.asking, self.households.view
        return self.households.asking, self.volunteers.view

    def _room(self, side: int) -> Room:
        """One for each thread and side."""
        rooms: dict[int, Room] = self._rooms.__dict__.setdefault("of_side", {})
        if side not in rooms:
            rooms[side] = room_for(self._looks(side)[1], self.largest)
        return rooms[side]


@compiled
def note_prices(view: View, prices: Integers) -> None:
    """Keep what everybody adds to a pair, less the price, where the scan comes by."""
    view.most_net[:] = NOTHING
    for place in range(len(view.net)):
        view.net[place] = view.whole[place, 6] - prices[view.map.party[place]]
        word = place >> 6
        view.most_net[word] = max(view.most_net[word], view.net[place])


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
        size = bidders.list_start[one + 1] - bidders.list_start[one]
        # Having nobody is worth 0, so what is worth no more never matters.
        floor, most = 1 - raised_by, EVERY
        if size < len(prices):
            # What is worth less than a full list cannot join it.
            floor = max(poorest_on_list(bidders, prices, one) - raised_by, floor)
            most = size + _FEW
        count = find_pairs(asking, view, tables, exceptions, one, room, prices, floor, most)
        left_out = room.floor[FLOOR]
        keep_best(bidders, prices, one, room.partners, room.scores, count, raised_by, left_out)


@compiled
def _mark(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    room: Room,
    bidders: Side,
    prices: Integers,
    whom: SmallIntegers,
    marked: Booleans,
) -> None:
    for turn in range(len(whom)):
        count = find_pairs(
            asking, view, tables, exceptions, whom[turn], room, prices, NOTHING, EVERY
        )
        mark_others(bidders, whom[turn], room.partners, room.scores, count, marked)


@compiled
def _look_at_all(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    room: Room,
    raised_by: int,
    side: Side,
    own_prices: Integers,
    prices: Integers,
    whom: SmallIntegers,
    best: NextBest,
) -> int:
    outbid = 0
    for turn in range(len(whom)):
        one = whom[turn]
        # What is worth less is neither outbid nor among the next best.
        least = min(own_prices[one], third_on_list(side, prices, one))
        floor = max(least - raised_by, NOTHING)
        count = find_pairs(asking, view, tables, exceptions, one, room, prices, floor, EVERY)
        for entry in range(count):
            partner = room.partners[entry]
            value = room.scores[entry] + raised_by - prices[partner]
            outbid += value > own_prices[one]
            if best.rows[one, 2] < 0 or value >= best.values[one, 2]:
                _insert(best, side, one, partner, room.scores[entry], value)
    return outbid


@compiled
def _insert(best: NextBest, side: Side, one: int, row: int, score: int, value: int) -> None:
    """Among the next best, if it is not chosen; of equals the lower row goes first."""
    if holds(side, one, row):
        return
    place = 3
    while place > 0:
        other = best.rows[one, place - 1]
        above = best.values[one, place - 1]
        if other >= 0 and (above > value or (above == value and other < row)):
            break
        place -= 1
    for later in range(2, place, -1):
        best.rows[one, later] = best.rows[one, later - 1]
        best.scores[one, later] = best.scores[one, later - 1]
        best.values[one, later] = best.values[one, later - 1]
    if place < 3:
        best.rows[one, place] = row
        best.scores[one, place] = score
        best.values[one, place] = value
