"""Prices that prove a choice for a small raise of all scores, made to prove it for a large one."""

import numpy as np

from matcher.large.market import Side, held_by, raise_lists
from matcher.large.offers import COLUMNS, ROWS, Offers
from matcher.large.threads import SHARE, on_all_cores


def lift(offers: Offers, sides: tuple[Side, Side], by: int) -> bool:
    """Raise every score by so much more, if no other choice has more pairs.

    From the parties of one side that have a place left, follow pairs that were not chosen to
    the other side and chosen ones back. Where no free place is reached, no choice has more
    pairs (Berge), and the prices of all on the other side that were reached, and of all on this
    side that were not, can rise together (Dulmage and Mendelsohn).
    """
    spare = [side.load < side.capacity for side in sides]
    start = ROWS if spare[ROWS].sum() <= spare[COLUMNS].sum() else COLUMNS
    this, other = sides[start], sides[1 - start]
    offers.prepare(start, other.price)
    here, there = spare[start], np.zeros(len(other.price), np.bool_)
    frontier = np.flatnonzero(here).astype(np.int32)
    while frontier.size:
        before = there.copy()
        parts = np.array_split(frontier, -(-frontier.size // SHARE))
        on_all_cores(lambda part: offers.mark(start, this, other.price, part, there), parts)
        if (there & spare[1 - start]).any():
            return False
        holders = held_by(other, np.flatnonzero(there & ~before))
        frontier = np.unique(holders[~here[holders]])
        here[frontier] = True
    other.price[there] += by
    this.price[~here] += by
    offers.raised_by += by
    for side in sides:
        side.slot_score[:] += by
        raise_lists(side, by)
    return True
