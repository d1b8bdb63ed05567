"""The auctions that place most bidders: whole points, goods with several places.

A bidder takes the pair of most value and says up to which price it stays: where its next best pair
would be as good, and `step` beyond. A full good rises to the lowest of those bids, and who made it
bids elsewhere. Prices only rise, so a pair left out of a short list stays below the bound of the
list. Without a step, a bid that would not raise a price (a tie) is not made. With one, what
somebody holds may be poorer than the next best by as much; `reconsider` makes it let go of that.

After Bertsekas, 'The auction algorithm', Annals of Operations Research 14 (1988), and the reduction
transfer of Jonker and Volgenant, Computing 38 (1987), which needs no epsilon.
"""

from matcher.large.compiled import compiled
from matcher.large.market import FAR, Side
from matcher.pairs import Integers, SmallIntegers


@compiled
def holds(side: Side, one: int, other: int) -> bool:
    """Whether `other` has one of the places of `one`."""
    first = side.slot_start[one]
    for slot in range(first, first + side.load[one]):
        if side.slot_partner[slot] == other:
            return True
    return False


@compiled
def release(side: Side, one: int, other: int) -> None:
    """Take `other` out of the places of `one`, where it is."""
    first = side.slot_start[one]
    last = first + side.load[one] - 1
    for slot in range(first, last + 1):
        if side.slot_partner[slot] == other:
            side.slot_partner[slot] = side.slot_partner[last]
            side.slot_score[slot] = side.slot_score[last]
            side.slot_bid[slot] = side.slot_bid[last]
            side.load[one] -= 1
            return


@compiled
def place(side: Side, one: int, other: int, score: int, bid: int) -> None:
    """Give `other` a free place of `one`."""
    slot = side.slot_start[one] + side.load[one]
    side.slot_partner[slot] = other
    side.slot_score[slot] = score
    side.slot_bid[slot] = bid
    side.load[one] += 1


@compiled
def bound_of(side: Side, one: int) -> int:
    """The most that a pair outside of the list can be worth now."""
    bound = side.bound[one]
    if bound == -FAR or bound == FAR:
        return bound
    return bound + side.slip[0] - side.seen_slip[one]


@compiled
def auction(
    bidders: Side,
    goods: Side,
    waiting: Integers,
    count: int,
    unlisted: SmallIntegers,
    step: int,
    most: int,
    most_hurry: int,
) -> tuple[int, int, int]:
    """Let the last `count` of `waiting` bid until nobody can, or `most` bids were made.

    Who had to look for others h times bids by `step` times 2^h, h at most `most_hurry`.

    Returns how many still wait, how many need a new list (in `unlisted`), and bids left.
    """
    needing = 0
    while count > 0 and most > 0:
        count -= 1
        bidder = waiting[count]
        while bidders.load[bidder] < bidders.capacity[bidder] and most > 0:
            best, second, which = int(-FAR), int(-FAR), -1
            first = bidders.list_start[bidder]
            several = bidders.capacity[bidder] > 1
            for entry in range(first, first + bidders.list_length[bidder]):
                good = bidders.list_partner[entry]
                value = int(bidders.list_score[entry] - goods.price[good])
                if value > second and not (several and holds(bidders, bidder, good)):
                    if value > best:
                        best, second, which = value, best, entry
                    else:
                        second = value
            if bound_of(bidders, bidder) > max(second, 0):
                unlisted[needing] = bidder
                needing += 1
                bidders.hurry[bidder] += 1
                break
            if best <= 0:
                break
            most -= 1
            good = bidders.list_partner[which]
            score = bidders.list_score[which]
            bid = score - max(second, 0) + (step << min(bidders.hurry[bidder], most_hurry))
            if goods.load[good] < goods.capacity[good]:
                place(goods, good, bidder, score, bid)
                place(bidders, bidder, good, score, 0)
                continue
            start = goods.slot_start[good]
            lowest = start
            for slot in range(start + 1, start + goods.load[good]):
                if goods.slot_bid[slot] < goods.slot_bid[lowest]:
                    lowest = slot
            if goods.load[good] == 0:  # a good without places
                if bid <= goods.price[good]:
                    break
                goods.price[good] = bid
                continue
            asked = goods.slot_bid[lowest]
            if bid <= asked:
                if bid <= goods.price[good]:
                    break
                goods.price[good] = bid
                continue
            loser = goods.slot_partner[lowest]
            goods.slot_partner[lowest] = bidder
            goods.slot_score[lowest] = score
            goods.slot_bid[lowest] = bid
            goods.price[good] = max(goods.price[good], asked)
            release(bidders, loser, good)
            place(bidders, bidder, good, score, 0)
            waiting[count] = loser
            count += 1
    return count, needing, most


@compiled
def settle(bidders: Side, goods: Side) -> None:
    """After `reconsider` without a step: what each pair left out is worth at most, everybody asks.

    Who is full asks for what the poorest of its pairs is worth, which is as much or more.
    """
    for one in range(len(bidders.price)):
        first = bidders.slot_start[one]
        least = FAR
        for slot in range(first, first + bidders.load[one]):
            value = bidders.slot_score[slot] - goods.price[bidders.slot_partner[slot]]
            least = min(least, value)
        if 0 < bidders.load[one] == bidders.capacity[one]:
            bidders.price[one] = least
        else:
            bidders.price[one] = most_worth(bidders, goods, one)


@compiled
def most_worth(bidders: Side, goods: Side, bidder: int) -> int:
    """What the best pair on a list that is not chosen is worth, at least 0."""
    best = 0
    first = bidders.list_start[bidder]
    for entry in range(first, first + bidders.list_length[bidder]):
        good = bidders.list_partner[entry]
        value = bidders.list_score[entry] - goods.price[good]
        if value > best and not holds(bidders, bidder, good):
            best = value
    return best


@compiled
def place_all(
    rows_side: Side, columns_side: Side, rows: Integers, columns: Integers, scores: Integers
) -> None:
    """Match these pairs, which fit."""
    for pair in range(len(rows)):
        place(rows_side, rows[pair], columns[pair], scores[pair], 0)
        place(columns_side, columns[pair], rows[pair], scores[pair], 0)


@compiled
def reconsider(
    bidders: Side,
    goods: Side,
    step: int,
    whom: SmallIntegers,
    unlisted: SmallIntegers,
    free: Integers,
    count: int,
) -> tuple[int, int]:
    """Renew bids; who would now rather have another pair, by more than `step`, gives its up.

    Returns how many of `whom` need a new list first (they are in `unlisted`), and how many are in
    `free` now: `count` and those of `whom` who have a free place.
    """
    needing = 0
    for turn in range(len(whom)):
        one = whom[turn]
        best = most_worth(bidders, goods, one)
        if bound_of(bidders, one) > best:
            unlisted[needing] = one
            needing += 1
            continue
        slot = bidders.slot_start[one] + bidders.load[one] - 1
        while slot >= bidders.slot_start[one]:
            good, score = bidders.slot_partner[slot], bidders.slot_score[slot]
            if score - goods.price[good] < best - step:
                release(bidders, one, good)
                release(goods, good, one)
            else:
                renew(goods, good, one, score - best + step)
            slot -= 1
        if bidders.load[one] < bidders.capacity[one]:
            free[count] = one
            count += 1
    return needing, count


@compiled
def renew(side: Side, one: int, other: int, bid: int) -> None:
    first = side.slot_start[one]
    for slot in range(first, first + side.load[one]):
        if side.slot_partner[slot] == other:
            side.slot_bid[slot] = bid
