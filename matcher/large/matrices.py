"""Large runs over stored scores: what `assignment` calls."""

from typing import Protocol

import numpy as np

from matcher.large.offers import COLUMNS, ROWS
from matcher.large.solver import Market
from matcher.large.stored import StoredOffers
from matcher.pairs import Integers, Pairs


class Solved(Protocol):
    """What an `Assignment` knows."""

    @property
    def rows(self) -> Integers: ...
    @property
    def columns(self) -> Integers: ...
    @property
    def row_prices(self) -> Integers: ...
    @property
    def column_prices(self) -> Integers: ...
    @property
    def row_capacity(self) -> Integers: ...
    @property
    def column_capacity(self) -> Integers: ...
    @property
    def raised_by(self) -> int: ...


def solve(
    pairs: Pairs, row_capacity: Integers, column_capacity: Integers, raised_by: int
) -> tuple[Integers, Integers, Integers]:
    """Positions of the chosen pairs, and the row and column prices that prove them."""
    market = Market(StoredOffers(pairs, 0), row_capacity, column_capacity)
    market.solve(raised_by)
    rows, columns, _ = market.pairs()
    return pairs.positions(rows, columns), *market.final_prices()


def price_of_forcing(solved: Solved, pairs: Pairs, row: int, column: int) -> int:
    """Points lost by the best choice that must contain this pair.

    The pair is set aside with a place of either side, and the rest is repaired around it.
    """
    market = Market(
        StoredOffers(pairs, solved.raised_by), solved.row_capacity, solved.column_capacity
    )
    chosen = pairs.positions(solved.rows, solved.columns)
    scores = pairs.scores[chosen].astype(np.int64) + solved.raised_by
    market.place(solved.rows, solved.columns, scores, (solved.row_prices, solved.column_prices))
    forced = int(pairs.scores[pairs.find(row, column)]) + solved.raised_by
    market.rule_out(row, column)
    market.take_place(ROWS, row)
    market.take_place(COLUMNS, column)
    market.repair()
    return int(scores.sum()) - forced - int(market.pairs()[2].sum())
