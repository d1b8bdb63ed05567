"""Compiled yardsticks: what greedy takes, and one bare pass over the pairs."""

from __future__ import annotations

from numba import njit
from population import Column


@njit(cache=True)
def take_in_order(
    order: Column, rows: Column, columns: Column, points: Column, row_left: Column, left: Column
) -> int:
    """Points of the pairs that still fit, taken in this order; uses up what is left."""
    total = 0
    for at in order:
        row, column = rows[at], columns[at]
        if row_left[row] and left[column]:
            row_left[row] -= 1
            left[column] -= 1
            total += points[at]
    return total


@njit(cache=True)
def bare_pass(columns: Column, points: Column) -> int:
    """Read every pair once, and do next to nothing with it."""
    total = 0
    for at in range(len(points)):
        total += points[at] ^ columns[at]
    return total
