"""Placing one bidder by a shortest augmenting path over kept prices, with early stop.

Every way that a free place of a bidder can be filled is a path: take a good, push one of its
holders out, who takes another good, and so on, to a good with a free place or to a bidder who gives
its place up. With reduced costs (price + price - score for a pair not chosen, score - price - price
for a chosen one, the price of who gives up) all steps cost at least 0, and Dijkstra's algorithm
finds the cheapest way; prices within its reach move by what is left of the distance, which keeps
the proof. After Tomizawa, Networks 1 (1971), and Jonker and Volgenant, Computing 38 (1987).

The two sides are interchangeable: with the sides turned, the same search finds who takes a place
that is free but priced, or lowers the price.
"""

from typing import NamedTuple

import numpy as np

from matcher.large.auction import bound_of, holds, most_worth, place, release
from matcher.large.compiled import compiled
from matcher.large.heap import Heap, clear, empty_heap, pop, push
from matcher.large.market import FAR, Side, note_fall
from matcher.pairs import Integers, SmallIntegers

DONE, LIST_WANTED, ALL_WANTED, PRICE_WANTED = 0, 1, 2, 3
"""How `search` returns: finished, or in need of a bidder's new list, or of all its pairs."""

# Entries of Reach.state.
_SIZE, _GOODS, _BIDDERS, _LIMIT, _END, _SOURCE, WANTED, STEPS, _TURN, _UNDER_WAY = range(10)


class Reach(NamedTuple):
    """How far a search has come; kept between searches so that nothing is allocated anew.

    Attributes:
        good_distance, bidder_distance: FAR where not reached.
        good_by, good_score: the bidder through whom a good was reached, and the pair's score.
        bidder_by: the good from which a bidder was pushed out.
        goods, bidders: who was reached.
        expanded: how often a bidder's list was renewed within this search.
        state: size of the heap, numbers of those reached, limit, end, source, who is wanted, steps
            so far, whose turn it is and whether a search is under way.
    """

    good_distance: Integers
    good_by: SmallIntegers
    good_score: Integers
    bidder_distance: Integers
    bidder_by: SmallIntegers
    goods: SmallIntegers
    bidders: SmallIntegers
    expanded: SmallIntegers
    heap: Heap
    state: Integers


def empty_reach(bidders: int, goods: int) -> Reach:
    return Reach(
        good_distance=np.full(goods, FAR, np.int64),
        good_by=np.zeros(goods, np.int32),
        good_score=np.zeros(goods, np.int64),
        bidder_distance=np.full(bidders, FAR, np.int64),
        bidder_by=np.full(bidders, -1, np.int32),
        goods=np.zeros(goods, np.int32),
        bidders=np.zeros(bidders, np.int32),
        expanded=np.zeros(bidders, np.int32),
        heap=empty_heap(goods + 2 * bidders),
        state=np.zeros(10, np.int64),
    )


@compiled
def open_price(bidders: Side, goods: Side, bidder: int) -> tuple[int, bool]:
    """The most that a pair not chosen is worth to a bidder, at least 0; and whether it is sure."""
    best = most_worth(bidders, goods, bidder)
    return best, bound_of(bidders, bidder) <= best


@compiled
def start(bidders: Side, goods: Side, reach: Reach, bidder: int) -> None:
    """Begin a search for a bidder with a free place, whose price is `open_price`."""
    state = reach.state
    state[_SIZE] = state[_GOODS] = state[_BIDDERS] = 0
    state[_LIMIT], state[_END], state[_SOURCE] = FAR, -1, bidder
    _reach_bidder(bidders, reach, bidder, 0, -1)
    _expand(bidders, goods, reach, bidder)


@compiled
def _reach_bidder(bidders: Side, reach: Reach, bidder: int, distance: int, good: int) -> None:
    state = reach.state
    if reach.bidder_distance[bidder] == FAR:
        reach.bidders[state[_BIDDERS]] = bidder
        state[_BIDDERS] += 1
        reach.expanded[bidder] = 0
    reach.bidder_distance[bidder] = distance
    reach.bidder_by[bidder] = good
    gives_up = distance + bidders.price[bidder]
    if gives_up < state[_LIMIT]:
        state[_LIMIT] = gives_up
        state[_END] = -2 - bidder


