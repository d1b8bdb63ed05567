"""Short lists: of all pairs of a party, those of most value, and a bound for the others."""

import numpy as np

from matcher.large.auction import holds
from matcher.large.compiled import compiled
from matcher.large.market import FAR, Side
from matcher.large.tables import NOTHING
from matcher.pairs import Booleans, Integers, SmallIntegers


@compiled
def keep_best(
    bidders: Side,
    prices: Integers,
    bidder: int,
    partners: SmallIntegers,
    scores: Integers,
    count: int,
    raised_by: int,
    left_out: int,
) -> None:
    """Make the list of one party from its first `count` pairs and the partners' prices.

    A score below 0 marks a pair that was ruled out. `raised_by` is added to the others. There may
    be more pairs, none of which is worth as much as `left_out` before scores are raised (NOTHING:
    there are none).
    """
    first = bidders.list_start[bidder]
    most = bidders.list_start[bidder + 1] - first
    length, bound = 0, -FAR
    if left_out > NOTHING:
        bound = np.int64(left_out - 1 + raised_by)
    poorest, least = first, FAR
    for entry in range(count):
        if scores[entry] < 0:
            continue
        partner = partners[entry]
        score = scores[entry] + raised_by
        value = score - prices[partner]
        if length < most:
            place = first + length
            length += 1
            bidders.list_partner[place] = partner
            bidders.list_score[place] = score
            if value < least:
                least, poorest = value, place
        elif value > least:
            bound = max(bound, least)
            bidders.list_partner[poorest] = partner
            bidders.list_score[poorest] = score
            least = FAR
            for place in range(first, first + most):
                other = bidders.list_score[place] - prices[bidders.list_partner[place]]
                if other < least:
                    least, poorest = other, place
        elif value > bound:
            bound = value
    bidders.list_length[bidder] = length
    bidders.bound[bidder] = bound
    bidders.seen_slip[bidder] = bidders.slip[0]


@compiled
def count_outbid(
    prices: Integers,
    price: int,
    partners: SmallIntegers,
    scores: Integers,
    count: int,
    raised_by: int,
) -> int:
    """How many of the first `count` pairs of a party are worth more than both prices."""
    found = 0
    for entry in range(count):
        if scores[entry] >= 0 and prices[partners[entry]] + price < scores[entry] + raised_by:
            found += 1
    return found


@compiled
def mark_others(
    bidders: Side,
    bidder: int,
    partners: SmallIntegers,
    scores: Integers,
    count: int,
    marked: Booleans,
) -> None:
    """Mark the first `count` partners that do not have a place with this party."""
    for entry in range(count):
        partner = partners[entry]
        if scores[entry] >= 0 and not marked[partner] and not holds(bidders, bidder, partner):
            marked[partner] = True


@compiled
def poorest_on_list(bidders: Side, prices: Integers, bidder: int) -> int:
    """The least value on a list that is full; -FAR for one that is not."""
    first = bidders.list_start[bidder]
    if bidders.list_length[bidder] < bidders.list_start[bidder + 1] - first:
        return int(-FAR)
    least = FAR
    for entry in range(first, first + bidders.list_length[bidder]):
        least = min(least, bidders.list_score[entry] - prices[bidders.list_partner[entry]])
    return int(least)


@compiled
def third_on_list(bidders: Side, prices: Integers, bidder: int) -> int:
    """The third largest value on a list of those not chosen; -FAR where there are fewer."""
    one, two, three = -FAR, -FAR, -FAR
    first = bidders.list_start[bidder]
    for entry in range(first, first + bidders.list_length[bidder]):
        partner = bidders.list_partner[entry]
        value = bidders.list_score[entry] - prices[partner]
        if value > three and not holds(bidders, bidder, partner):
            if value > one:
                one, two, three = value, one, two
            elif value > two:
                two, three = value, two
            else:
                three = value
    return int(three)
