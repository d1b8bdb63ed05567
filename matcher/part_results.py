"""What a part found, and the choice of the whole that the parts make together.

Let part k be solved with every score raised by its own coverage constant M_k (0 under quality),
and let M be a constant of the whole, at least as large as each of them. The choice of a part is
the best for scores raised by M too: it has as many pairs as can be, and of those choices the most
points. Its prices for M are p + (M - M_k) a and q + (M - M_k) b, where (a, b) is its cover:

- a pair that was not chosen: p + q >= s + M_k and a + b >= 1, so together >= s + M;
- a chosen pair: p + q <= s + M_k and a + b <= 1, so together <= s + M;
- where a place is left, p or q is 0 and so is a or b.

No feasible pair runs between two parts, so the prices of all parts are prices of the whole. That
is why it works; `unite` does not take it on trust.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matcher.assignment import Assignment, coverage_constant
from matcher.candidates import Ground
from matcher.cover import find_cover
from matcher.errors import MatcherError
from matcher.matching import ground_of
from matcher.outcome import Matching
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import Household, Pair, Volunteer
from matcher.pins import Pins
from matcher.policy import Objective, Policy
from matcher.prices import Choice
from matcher.receipt import make_receipt


@dataclass(frozen=True, slots=True)
class PartResult:
    """What the union needs of a part: its pairs, its prices, and the hash of its inputs."""

    pairs: tuple[Pair, ...]
    volunteer_prices: tuple[tuple[str, int], ...]
    household_prices: tuple[tuple[str, int], ...]
    raised_by: int
    inputs: str

    @classmethod
    def of(cls, matching: Matching) -> "PartResult":
        proof = matching.certificate
        return cls(
            tuple((pair.volunteer_id, pair.household_id) for pair in matching.pairs),
            tuple(proof.volunteer_prices),
            tuple(proof.household_prices),
            proof.raised_by,
            matching.receipt.inputs,
        )

    def is_still_of(
        self, volunteers: Iterable[Volunteer], households: Iterable[Household], now: datetime
    ) -> bool:
        """Whether the part was solved from exactly these people, on this day."""
        ground = ground_of(volunteers, households, Policy(), now.year)
        return make_receipt(ground, now).inputs == self.inputs


def join(parts: Sequence[PartResult], ground: Ground, pins: Pins, pairs: Pairs) -> Assignment:
    """The chosen pairs of all parts, and their prices for the coverage constant of the whole.

    `pairs` are all that are feasible but for the pins. Nothing is proven yet. MatcherError when
    somebody is in no part or in two.
    """
    chosen = [pair for part in parts for pair in part.pairs if pair not in ground.policy.pins]
    rows, columns = ground.positions(chosen)
    if len(rows) < len(chosen):
        raise MatcherError("a part has a pair of people who do not take part")
    givers = _by_position([part.volunteer_prices for part in parts], ground.volunteers.ids.tolist())
    takers = _by_position([part.household_prices for part in parts], ground.households.ids.tolist())
    row_prices, column_prices = givers[0], takers[0]
    raised_by = 0
    if ground.policy.objective is Objective.COVERAGE:
        enough = coverage_constant(pairs, pins.capacity, pins.wanted)
        raised_by = max([enough, *(part.raised_by for part in parts)])
        choice = Choice(pairs, pairs.holding(rows, columns), pins.capacity, pins.wanted)
        more = raised_by - np.array([part.raised_by for part in parts], dtype=np.int64)
        cover = find_cover(choice)
        column_prices = column_prices + more[takers[1]] * cover[1]
        row_prices = row_prices + more[givers[1]] * cover[0]
        _close(row_prices, column_prices, pairs.raised(raised_by), pins.capacity == 0)
    return Assignment(
        rows=rows,
        columns=columns,
        total=int(pairs.scores[pairs.positions(rows, columns)].sum()),
        row_prices=row_prices,
        column_prices=column_prices,
        row_capacity=pins.capacity,
        column_capacity=pins.wanted,
        raised_by=raised_by,
        _pairs=pairs,
    )


def _close(row_prices: Integers, column_prices: Integers, raised: Pairs, closed: Booleans) -> None:
    """A row without any place asks for the least that outbids every column (as in `prices`)."""
    row_prices[closed] = 0
    rows = raised.rows
    at = closed[rows]
    np.maximum.at(row_prices, rows[at], raised.scores[at] - column_prices[raised.columns[at]])


def _by_position(
    prices: Sequence[tuple[tuple[str, int], ...]], ids: Sequence[str]
) -> tuple[Integers, Integers]:
    """The price and the part of each party, in the order of `ids`; each must be in one part."""
    known = {name: (price, part) for part, some in enumerate(prices) for name, price in some}
    if len(known) < sum(map(len, prices)) or known.keys() != set(ids):
        raise MatcherError("the parts do not hold everybody who takes part exactly once")
    both = np.array([known[name] for name in ids], dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
