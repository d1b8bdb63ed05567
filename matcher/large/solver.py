"""The exact solver of large runs: auctions for most, shortest paths for the rest.

The side with fewer places bids: it has goods to choose from, so prices stay low. Coarse bids bring
prices near to where they belong without a war over every point, finer ones make them nearly exact,
and whoever then holds what is not its best pair lets go of it. What remains are places that are
free but priced, on either side; each is filled by a shortest path, or its price goes. When none is
left, prices and pairs prove each other (see `proof`).

A solved market is repaired in the same way when somebody joins, leaves or is ruled out.
"""

import numpy as np

from matcher.large import auction, search
from matcher.large.lifting import lift
from matcher.large.market import FAR, Side, clear_side, empty_side, held_by
from matcher.large.offers import COLUMNS, ROWS, Offers
from matcher.large.reach import Reach, empty_reach
from matcher.large.threads import CORES, SHARE, on_all_cores
from matcher.pairs import Integers, SmallIntegers

COARSEST = 300
"""The first auction raises prices by at least the largest score divided by this."""

FINER = 8
"""Each further auction bids so much finer, down to a point; the searches do the rest exactly."""

ROUNDS = 4
"""So far ahead of searches lists are made at once."""

GONE = 2**60
"""The price of somebody who has left: nobody pays it."""

BIDS = 200
"""Bids per party after which an auction gives way to the next."""

MOST_HURRY = 9
"""Who runs through its list again and again bids by 512 steps at most."""

AGAIN = 5000
"""When one party in so many wants a list, what has become dear meanwhile is noted first."""

AT_ONCE = 500
"""Searches for which lists are made ahead together; what these change, the next ones know."""

LEAST_LISTED = 8
"""No list is shorter, besides two pairs for each place."""

FEW = 8
"""Fewer parties are looked for sooner than they are dealt out to the cores."""

MANY = 20
"""When one party in so many needs a search, all of its side get lists at once, if that is cheap."""


