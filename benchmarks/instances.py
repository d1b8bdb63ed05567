"""Instances whose feasible pairs are stored: invented people, Palier's hard rules and its points.

Distance limits are stretched or shrunk together until a household has as many pairs as asked for
on average, so that a crowded town keeps many and a hamlet few or none, as in life.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pairing import Columns, feasible, metres, near, points
from population import Column, Random, capacities, households, volunteers
from scipy.sparse import csr_array

LIMITS_M = np.array([2000, 3000, 5000, 5000, 10_000, 15_000])
CROWDED = 500
SAMPLE = 600


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """Households are the rows, volunteers the columns; every stored entry is a feasible pair."""

    scores: csr_array
    row_capacity: Column
    column_capacity: Column

    def save(self, path: Path) -> None:
        kept = self.scores
        np.savez(
            path,
            data=kept.data,
            indices=kept.indices,
            indptr=kept.indptr,
            shape=np.array(kept.shape),
            rows=self.row_capacity,
            columns=self.column_capacity,
        )

    @classmethod
    def load(cls, path: Path) -> Stored:
        with np.load(path) as kept:
            parts = (kept["data"], kept["indices"], kept["indptr"])
            scores = csr_array(parts, shape=tuple(kept["shape"]))
            return cls(scores, kept["rows"], kept["columns"])


def stored(side: int, pairs_per_household: float, regime: str, seed: int) -> Stored:
    """`side` households, and volunteers with as many places as the regime has for them."""
    random = np.random.default_rng(seed)
    places = capacities(regime, side, random)
    # Few pairs among many people: rather choosy ones than ones who walk no further than the corner.
    choosy = pairs_per_household * CROWDED < side
    v = Columns.of(volunteers(len(places), LIMITS_M, random, choosy=choosy))
    h = Columns.of(households(side, LIMITS_M, random, choosy=choosy))
    stretch = _stretch(h, v, pairs_per_household, random)
    h.limit_m *= stretch
    v.limit_m *= stretch
    # Whole points below 2^15 and positions below 2^31: 4 bytes each.
    found = []
    for i, j in near(h, v):
        i, j = _kept(h.slots[i] & v.slots[j] > 0, i, j)  # noqa: PLW2901 - what is left of the block
        within = metres(h, v, i, j) <= np.minimum(h.limit_m[i], v.limit_m[j])
        i, j = _kept(within, i, j)  # noqa: PLW2901
        i, j = _kept(feasible(h, v, i, j), i, j)  # noqa: PLW2901
        earned = points(h, v, i, j, metres(h, v, i, j))
        found.append([part.astype(np.int32) for part in (i, j, earned)])
    rows, columns, earned = (np.concatenate(parts) for parts in zip(*found, strict=True))
    scores = csr_array((earned, (rows, columns)), shape=(side, len(places)))
    scores.sort_indices()
    return Stored(scores, np.ones(side, np.int64), places.astype(np.int64))


def _kept(holds: Column, i: Column, j: Column) -> tuple[Column, Column]:
    where = np.flatnonzero(holds)
    return i[where], j[where]


def _stretch(h: Columns, v: Columns, pairs: float, random: Random) -> float:
    """What to multiply every limit by: found from some households with every volunteer."""
    sample = random.permutation(len(h.north))[:SAMPLE]
    everyone = np.arange(len(v.north))
    shares = []
    for one in sample:
        i = np.full(len(everyone), one)
        able = feasible(h, v, i, everyone)
        limit = np.minimum(h.limit_m[one], v.limit_m[able])
        shares.append(metres(h, v, i[able], everyone[able]) / limit)
    every = np.concatenate(shares)
    wanted = min(round(pairs * len(sample)), len(every)) - 1
    return float(np.partition(every, wanted)[wanted])
