"""What the exact solver for large runs works on: two sides of a market, as arrays.

Numba compiles the loops of this folder; it is imported for large runs only, since that takes a
second. A side has n parties. Of all pairs that a party could form, only a short list is kept: its
best by value, which is the score less the other side's price. `bound` is the most that a pair
outside of the list was worth when the list was made.
"""

from typing import NamedTuple

import numpy as np

from matcher.large.compiled import compiled
from matcher.pairs import Integers, SmallIntegers

FAR = np.int64(2**62)
"""Farther than any way, worth more than any pair; with a minus, less than any."""

_MOST_SLIP = 2**60
"""Beyond this, sums would leave 64 bits; all lists are made anew instead."""


class Side(NamedTuple):
    """One side: prices, places and short lists; shapes (n,) unless said.

    Attributes:
        price: integer points.
        capacity: places; one more than there are pairs where no place can ever be short.
        load: places taken.
        slot_start: (n + 1,), where the slots of a party begin.
        slot_partner: (slots,), who takes the place; the first `load` of a party's count.
        slot_score: (slots,), the score of that pair.
        slot_bid: (slots,), the highest price at which the partner stays; used by the auction.
        list_start: (n + 1,), where the list of a party begins.
        list_length: entries of the list in use.
        list_partner: (list entries,).
        list_score: (list entries,).
        bound: the most that a pair outside of the list was worth; -FAR when it holds all pairs.
        seen_slip: what `slip` was when the list was made.
        hurry: how often a bidder ran through its list in an auction.
        slip: (1,), how far prices of the other side can have fallen in all: a list made at
            `seen_slip` has missed at most `bound + slip - seen_slip`.
    """

    price: Integers
    capacity: Integers
    load: Integers
    slot_start: Integers
    slot_partner: SmallIntegers
    slot_score: Integers
    slot_bid: Integers
    list_start: Integers
    list_length: SmallIntegers
    list_partner: SmallIntegers
    list_score: Integers
    bound: Integers
    seen_slip: Integers
    hurry: SmallIntegers
    slip: Integers


def empty_side(capacity: Integers, list_size: Integers) -> Side:
    """A side with nobody matched, all prices 0 and no lists yet; capacities must be bounded."""
    n = len(capacity)
    slot_start = np.concatenate([[0], np.cumsum(capacity)]).astype(np.int64)
    list_start = np.concatenate([[0], np.cumsum(list_size)]).astype(np.int64)
    slots, entries = int(slot_start[-1]), int(list_start[-1])
    return Side(
        price=np.zeros(n, np.int64),
        capacity=capacity,
        load=np.zeros(n, np.int64),
        slot_start=slot_start,
        slot_partner=np.full(slots, -1, np.int32),
        slot_score=np.zeros(slots, np.int64),
        slot_bid=np.zeros(slots, np.int64),
        list_start=list_start,
        list_length=np.zeros(n, np.int32),
        list_partner=np.zeros(entries, np.int32),
        list_score=np.zeros(entries, np.int64),
        bound=np.full(n, FAR, np.int64),
        seen_slip=np.zeros(n, np.int64),
        hurry=np.zeros(n, np.int32),
        slip=np.zeros(1, np.int64),
    )


def raise_lists(side: Side, by: int) -> None:
    """Every score counts so much more; no price rises by more than that."""
    side.list_score[:] += by
    bounded = (side.bound > -FAR) & (side.bound < FAR)
    side.bound[bounded] += by


def clear_side(side: Side) -> None:
    """Nobody matched, all prices 0, no lists."""
    side.price[:] = 0
    side.load[:] = 0
    side.list_length[:] = 0
    side.bound[:] = FAR


def held_by(side: Side, whom: Integers) -> SmallIntegers:
    """Everybody who has a place with one of these, in no order, once for each place."""
    load = side.load[whom]
    first = np.repeat(side.slot_start[whom], load)
    within = np.arange(len(first)) - np.repeat(np.cumsum(load) - load, load)
    held: SmallIntegers = side.slot_partner[first + within]
    return held


@compiled
def note_fall(side: Side, by: int) -> None:
    """Prices of the other side fell by at most so much: lists have missed as much."""
    if by <= 0:
        return
    side.slip[0] += by
    if side.slip[0] > _MOST_SLIP:
        side.slip[0] = 0
        for one in range(len(side.bound)):
            side.seen_slip[one] = 0
            if side.bound[one] > -FAR:
                side.bound[one] = FAR
