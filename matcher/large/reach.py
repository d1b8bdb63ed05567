"""How far a search has come, and what it finds on its way."""

from typing import NamedTuple

import numpy as np

from matcher.large.compiled import compiled
from matcher.large.heap import Heap, clear, empty_heap, push
from matcher.large.market import FAR, Side
from matcher.pairs import Integers, SmallIntegers

DONE, LIST_WANTED, ALL_WANTED, PRICE_WANTED = 0, 1, 2, 3
"""How `search` returns: finished, or in need of a bidder's new list, or of all its pairs."""

# Entries of Reach.state.
SIZE, GOODS, BIDDERS, LIMIT, END, SOURCE, WANTED, STEPS, TURN, UNDER_WAY = range(10)


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
def reach_bidder(bidders: Side, reach: Reach, bidder: int, distance: int, good: int) -> None:
    state = reach.state
    if reach.bidder_distance[bidder] == FAR:
        reach.bidders[state[BIDDERS]] = bidder
        state[BIDDERS] += 1
        reach.expanded[bidder] = 0
    reach.bidder_distance[bidder] = distance
    reach.bidder_by[bidder] = good
    gives_up = distance + bidders.price[bidder]
    if gives_up < state[LIMIT]:
        state[LIMIT] = gives_up
        state[END] = -2 - bidder


@compiled
def offer_good(
    goods: Side, reach: Reach, bidder: int, good: int, distance: int, score: int
) -> None:
    """A bidder takes a good: a nearer way to it, perhaps to the end."""
    state = reach.state
    if distance >= reach.good_distance[good] or distance >= state[LIMIT]:
        return
    if reach.good_distance[good] == FAR:
        reach.goods[state[GOODS]] = good
        state[GOODS] += 1
    reach.good_distance[good] = distance
    reach.good_by[good] = bidder
    reach.good_score[good] = score
    if goods.load[good] < goods.capacity[good]:
        state[LIMIT] = distance
        state[END] = good
    else:
        state[SIZE] = push(reach.heap, state[SIZE], good, distance)


@compiled
def forget(reach: Reach) -> None:
    state = reach.state
    for which in range(state[GOODS]):
        reach.good_distance[reach.goods[which]] = FAR
    for which in range(state[BIDDERS]):
        reach.bidder_distance[reach.bidders[which]] = FAR
    clear(reach.heap, state[SIZE])
