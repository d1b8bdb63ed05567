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
from matcher.large.market import FAR, Side, clear_side, empty_side, held_by, raise_lists
from matcher.large.offers import COLUMNS, ROWS, Offers
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
        self.sides: tuple[Side, Side] = (
            _side(row_capacity, offers.most_pairs(ROWS), offers.list_size),
            _side(column_capacity, offers.most_pairs(COLUMNS), offers.list_size),
        )
        self._reaches: dict[int, search.Reach] = {}

    def solve(self, raised_by: int) -> None:
        """Match everybody, from nothing; every score counts `raised_by` more.

        A raise that outweighs all points would set off a war over prices where places lack. Twice
        the largest score nearly always matches as many, and then `_lift` makes the prices prove it
        for the whole raise; otherwise more is tried.
        """
        raise_now = min(raised_by, 2 * self.offers.largest + 1)
        while True:
            self.offers.raised_by = raise_now
            self._solve_from_nothing()
            if raise_now == raised_by or self._lift(raised_by - raise_now):
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
        places = [
            int(np.minimum(side.capacity, self.offers.most_pairs(which)).sum())
            for which, side in enumerate(self.sides)
        ]
        bidding = ROWS if places[ROWS] <= places[COLUMNS] else COLUMNS
        self._hold_auctions(bidding)
        self._search(bidding)
        self._search(1 - bidding)

    def _lift(self, by: int) -> bool:
        """Raise every score by so much more, if no other choice has more pairs.

        From the parties of one side that have a place left, follow pairs that were not chosen to
        the other side and chosen ones back. Where no free place is reached, no choice has more
        pairs (Berge), and the prices of all on the other side that were reached, and of all on this
        side that were not, can rise together (Dulmage and Mendelsohn).
        """
        spare = [side.load < side.capacity for side in self.sides]
        start = ROWS if spare[ROWS].sum() <= spare[COLUMNS].sum() else COLUMNS
        this, other = self.sides[start], self.sides[1 - start]
        self.offers.prepare(start, other.price)
        here, there = spare[start], np.zeros(len(other.price), np.bool_)
        frontier = np.flatnonzero(here).astype(np.int32)
        while frontier.size:
            before = there.copy()
            parts = np.array_split(frontier, -(-frontier.size // SHARE))
            on_all_cores(
                lambda part: self.offers.mark(start, this, other.price, part, there), parts
            )
            if (there & spare[1 - start]).any():
                return False
            holders = held_by(other, np.flatnonzero(there & ~before))
            frontier = np.unique(holders[~here[holders]])
            here[frontier] = True
        other.price[there] += by
        this.price[~here] += by
        self.offers.raised_by += by
        for side in self.sides:
            side.slot_score[:] += by
            raise_lists(side, by)
        return True

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
        if not self.offers.stored:
            self._list_ahead(side, sources, reach)
        self.offers.search(side, bidders, goods, reach, sources)

    def _list_ahead(self, side: int, sources: Integers, reach: search.Reach) -> None:
        """Lists for whom searches from these will come to, all at once: one by one takes longer."""
        bidders, goods = self.sides[side], self.sides[1 - side]
        for _ in range(ROUNDS):
            ahead = search.unlisted_ahead(bidders, goods, reach, sources)
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

    def _reach(self, side: int) -> search.Reach:
        if side not in self._reaches:
            sizes = [len(self.sides[which].price) for which in (side, 1 - side)]
            self._reaches[side] = search.empty_reach(*sizes)
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


def _side(capacity: Integers, most_pairs: Integers, list_size: int) -> Side:
    """Nobody matched yet. A capacity beyond all pairs is never full, and needs no more slots."""
    bounded = np.minimum(capacity, most_pairs + 1)
    return empty_side(bounded, np.minimum(2 * bounded + list_size, most_pairs))
