"""A large run from columns to proven proposals."""

from collections.abc import Callable
from datetime import datetime

import numpy as np

from matcher.bonuses import waiting_bonuses
from matcher.candidates import Ground, all_kept, points_of
from matcher.errors import MatcherError
from matcher.explanation import Alternative, why_waiting
from matcher.large.offers import COLUMNS
from matcher.large.people import Solution, market_of, raise_of, seen, solution_of
from matcher.large.seen import SeenOffers
from matcher.large.tables import NOTHING
from matcher.matching import proposals_of, who_waits, with_pinned
from matcher.outcome import (
    AlternativesOnDemand,
    Certificate,
    MatchedPair,
    Matching,
    OnDemand,
    prices_on_demand,
)
from matcher.pairs import Integers, Pairs
from matcher.pins import Pins
from matcher.receipt import make_receipt

CHECKED_AT_ONCE = 1 << 16
"""Chosen pairs that are put to rules and points of small runs together."""

SAMPLE = 4
"""Households whose pairs are found in both ways in every large run."""


def match_large(
    ground: Ground, pins: Pins, now: datetime, tell: Callable[[str, float], None]
) -> Matching:
    """As `match`; proposals, who waits and who would be next are made on demand."""
    tell("candidates", 0.0)
    market = market_of(ground, pins, now)
    tell("candidates", 1.0)
    tell("assignment", 0.0)
    market.solve(raise_of(market, ground.policy))
    tell("assignment", 0.5)
    solution = solution_of(market, lambda share: tell("assignment", 0.5 + share / 2))
    offers = seen(market)
    del market  # with its lists, a third of all memory
    _check(ground, solution, now)
    _check_sample(ground, offers, pins, now)
    places_left = pins.capacity - np.bincount(solution.rows, minlength=len(pins.capacity))
    waiting = who_waits(pins, solution.columns)
    result = Matching(
        pairs=_proposals(ground, solution, pins, now),
        waiting=OnDemand(
            len(waiting),
            # Who could be freed would take a look at every pair of everybody.
            lambda first, end: why_waiting(
                ground, waiting[first:end], places_left, places_left > 0
            ),
        ),
        alternatives=AlternativesOnDemand(
            ground.households.ids,
            lambda column: _alternatives(ground, solution, places_left, column),
        ),
        certificate=Certificate(
            volunteer_prices=prices_on_demand(ground.volunteers.ids, solution.row_prices),
            household_prices=prices_on_demand(ground.households.ids, solution.column_prices),
            total=int(solution.scores.sum()),
            raised_by=solution.raised_by,
            proven=solution.proven,
        ),
        receipt=make_receipt(ground, now),
    )
    tell("explanation", 1.0)
    return result


def _check_sample(ground: Ground, offers: SeenOffers, pins: Pins, now: datetime) -> None:
    """A few households over the whole list, their pairs as small runs find them; or MatcherError.

    The proof looks at the pairs that the planes show; this looks whether they show all.
    """
    size = min(SAMPLE, len(ground.households))
    positions = np.unique(np.linspace(0, len(ground.households) - 1, size).astype(np.int64))
    bonuses = waiting_bonuses(ground.households, ground.policy, now)
    nobody_asks = np.zeros(len(ground.volunteers), np.int64)
    for block, columns in ground.blocks_of(positions):
        feasible = block.feasible
        for place, column in enumerate(columns.tolist()):
            apart = pins.rows[pins.columns == column]
            rows = np.setdiff1d(np.flatnonzero(feasible[:, place]), apart)
            again = [
                (str(ground.volunteers.ids[row]), str(ground.households.ids[column]))
                in ground.policy.proposed_last_time
                for row in rows
            ]
            scores = points_of(ground, rows, np.full(len(rows), column)) + bonuses[column]
            scores += np.array(again, dtype=np.int64) * ground.policy.stability_bonus
            partners, found = offers.all_worth(COLUMNS, column, nobody_asks, NOTHING)
            order = np.argsort(partners)
            if not (
                np.array_equal(partners[order], rows)
                and np.array_equal(found[order] - offers.raised_by, scores)
            ):
                raise MatcherError("a household has other pairs than the rules give it")


def _check(ground: Ground, solution: Solution, now: datetime) -> None:
    """MatcherError unless the result is proven, by scores and rules as small runs compute them."""
    if not solution.proven:
        raise MatcherError("the matching found could not be proven to be the best one")
    bonuses = waiting_bonuses(ground.households, ground.policy, now)
    again = Pairs.of(solution.shape, solution.rows, solution.columns, solution.rows).holding(
        *ground.positions(ground.policy.proposed_last_time)
    )
    for first in range(0, len(solution.rows), CHECKED_AT_ONCE):
        part = slice(first, first + CHECKED_AT_ONCE)
        rows, columns = solution.rows[part], solution.columns[part]
        if not all_kept(ground, rows, columns):
            raise MatcherError("the matching found breaks a rule")
        scores = points_of(ground, rows, columns) + bonuses[columns]
        scores += again[part] * ground.policy.stability_bonus
        if not np.array_equal(scores, solution.scores[part]):
            raise MatcherError("a pair was scored in two ways")


def _proposals(
    ground: Ground, solution: Solution, pins: Pins, now: datetime
) -> OnDemand[MatchedPair]:
    rows, columns, pinned = with_pinned(pins, solution.rows, solution.columns)

    def made(first: int, end: int) -> list[MatchedPair]:
        at = slice(first, end)
        return proposals_of(ground, rows[at], columns[at], now, pinned[at])

    return OnDemand(len(rows), made)


def _alternatives(
    ground: Ground, solution: Solution, places_left: Integers, column: int
) -> tuple[Alternative, ...]:
    best = solution.next_best
    return tuple(
        Alternative(
            volunteer_id=str(ground.volunteers.ids[row]),
            score=int(best.scores[column, place]),
            value=int(best.values[column, place]),
            free=bool(places_left[row] > 0),
        )
        for place, row in enumerate(best.rows[column].tolist())
        if row >= 0
    )
