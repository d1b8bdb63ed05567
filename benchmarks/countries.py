"""A country's feasible pairs, stored for those who can solve nothing else.

`match` never stores them. Households are the rows, as in `instances`; scores are those of `match`
without coverage, bonuses included.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from instances import Stored
from scipy.sparse import csr_array

from matcher import HouseholdColumns, Objective, Policy, VolunteerColumns
from matcher.matching import ground_of
from matcher.pins import set_aside

STORED = "stored.npz"
AT_ONCE = 512


def stored_pairs(both: tuple[VolunteerColumns, HouseholdColumns], now: datetime) -> Stored:
    """Every pair that `match` would consider; the pairs of a household in order."""
    from matcher.large.offers import COLUMNS
    from matcher.large.people import market_of, seen
    from matcher.large.tables import NOTHING
    from matcher.large.threads import on_all_cores

    ground = ground_of(*both, Policy(objective=Objective.QUALITY), now.year)
    pins = set_aside(ground, now)
    offers = seen(market_of(ground, pins, now))
    nobody_asks = np.zeros(len(both[0]), np.int64)

    def look(part: range) -> list[tuple[np.ndarray, np.ndarray]]:
        found = []
        for one in part:
            partners, scores = offers.all_worth(COLUMNS, one, nobody_asks, NOTHING)
            order = np.argsort(partners)
            found.append((partners[order], scores[order].astype(np.int32)))
        return found

    everybody = range(len(both[1]))
    parts = [everybody[first : first + AT_ONCE] for first in range(0, len(everybody), AT_ONCE)]
    rows = [row for part in on_all_cores(look, parts) for row in part]
    start = np.concatenate(([0], np.cumsum([len(partners) for partners, _ in rows])))
    kept = (np.concatenate([row[1] for row in rows]), np.concatenate([row[0] for row in rows]))
    shape = (len(rows), len(both[0]))
    scores = csr_array((*kept, start.astype(np.int32)), shape=shape)
    return Stored(scores, pins.wanted.astype(np.int64), pins.capacity.astype(np.int64))
