"""The proof of an assignment: integer prices, computed in exact arithmetic.

With p >= 0 for rows, q >= 0 for columns and s the score: p + q >= s for every pair that was not
chosen, p + q <= s for every chosen pair, and a price is 0 wherever capacity is left. By linear
programming duality such prices exist exactly when the choice is the best possible.
"""

from dataclasses import dataclass

import numpy as np

from matcher.pairs import Booleans, Integers, Pairs

INFINITE = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Pairs, which of them are chosen, and the capacities of rows and columns."""

    pairs: Pairs
    chosen: Booleans
    row_capacity: Integers
    column_capacity: Integers

    @property
    def row_load(self) -> Integers:
        return np.bincount(self.pairs.rows[self.chosen], minlength=self.pairs.shape[0])

    @property
    def column_load(self) -> Integers:
        return np.bincount(self.pairs.columns[self.chosen], minlength=self.pairs.shape[1])


def find_prices(choice: Choice) -> tuple[Integers, Integers]:
    """Row and column prices that prove the choice: of all that do, the largest row prices.

    A row's price is then what the total would lose with one place less in that row, a column's
    what it would gain with one place more. Bellman-Ford over the residual graph, all pairs at
    once per round. Of a choice that is not optimal the prices prove nothing.
    """
    pairs, chosen = choice.pairs, choice.chosen
    n, m = pairs.shape
    left_out = np.flatnonzero(~chosen)
    left_out = left_out[np.argsort(pairs.columns[left_out], kind="stable")]
    every = pairs.rows
    rows, columns, scores = (part[left_out] for part in (every, pairs.columns, pairs.scores))
    chosen_rows, chosen_columns = every[chosen], pairs.columns[chosen]
    chosen_scores = pairs.scores[chosen]
    spare = choice.row_load < choice.row_capacity
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    wanted = columns[starts]
    column_prices = np.zeros(m, dtype=np.int64)
    for _ in range(n + m + 2):
        row_prices = np.where(spare, 0, INFINITE)
        np.minimum.at(row_prices, chosen_rows, chosen_scores - column_prices[chosen_columns])
        risen = column_prices.copy()
        if starts.size:
            offers = np.maximum.reduceat(scores - row_prices[rows], starts)
            risen[wanted] = np.maximum(risen[wanted], offers)
        if np.array_equal(risen, column_prices):
            break
        column_prices = risen
    # A row without any place asks for the least that outbids every column.
    closed = row_prices == INFINITE
    row_prices[closed] = 0
    at_closed = closed[rows]
    outbid = scores[at_closed] - column_prices[columns[at_closed]]
    np.maximum.at(row_prices, rows[at_closed], outbid)
    return row_prices, column_prices


def price_of_forcing(choice: Choice, position: int) -> int:
    """Points lost by the best choice that must contain the pair at this position.

    The cheapest way back from the pair's column to its row through the residual graph, where
    taking a pair costs its score with a minus and giving it up costs it with a plus.
    """
    if choice.chosen[position]:
        return 0
    tails, heads, costs = _residual(choice)
    n, m = choice.pairs.shape
    row, column = int(choice.pairs.rows[position]), int(choice.pairs.columns[position])
    distance = np.full(n + m + 1, INFINITE)
    distance[n + column] = 0
    for _ in range(n + m + 1):
        reached = distance[tails] < INFINITE
        nearer = distance.copy()
        np.minimum.at(nearer, heads[reached], distance[tails[reached]] + costs[reached])
        if np.array_equal(nearer, distance):
            break
        distance = nearer
    return int(distance[row]) - int(choice.pairs.scores[position])


def _residual(choice: Choice) -> tuple[Integers, Integers, Integers]:
    """Tails, heads and costs of every change that the choice allows.

    Nodes: the rows, then the columns, then one for places left free.
    """
    pairs, chosen = choice.pairs, choice.chosen
    n, m = pairs.shape
    rows, columns, free = pairs.rows, n + pairs.columns, n + m
    row_load, column_load = choice.row_load, choice.column_load
    leaving = np.concatenate(
        [
            np.flatnonzero(row_load > 0),
            n + np.flatnonzero(column_load < choice.column_capacity),
        ]
    )
    entering = np.concatenate(
        [
            np.flatnonzero(row_load < choice.row_capacity),
            n + np.flatnonzero(column_load > 0),
        ]
    )
    tails = [rows[~chosen], columns[chosen], leaving, np.full_like(entering, free)]
    heads = [columns[~chosen], rows[chosen], np.full_like(leaving, free), entering]
    costs = [-pairs.scores[~chosen], pairs.scores[chosen]]
    costs += [np.zeros_like(leaving), np.zeros_like(entering)]
    return np.concatenate(tails), np.concatenate(heads), np.concatenate(costs)