@compiled
def _offer(goods: Side, reach: Reach, bidder: int, good: int, distance: int, score: int) -> None:
    """A bidder takes a good: a nearer way to it, perhaps to the end."""
    state = reach.state
    if distance >= reach.good_distance[good] or distance >= state[_LIMIT]:
        return
    if reach.good_distance[good] == FAR:
        reach.goods[state[_GOODS]] = good
        state[_GOODS] += 1
    reach.good_distance[good] = distance
    reach.good_by[good] = bidder
    reach.good_score[good] = score
    if goods.load[good] < goods.capacity[good]:
        state[_LIMIT] = distance
        state[_END] = good
    else:
        state[_SIZE] = push(reach.heap, state[_SIZE], good, distance)


@compiled
def _expand(bidders: Side, goods: Side, reach: Reach, bidder: int) -> None:
    """Look at the pairs on a bidder's list, and note when those outside could matter."""
    state = reach.state
    state[STEPS] += 1
    base = reach.bidder_distance[bidder] + bidders.price[bidder]
    first = bidders.list_start[bidder]
    for entry in range(first, first + bidders.list_length[bidder]):
        good = bidders.list_partner[entry]
        score = bidders.list_score[entry]
        distance = base + goods.price[good] - score
        if distance < state[_LIMIT] and distance < reach.good_distance[good]:
            if not holds(bidders, bidder, good):
                _offer(goods, reach, bidder, good, distance, score)
    bound = bound_of(bidders, bidder)
    if bound > -FAR:
        matters = reach.bidder_distance[bidder]
        if bound < bidders.price[bidder]:
            matters = base - bound
        if matters < state[_LIMIT]:
            node = len(goods.price) + len(bidders.price) + bidder
            state[_SIZE] = push(reach.heap, state[_SIZE], node, matters)


@compiled
def relisted(bidders: Side, goods: Side, reach: Reach) -> None:
    """Go on after the wanted bidder got a new list."""
    bidder = reach.state[WANTED]
    reach.expanded[bidder] += 1
    _expand(bidders, goods, reach, bidder)


@compiled
def least_wanted(bidders: Side, reach: Reach) -> int:
    """What a pair of the wanted bidder has to be worth at least to be a way."""
    bidder = reach.state[WANTED]
    base = reach.bidder_distance[bidder] + bidders.price[bidder]
    return int(base - reach.state[_LIMIT] + 1)


@compiled
def offered_all(
    bidders: Side,
    goods: Side,
    reach: Reach,
    partners: SmallIntegers,
    scores: Integers,
    raised_by: int,
) -> None:
    """Go on after the wanted bidder was asked for all its pairs.

    A score below 0 marks a pair that was ruled out; `raised_by` is added to the others.
    """
    state = reach.state
    bidder = state[WANTED]
    base = reach.bidder_distance[bidder] + bidders.price[bidder]
    for entry in range(len(partners)):
        if scores[entry] < 0:
            continue
        good, score = partners[entry], scores[entry] + raised_by
        distance = base + goods.price[good] - score
        if distance < state[_LIMIT] and distance < reach.good_distance[good]:
            if not holds(bidders, bidder, good):
                _offer(goods, reach, bidder, good, distance, score)


@compiled
def _explore(bidders: Side, goods: Side, reach: Reach) -> int:
    """Search on, to the end or until a list is wanted."""
    state, heap = reach.state, reach.heap
    m, n = len(goods.price), len(bidders.price)
    while state[_SIZE] > 0:
        distance = heap.key[heap.order[0]]
        if distance >= state[_LIMIT]:
            break
        node = pop(heap, state[_SIZE])
        state[_SIZE] -= 1
        if node >= m + n:
            state[WANTED] = node - m - n
            return LIST_WANTED if reach.expanded[node - m - n] == 0 else ALL_WANTED
        if node >= m:
            _expand(bidders, goods, reach, node - m)
            continue
        first = goods.slot_start[node]
        for slot in range(first, first + goods.load[node]):
            bidder = goods.slot_partner[slot]
            leaves = goods.slot_score[slot] - goods.price[node] - bidders.price[bidder]
            reached = distance + leaves
            if reached < reach.bidder_distance[bidder] and reached < state[_LIMIT]:
                _reach_bidder(bidders, reach, bidder, reached, node)
                state[_SIZE] = push(heap, state[_SIZE], m + bidder, reached)
    return DONE


