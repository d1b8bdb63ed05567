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

import numpy as np

from matcher.large.auction import bound_of, holds, most_worth, place, release
from matcher.large.compiled import compiled
from matcher.large.heap import pop, push
from matcher.large.market import FAR, Side, note_fall
from matcher.large.reach import (
    ALL_WANTED,
    BIDDERS,
    DONE,
    END,
    GOODS,
    LIMIT,
    LIST_WANTED,
    PRICE_WANTED,
    SIZE,
    SOURCE,
    STEPS,
    TURN,
    UNDER_WAY,
    WANTED,
    Reach,
    forget,
    offer_good,
    reach_bidder,
)
from matcher.pairs import Integers, SmallIntegers


@compiled
def open_price(bidders: Side, goods: Side, bidder: int) -> tuple[int, bool]:
    """The most that a pair not chosen is worth to a bidder, at least 0; and whether it is sure."""
    best = most_worth(bidders, goods, bidder)
    return best, bound_of(bidders, bidder) <= best


@compiled
def start(bidders: Side, goods: Side, reach: Reach, bidder: int) -> None:
    """Begin a search for a bidder with a free place, whose price is `open_price`."""
    state = reach.state
    state[SIZE] = state[GOODS] = state[BIDDERS] = 0
    state[LIMIT], state[END], state[SOURCE] = FAR, -1, bidder
    reach_bidder(bidders, reach, bidder, 0, -1)
    _expand(bidders, goods, reach, bidder)


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
        if distance < state[LIMIT] and distance < reach.good_distance[good]:
            if not holds(bidders, bidder, good):
                offer_good(goods, reach, bidder, good, distance, score)
    bound = bound_of(bidders, bidder)
    if bound > -FAR:
        matters = reach.bidder_distance[bidder]
        if bound < bidders.price[bidder]:
            matters = base - bound
        if matters < state[LIMIT]:
            node = len(goods.price) + len(bidders.price) + bidder
            state[SIZE] = push(reach.heap, state[SIZE], node, matters)


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
    return int(base - reach.state[LIMIT] + 1)


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
        if distance < state[LIMIT] and distance < reach.good_distance[good]:
            if not holds(bidders, bidder, good):
                offer_good(goods, reach, bidder, good, distance, score)


@compiled
def _explore(bidders: Side, goods: Side, reach: Reach) -> int:
    """Search on, to the end or until a list is wanted."""
    state, heap = reach.state, reach.heap
    m, n = len(goods.price), len(bidders.price)
    while state[SIZE] > 0:
        distance = heap.key[heap.order[0]]
        if distance >= state[LIMIT]:
            break
        node = pop(heap, state[SIZE])
        state[SIZE] -= 1
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
            if reached < reach.bidder_distance[bidder] and reached < state[LIMIT]:
                reach_bidder(bidders, reach, bidder, reached, node)
                state[SIZE] = push(heap, state[SIZE], m + bidder, reached)
    return DONE


@compiled
def _finish(bidders: Side, goods: Side, reach: Reach) -> None:
    """Move the prices within reach, change hands along the way, forget the search."""
    state = reach.state
    limit = state[LIMIT]
    for which in range(state[GOODS]):
        good = reach.goods[which]
        goods.price[good] += max(limit - reach.good_distance[good], 0)
    for which in range(state[BIDDERS]):
        bidder = reach.bidders[which]
        bidders.price[bidder] -= max(limit - reach.bidder_distance[bidder], 0)
    note_fall(goods, limit)
    _change_hands(bidders, goods, reach)
    forget(reach)


@compiled
def _change_hands(bidders: Side, goods: Side, reach: Reach) -> None:
    """Walk back from the end: each bidder on the way takes the good that it was reaching for."""
    end, source = reach.state[END], reach.state[SOURCE]
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
def unlisted_ahead(
    bidders: Side, goods: Side, reach: Reach, sources: Integers
) -> tuple[SmallIntegers, Integers]:
    """Who would be reached from these bidders, at the prices of now, and has no list yet.

    Also returns from whom: the ways of all others are known to their end.
    """
    n = len(bidders.price)
    noted = np.zeros(n, np.bool_)
    found, count = np.empty(n, np.int32), 0
    stuck = np.zeros(len(sources), np.bool_)
    for turn in range(len(sources)):
        source = sources[turn]
        if bidders.load[source] >= bidders.capacity[source] or not _open(bidders, goods, source):
            continue
        start(bidders, goods, reach, source)
        while _explore(bidders, goods, reach) != DONE:
            wanted = reach.state[WANTED]
            if bidders.bound[wanted] == FAR:
                stuck[turn] = True
                if not noted[wanted]:
                    noted[wanted] = True
                    found[count] = wanted
                    count += 1
        forget(reach)
    return found[:count], sources[stuck]


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
        state[TURN] = 0
        state[UNDER_WAY] = 0
    while state[TURN] < len(sources):
        bidder = sources[state[TURN]]
        if state[UNDER_WAY] == 0:
            if bidders.load[bidder] >= bidders.capacity[bidder]:
                state[TURN] += 1
                continue
            if not _open(bidders, goods, bidder):
                state[WANTED] = bidder
                return PRICE_WANTED
            if bidders.price[bidder] == 0:
                state[TURN] += 1
                continue
            start(bidders, goods, reach, bidder)
            state[UNDER_WAY] = 1
        wanted = _explore(bidders, goods, reach)
        if wanted != DONE:
            return wanted
        _finish(bidders, goods, reach)
        state[UNDER_WAY] = 0
    return DONE
