"""Large runs over people: pairs found on the fly, solved, and proven by one more look at all."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matcher.bonuses import waiting_bonuses
from matcher.candidates import Ground
from matcher.errors import MatcherError
from matcher.large.exceptions import RULED_OUT, exceptions_of
from matcher.large.layout import with_room
from matcher.large.looking import of_households, of_volunteers
from matcher.large.offers import COLUMNS, ROWS
from matcher.large.seen import NextBest, SeenOffers
from matcher.large.solver import Market
from matcher.large.tables import tables
from matcher.large.threads import SHARE, on_all_cores
from matcher.pairs import Integers, SmallIntegers
from matcher.parties import Pair
from matcher.pins import Pins
from matcher.policy import FULL_SCORE, Objective, Policy
from matcher.proof import Chosen, proves

MOST_NEED = 3
"""The weight of what must be."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Chosen pairs (by row, then column), scores with bonuses, and what proves them."""

    shape: tuple[int, int]
    rows: Integers
    columns: Integers
    scores: Integers
    row_prices: Integers
    column_prices: Integers
    raised_by: int
    proven: bool
    next_best: NextBest


def market_of(
    ground: Ground, pins: Pins, now: datetime, room: int = 0, most_places: int = 0
) -> Market:
    """Everybody of a run, not matched yet; pinned pairs are set aside.

    `room` parties of either side, with `most_places` each, are held ready for those who may join.
    """
    policy = ground.policy
    volunteers = with_room(ground.volunteers, room)
    households = with_room(ground.households, room)
    bonus = waiting_bonuses(households, policy, now)
    shape = len(volunteers), len(households)
    # Those who may join have waited as long as anybody can.
    most_bonus = policy.waiting_bonus_cap if room else int(bonus.max(initial=0))
    largest = FULL_SCORE + most_bonus + policy.stability_bonus
    _refuse_inexact(shape, largest)
    offers = SeenOffers(
        volunteers=of_volunteers(volunteers, ground.year, room),
        households=of_households(households, bonus, ground.year, room),
        tables=tables(policy, MOST_NEED * len(ground.households.words.categories), largest),
        exceptions=exceptions_of(shape, *_exceptions(ground, pins)),
        largest=largest,
    )
    ready = np.full(room, most_places)
    return Market(
        offers, np.concatenate([pins.capacity, ready]), np.concatenate([pins.wanted, ready])
    )


def seen(market: Market) -> SeenOffers:
    """The offers of a market of people."""
    if not isinstance(market.offers, SeenOffers):
        raise TypeError("people are seen, not stored")
    return market.offers


def raise_of(market: Market, policy: Policy) -> int:
    """The coverage constant: more than all points that any choice could earn; 0 under quality."""
    if policy.objective is not Objective.COVERAGE:
        return 0
    places = min(int(side.capacity.sum()) for side in market.sides)
    return places * market.offers.largest + 1


def solution_of(market: Market, tell: Callable[[float], None]) -> Solution:
    """What a solved market has found, after a look at every feasible pair."""
    rows, columns, raised = market.pairs()
    offers = seen(market)
    prices = market.final_prices()
    capacity = market.sides[ROWS].capacity, market.sides[COLUMNS].capacity
    offers.prepare(COLUMNS, prices[ROWS])
    households = len(prices[COLUMNS])
    best = NextBest(
        np.full((households, 3), -1, np.int32),
        np.zeros((households, 3), np.int64),
        np.zeros((households, 3), np.int64),
    )
    everybody = offers.in_order(COLUMNS, np.arange(households, dtype=np.int32))
    parts = np.array_split(everybody, max(1, -(-households // SHARE)))

    def look(part: SmallIntegers) -> int:
        return offers.look_at_all(market.sides[COLUMNS], prices, part, best)

    outbid = sum(on_all_cores(look, parts, tell))
    return Solution(
        shape=(len(prices[ROWS]), households),
        rows=rows,
        columns=columns,
        scores=raised - offers.raised_by,
        row_prices=prices[ROWS],
        column_prices=prices[COLUMNS],
        raised_by=offers.raised_by,
        proven=proves(Chosen(rows, columns, raised), capacity, prices, outbid),
        next_best=best,
    )


def _refuse_inexact(shape: tuple[int, int], largest: int) -> None:
    # As in `assignment`: a way through all parties, and the raise twice.
    if 8 * sum(shape) * (largest + 1) >= 2**60:
        raise MatcherError(
            f"scores up to {largest} among {shape[0]} volunteers and {shape[1]} households are too "
            "large to be solved exactly"
        )


def decided_about(policy: Policy, party_id: str) -> dict[Pair, int]:
    """The bonus of every pair of theirs that somebody decided about; RULED_OUT wins."""

    def theirs(pairs: Collection[Pair], bonus: int) -> dict[Pair, int]:
        return {pair: bonus for pair in pairs if party_id in pair}

    found = theirs(policy.proposed_last_time, policy.stability_bonus)
    for apart in (policy.forbidden, policy.live, policy.pins):
        found |= theirs(apart, RULED_OUT)
    return found


def _exceptions(ground: Ground, pins: Pins) -> tuple[Integers, Integers, Integers]:
    """Rows, columns and bonus of every pair that somebody decided about."""
    policy = ground.policy
    found = [(pins.rows, pins.columns, RULED_OUT)]
    found += [(*ground.positions(pairs), RULED_OUT) for pairs in (policy.forbidden, policy.live)]
    found.append((*ground.positions(policy.proposed_last_time), policy.stability_bonus))
    return (
        np.concatenate([rows for rows, _, _ in found]),
        np.concatenate([columns for _, columns, _ in found]),
        np.concatenate([np.full(len(rows), bonus) for rows, _, bonus in found]),
    )