@compiled
def _finish(bidders: Side, goods: Side, reach: Reach) -> None:
    """Move the prices within reach, change hands along the way, forget the search."""
    state = reach.state
    limit = state[_LIMIT]
    for which in range(state[_GOODS]):
        good = reach.goods[which]
        goods.price[good] += max(limit - reach.good_distance[good], 0)
    for which in range(state[_BIDDERS]):
        bidder = reach.bidders[which]
        bidders.price[bidder] -= max(limit - reach.bidder_distance[bidder], 0)
    note_fall(goods, limit)
    _change_hands(bidders, goods, reach)
    _forget(reach)


@compiled
def _forget(reach: Reach) -> None:
    state = reach.state
    for which in range(state[_GOODS]):
        reach.good_distance[reach.goods[which]] = FAR
    for which in range(state[_BIDDERS]):
        reach.bidder_distance[reach.bidders[which]] = FAR
    clear(reach.heap, state[_SIZE])


@compiled
def _change_hands(bidders: Side, goods: Side, reach: Reach) -> None:
    """Walk back from the end: each bidder on the way takes the good that it was reaching for."""
    end, source = reach.state[_END], reach.state[_SOURCE]
    if end >= 0:
        good = end
        bidder = reach.good_by[good]
        place(goods, good, bidder, reach.good_score[good], 0)
    else:
        leaver = -2 - end
        if leaver == source:
            return
        good = reach.bidder_by[leaver]
        release(bidders, leaver, good)
        bidder = reach.good_by[good]
        _swap(goods, good, leaver, bidder, reach.good_score[good])
    while bidder != source:
        left = reach.bidder_by[bidder]
        _swap(bidders, bidder, left, good, reach.good_score[good])
        good, leaver = left, bidder
        bidder = reach.good_by[good]
        _swap(goods, good, leaver, bidder, reach.good_score[good])
    place(bidders, source, good, reach.good_score[good], 0)


@compiled
def _swap(side: Side, one: int, old: int, new: int, score: int) -> None:
    """Give the place that `old` has with `one` to `new`."""
    first = side.slot_start[one]
    for slot in range(first, first + side.load[one]):
        if side.slot_partner[slot] == old:
            side.slot_partner[slot] = new
            side.slot_score[slot] = score
            side.slot_bid[slot] = 0
            return


@compiled
def unlisted_ahead(bidders: Side, goods: Side, reach: Reach, sources: Integers) -> SmallIntegers:
    """Who would be reached from these bidders, at the prices of now, and has no list yet."""
    n = len(bidders.price)
    noted = np.zeros(n, np.bool_)
    found, count = np.empty(n, np.int32), 0
    for source in sources:
        if bidders.load[source] >= bidders.capacity[source] or not _open(bidders, goods, source):
            continue
        start(bidders, goods, reach, source)
        while _explore(bidders, goods, reach) != DONE:
            wanted = reach.state[WANTED]
            if bidders.bound[wanted] == FAR and not noted[wanted]:
                noted[wanted] = True
                found[count] = wanted
                count += 1
        _forget(reach)
    return found[:count]


@compiled
def _open(bidders: Side, goods: Side, bidder: int) -> bool:
    """Let a bidder with a free place ask for no more than it is worth; whether that is known."""
    price, sure = open_price(bidders, goods, bidder)
    if sure:
        note_fall(goods, bidders.price[bidder] - price)
        bidders.price[bidder] = price
    return sure


@compiled
def search_all(bidders: Side, goods: Side, reach: Reach, sources: Integers, resumed: bool) -> int:
    """Fill the free places of these bidders one after the other, as long as it pays.

    Returns DONE, or what is wanted of the bidder `state[WANTED]`; call `relisted` or `offered_all`
    (LIST_WANTED at a start: nothing) and then this again, resumed.
    """
    state = reach.state
    if not resumed:
        state[_TURN] = 0
        state[_UNDER_WAY] = 0
    while state[_TURN] < len(sources):
        bidder = sources[state[_TURN]]
        if state[_UNDER_WAY] == 0:
            if bidders.load[bidder] >= bidders.capacity[bidder]:
                state[_TURN] += 1
                continue
            if not _open(bidders, goods, bidder):
                state[WANTED] = bidder
                return PRICE_WANTED
            if bidders.price[bidder] == 0:
                state[_TURN] += 1
                continue
            start(bidders, goods, reach, bidder)
            state[_UNDER_WAY] = 1
        wanted = _explore(bidders, goods, reach)
        if wanted != DONE:
            return wanted
        _finish(bidders, goods, reach)
        state[_UNDER_WAY] = 0
    return DONE
