"""Which invented people can be paired and for how many points, for whole arrays of pairs.

The hard rules and the points are Palier's (`matcher/rules.py`, `matcher/scoring.py`); distances are
on a flat Belgium. Candidates come from a grid for each pair of distance limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from population import Column, Crowd

from matcher import scoring
from matcher.policy import Weights

WALK_M = (111_200.0, 70_200.0)  # metres a degree north, and a degree east
BLOCK = 1 << 19


@dataclass(slots=True, eq=False)
class Columns:
    """One side as bit masks, which a pair compares in one operation each."""

    north: Column
    east: Column
    limit_m: Column
    slots: Column
    speaks: list[Column]  # at level 1 or better, 2 or better, …
    offers: Column
    needs: list[Column]  # of weight 1 or more, 2 or more, …
    asked: Column
    interests: Column
    ages: Column
    near_ages: Column
    barred: Column  # what this side rules out, and what it is: bits that must not meet
    traits: Column
    interpreter: Column

    @classmethod
    def of(cls, crowd: Crowd) -> Columns:
        ages = np.zeros(len(crowd.ages), np.int64)
        near = np.zeros_like(ages)
        for age in crowd.ages.T:
            ages |= np.where(age >= 0, 4 << np.maximum(age, 0), 0)
            near |= np.where(age >= 0, 31 << np.maximum(age, 0), 0)  # two years either way
        flags = crowd.flags
        no = np.zeros(len(ages), np.bool_)
        children = ages > 0
        if "screened" in flags:
            traits = _bits([~crowd.woman, ~flags["screened"], ~flags["step_free"]])
            barred = _bits([flags["no_children"], crowd.only_women])
        else:
            traits = _bits([children, ~crowd.woman])
            barred = _bits([crowd.only_women, children, flags["step_free_only"]])
        return cls(
            north=crowd.latitude * WALK_M[0],
            east=crowd.longitude * WALK_M[1],
            limit_m=crowd.limit_m.astype(np.float64),
            slots=crowd.slots,
            speaks=[_mask(crowd.levels >= level) for level in (1, 2, 3, 4)],
            offers=_mask(crowd.offers > 0),
            needs=[_mask(crowd.needs >= weight) for weight in (1, 2, 3)],
            asked=crowd.needs.sum(axis=1),
            interests=_mask(crowd.interests),
            ages=ages,
            near_ages=near,
            barred=barred,
            traits=traits,
            interpreter=flags.get("interpreter", no),
        )


def _mask(words: Column) -> Column:
    return words @ (1 << np.arange(words.shape[1]))


def _bits(columns: list[Column]) -> Column:
    return _mask(np.column_stack(columns))


def feasible(h: Columns, v: Columns, i: Column, j: Column) -> Column:
    """Every hard rule but distance."""
    speak = (h.speaks[1][i] & v.speaks[1][j]) > 0
    practise = (h.needs[0][i] & v.offers[j] & 1 > 0) & ((h.speaks[0][i] & v.speaks[2][j]) > 0)
    return (
        (speak | practise | h.interpreter[i])
        & ((h.needs[0][i] & v.offers[j]) > 0)
        & ((h.slots[i] & v.slots[j]) > 0)
        & ((h.barred[i] & v.traits[j]) == 0)
        & ((v.barred[j] & h.traits[i]) == 0)
    )


def metres(h: Columns, v: Columns, i: Column, j: Column) -> Column:
    return np.hypot(h.north[i] - v.north[j], h.east[i] - v.east[j])


def points(h: Columns, v: Columns, i: Column, j: Column, far: Column) -> Column:
    """Palier's six criteria for feasible pairs `far` metres apart."""
    w = Weights()
    lower = sum((heard[i] & spoken[j] > 0).astype(np.int64)
                for heard, spoken in zip(h.speaks, v.speaks, strict=True))  # fmt: skip
    covered = sum(np.bitwise_count(need[i] & v.offers[j]).astype(np.int64) for need in h.needs)
    rated = (
        (w.proximity, scoring.proximity(far, np.minimum(h.limit_m[i], v.limit_m[j]))),
        (w.language, scoring.language(lower)),
        (w.needs, scoring.needs(covered, h.asked[i])),
        (w.availability, scoring.availability(np.bitwise_count(h.slots[i] & v.slots[j]))),
        (w.life, scoring.life(h.ages[i] & v.near_ages[j] > 0,
                              np.bitwise_count(h.interests[i] & v.interests[j]))),
        (w.reciprocity, scoring.reciprocity(h.offers[i] & v.needs[0][j] > 0)),
    )  # fmt: skip
    return sum(scoring.points(weight, value) for weight, value in rated)


def near(h: Columns, v: Columns) -> Iterator[tuple[Column, Column]]:
    """Blocks of pairs that hold every pair within both limits, and some a little beyond."""
    for radius in np.unique(h.limit_m):
        for other in np.unique(v.limit_m):
            some = np.flatnonzero(h.limit_m == radius)
            others = np.flatnonzero(v.limit_m == other)
            yield from _in_cells(h, v, some, others, min(radius, other))


def _in_cells(
    h: Columns, v: Columns, some: Column, others: Column, size: float
) -> Iterator[tuple[Column, Column]]:
    """Each of `some` with those of `others` in its own cell and the eight around it."""
    south, west = min(h.north.min(), v.north.min()), min(h.east.min(), v.east.min())
    across = int((max(h.east.max(), v.east.max()) - west) // size) + 3  # so that no row touches

    def cell(side: Columns, who: Column) -> Column:
        row, column = (side.north[who] - south) // size, (side.east[who] - west) // size
        return (row * across + column).astype(np.int64)

    cells = cell(v, others)
    order = np.argsort(cells, kind="stable")
    others, cells = others[order], cells[order]
    own = cell(h, some)
    middle = own[:, None] + np.array([-across, 0, across])
    first = np.searchsorted(cells, middle - 1)
    count = np.searchsorted(cells, middle + 1, side="right") - first
    cuts = np.searchsorted(np.cumsum(count.sum(axis=1)), np.arange(BLOCK, count.sum(), BLOCK))
    for part in np.split(np.arange(len(some)), np.unique(cuts)):
        many = count[part].ravel()
        ends = many.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(first[part].ravel() - ends + many, many) + np.arange(total)
        yield np.repeat(some[part], count[part].sum(axis=1)), others[at]