class Market:
    """Rows and columns that are being matched.

    Attributes:
        offers: all their pairs.
        sides: rows and columns.
    """

    def __init__(self, offers: Offers, row_capacity: Integers, column_capacity: Integers) -> None:
        self.offers = offers
        # A capacity beyond all pairs is never full, and needs no more slots.
        bounded = [
            np.minimum(capacity, offers.most_pairs(side) + 1)
            for side, capacity in ((ROWS, row_capacity), (COLUMNS, column_capacity))
        ]
        self._bidding = ROWS if bounded[ROWS].sum() <= bounded[COLUMNS].sum() else COLUMNS
        rows, columns = (self._empty_side(side, bounded[side]) for side in (ROWS, COLUMNS))
        self.sides: tuple[Side, Side] = rows, columns
        self._reaches: dict[int, Reach] = {}

    def solve(self, raised_by: int) -> None:
        """Match everybody, from nothing; every score counts `raised_by` more.

        A raise that outweighs all points would set off a war over prices where places lack. Twice
        the largest score nearly always matches as many, and then `lift` makes the prices prove it
        for the whole raise; otherwise more is tried.
        """
        raise_now = min(raised_by, 2 * self.offers.largest + 1)
        while True:
            self.offers.raised_by = raise_now
            self._solve_from_nothing()
            if raise_now == raised_by or lift(self.offers, self.sides, raised_by - raise_now):
                return
            raise_now = min(raised_by, raise_now * 8)

    def repair(self) -> None:
        """Fill the places that are free but priced, on either side, or take their prices away."""
        self._search(ROWS)
        self._search(COLUMNS)

    def place(
        self, rows: Integers, columns: Integers, scores: Integers, prices: tuple[Integers, Integers]
    ) -> None:
        """Match these pairs at these prices, as found before; `scores` are raised."""
        auction.place_all(*self.sides, rows, columns, scores)
        for side, price in zip(self.sides, prices, strict=True):
            side.price[:] = price

    def rule_out(self, row: int, column: int) -> None:
        """This pair is not to be; repair afterwards."""
        self.offers.rule_out(row, column)
        rows, columns = self.sides
        if auction.holds(rows, row, column):
            auction.release(rows, row, column)
            auction.release(columns, column, row)
        self.forget_list(ROWS, row)
        self.forget_list(COLUMNS, column)

    def take_place(self, side: int, one: int) -> None:
        """One place less; whoever had the poorest of full places loses it. Repair afterwards."""
        this, other = self.sides[side], self.sides[1 - side]
        if this.load[one] == this.capacity[one]:
            first = this.slot_start[one]
            slots = range(first, first + this.load[one])
            values = [
                this.slot_score[slot] - other.price[this.slot_partner[slot]] for slot in slots
            ]
            partner = this.slot_partner[first + int(np.argmin(values))]
            auction.release(this, one, partner)
            auction.release(other, partner, one)
        this.capacity[one] -= 1

    def let_go(self, side: int, one: int) -> None:
        """This party has no place any more, and is not seen; repair afterwards."""
        this, other = self.sides[side], self.sides[1 - side]
        for partner in held_by(this, np.array([one])).tolist():
            auction.release(other, partner, one)
        this.load[one] = this.capacity[one] = 0
        this.price[one] = GONE
        self.forget_list(side, one)

    def final_prices(self) -> tuple[Integers, Integers]:
        """Prices of rows and columns; whoever has gone has none."""
        for side in (ROWS, COLUMNS):
            self._close(side)
        rows, columns = (np.where(side.price == GONE, 0, side.price) for side in self.sides)
        return rows, columns

    def forget_list(self, side: int, one: int) -> None:
        """What this party could choose from has changed."""
        self.sides[side].list_length[one] = 0
        self.sides[side].bound[one] = FAR

    def forget_partner(self, side: int, one: int) -> None:
        """Whoever has this party on its list makes another: somebody else stands there now."""
        other = self.sides[1 - side]
        entries = np.flatnonzero(other.list_partner == one)
        whom = np.searchsorted(other.list_start, entries, side="right") - 1
        other.list_length[whom] = 0
        other.bound[whom] = FAR

    def pairs(self) -> tuple[Integers, Integers, Integers]:
        """Rows, columns (ascending) and raised scores of the chosen pairs."""
        side = self.sides[ROWS]
        owner = np.repeat(np.arange(len(side.price)), np.diff(side.slot_start))
        taken = np.arange(len(owner)) - side.slot_start[owner] < side.load[owner]
        rows, columns = owner[taken], side.slot_partner[taken].astype(np.int64)
        order = np.lexsort((columns, rows))
        return rows[order], columns[order], side.slot_score[taken][order]

    def list_anew(self, side: int, whom: SmallIntegers) -> None:
        """New lists for these parties, on as many cores as there are."""
        bidders, prices = self.sides[side], self.sides[1 - side].price
        if (self.offers.stored and len(whom) <= SHARE) or len(whom) <= FEW:
            self.offers.list_best(side, bidders, prices, whom)
            return
        parts = np.array_split(self.offers.in_order(side, whom), max(CORES, len(whom) // SHARE))
        on_all_cores(lambda part: self.offers.list_best(side, bidders, prices, part), parts)

    def _solve_from_nothing(self) -> None:
        for side in self.sides:
            clear_side(side)
        self._hold_auctions(self._bidding)
        self._search(self._bidding)
        self._search(1 - self._bidding)

    def _empty_side(self, side: int, capacity: Integers) -> Side:
        """Nobody matched yet. Lists of the side that does not bid are read by searches only."""
        size = self.offers.list_size
        if side != self._bidding:
            size = max(size // 2, LEAST_LISTED)
        return empty_side(capacity, np.minimum(2 * capacity + size, self.offers.most_pairs(side)))

    def _hold_auctions(self, side: int) -> None:
        """Place most of a side, by auctions whose bids grow ever finer; then settle prices."""
        bidders, goods = self.sides[side], self.sides[1 - side]
        n = len(bidders.price)
        self.offers.prepare(side, goods.price)
        self.list_anew(side, np.arange(n, dtype=np.int32))
        unlisted = np.zeros(n + int(bidders.capacity.sum()), np.int32)
        waiting = np.zeros(len(unlisted), np.int64)
        largest = int(bidders.list_score.max(initial=0)) - self.offers.raised_by
        # Only coverage makes prices climb far beyond all scores, where places lack.
        hurry = MOST_HURRY if self.offers.raised_by else 0
        for step in _steps(largest):
            self.offers.prepare(side, goods.price)
            bidders.hurry[:] = 0
            count = self._reconsider(side, step, waiting, unlisted)
            bids = BIDS * n
            while bids > 0:
                count, needing, bids = auction.auction(
                    bidders, goods, waiting, count, unlisted, step, bids, hurry
                )
                if not needing:
                    break
                if needing * AGAIN > n:
                    self.offers.prepare(side, goods.price)
                self.list_anew(side, _each_once(unlisted[:needing]))
                waiting[count : count + needing] = unlisted[:needing]
                count += needing
        self._reconsider(side, 0, waiting, unlisted)
        auction.settle(bidders, goods)

    def _reconsider(self, side: int, step: int, waiting: Integers, unlisted: SmallIntegers) -> int:
        bidders, goods = self.sides[side], self.sides[1 - side]
        whom, count = np.arange(len(bidders.price), dtype=np.int32), 0
        while whom.size:
            needing, count = auction.reconsider(
                bidders, goods, step, whom, unlisted, waiting, count
            )
            whom = unlisted[:needing].copy()
            if needing:
                self.list_anew(side, whom)
        return count

    def _search(self, side: int) -> None:
        """Fill the places of a side that are free but priced, or take their prices away."""
        bidders, goods = self.sides[side], self.sides[1 - side]
        sources = np.flatnonzero((bidders.load < bidders.capacity) & (bidders.price > 0))
        if not sources.size:
            return
        self.offers.prepare(side, goods.price)
        never = bidders.bound == FAR
        few = not self.offers.stored or sources.size * MANY < len(bidders.price)
        whom = sources[never[sources]] if few else np.flatnonzero(never)
        self.list_anew(side, whom.astype(np.int32))
        reach = self._reach(side)
        at_once = sources.size if self.offers.stored else AT_ONCE
        for first in range(0, sources.size, at_once):
            part = sources[first : first + at_once]
            if not self.offers.stored:
                self._list_ahead(side, part, reach)
            self.offers.search(side, bidders, goods, reach, part)

    def _list_ahead(self, side: int, sources: Integers, reach: Reach) -> None:
        """Lists for whom searches from these will come to, all at once: one by one takes longer."""
        bidders, goods = self.sides[side], self.sides[1 - side]
        for _ in range(ROUNDS):
            ahead, sources = search.unlisted_ahead(bidders, goods, reach, sources)
            if ahead.size <= FEW:
                return
            self.list_anew(side, ahead)

    def _close(self, side: int) -> None:
        """Whoever has no place at all asks for more than anybody would pay."""
        bidders, goods = self.sides[side], self.sides[1 - side]
        closed = np.flatnonzero((bidders.capacity == 0) & (bidders.price != GONE)).astype(np.int32)
        if closed.size:
            self.offers.prepare(side, goods.price)
            self.list_anew(side, closed)
            for one in closed.tolist():
                bidders.price[one] = search.open_price(bidders, goods, one)[0]

    def _reach(self, side: int) -> Reach:
        if side not in self._reaches:
            sizes = [len(self.sides[which].price) for which in (side, 1 - side)]
            self._reaches[side] = empty_reach(*sizes)
        return self._reaches[side]


def _each_once(whom: SmallIntegers) -> SmallIntegers:
    """In order; `numpy.unique` takes several times as long."""
    ordered = np.sort(whom)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])]


def _steps(largest: int) -> list[int]:
    """How much auctions raise prices: first only as much as is bid, then coarse, then finer."""
    steps = [0, max(largest // COARSEST, 1)]
    while steps[-1] > 1:
        steps.append(max(steps[-1] // FINER, 1))
    return steps
