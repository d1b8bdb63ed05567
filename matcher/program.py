"""Fairness floors as an integer program: who gets a volunteer, when floors have a say in it.

A floor ties households together that share no volunteer, so prices of single places can no longer
prove a result. HiGHS (`scipy.optimize.milp`) decides how many volunteers each household gets;
given these numbers the exact solver says which ones, with prices that prove it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy

from matcher.assignment import Assignment, assign_pairs
from matcher.errors import FloorsError, FloorsFailure
from matcher.floors import FairnessFloor
from matcher.pairs import Booleans, Integers, Pairs
from matcher.pins import Pins
from matcher.policy import Objective, Policy

MOST_PAIRS = 40_000
"""Feasible pairs that an integer program may have: a scheme of hundreds, within minutes."""

MOST_SECONDS = 300.0
"""Time for one integer program. One that takes longer fails; it never returns a worse answer."""

OPTIMAL, OUT_OF_TIME, INFEASIBLE = 0, 1, 2
"""Values of `status` of scipy's milp."""

Values: TypeAlias = npt.NDArray[np.float64]
Table: TypeAlias = Any  # a sparse array: scipy ships no types


def within_floors(
    policy: Policy, names: Sequence[str], pins: Pins, pairs: Pairs, free: Assignment
) -> Assignment:
    """The best assignment of the pairs around the pins that keeps the floors of the policy.

    `names` are the ids of the households, one per column.

    `free`, the best one without floors, is returned itself where it keeps them: it is proven.
    Otherwise HiGHS finds the best numbers of volunteers per household (under coverage first the
    most pairs, then the most points), and the exact solver the best pairs with these numbers. The
    prices returned prove the second step. The first rests on HiGHS, whose bound must lie less
    than half a point above its value: points are whole, so nothing better exists.

    Raises:
        FloorsError: pins that no result can reconcile with the floors, more than MOST_PAIRS
            pairs, no proof within MOST_SECONDS, or an answer that fails the check in integers.
    """
    households = _Households(names, pins)
    if households.keep(policy.floors, free.columns):
        return free
    if len(pairs.rows) > MOST_PAIRS:
        raise FloorsError(
            f"fairness floors are computed for up to {MOST_PAIRS} feasible pairs, "
            f"not {len(pairs.rows)}",
            FloorsFailure.SIZE,
        )
    program = _Program.of(policy.floors, households, pairs)
    if policy.objective is Objective.COVERAGE:
        most = int(program.best(np.ones_like(pairs.scores)).sum())
        taken = program.best(pairs.scores, exactly=most)
    else:
        taken = program.best(pairs.scores)
    loads = np.bincount(pairs.columns[taken], minlength=pairs.shape[1])
    found = assign_pairs(pairs, pins.capacity, loads, coverage=True)
    same = (len(found.rows), found.total) == (taken.sum(), pairs.scores[taken].sum())
    if not (same and households.keep(policy.floors, found.columns)):
        raise FloorsError(
            "the result with fairness floors fails its check in whole numbers",
            FloorsFailure.UNPROVEN,
        )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Households:
    """The columns (m) of a run: who they are, and what the pins leave of their wishes."""

    names: Sequence[str]
    pins: Pins

    @property
    def pinned(self) -> Booleans:
        return np.isin(np.arange(len(self.names)), self.pins.columns)

    @property
    def wanting(self) -> frozenset[str]:
        return self._named(np.flatnonzero((self.pins.wanted > 0) | self.pinned))

    def keep(self, floors: Iterable[FairnessFloor], columns: Integers) -> bool:
        """Whether every floor holds when these columns and the pinned ones are served."""
        served = self._named(np.union1d(columns, self.pins.columns))
        wanting = self.wanting
        return all(floor.count(wanting, served).keeps(floor.ratio) for floor in floors)

    def weights(self, floor: FairnessFloor) -> Values:
        """Whole numbers, shape (m,): summed over who is served, at least 0 if the floor holds."""
        wanting = self.wanting
        sizes = floor.count(wanting, ())
        give = floor.ratio.denominator * sizes.others
        take = floor.ratio.numerator * sizes.group
        common = gcd(give, take)
        weights = np.zeros(len(self.names))
        if sizes.group and sizes.others:
            for column, name in enumerate(self.names):
                if name in wanting:
                    weights[column] = (give if name in floor.group else -take) // common
        return weights

    def _named(self, columns: Integers) -> frozenset[str]:
        return frozenset(self.names[column] for column in columns.tolist())


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """Variables, all 0 or 1: which of E pairs are taken, then which of m households are served.

    `limits` has shape (constraints, E + m); `lower` and `upper` bound its rows, and `served`,
    shape (m,), is 1 for households that a pin serves already.
    """

    limits: Table
    lower: Values
    upper: Values
    served: Integers

    @classmethod
    def of(
        cls, floors: Sequence[FairnessFloor], households: _Households, pairs: Pairs
    ) -> "_Program":
        n, m = pairs.shape
        pins, served = households.pins, households.pinned.astype(np.int64)
        at_column = _incidence(pairs.columns, m)
        limits = scipy.sparse.block_array(
            [
                [_incidence(pairs.rows, n), None],  # at most a volunteer's places
                [
                    at_column,
                    -scipy.sparse.diags_array(pins.wanted.astype(np.float64)),
                ],  # at most what is wanted, and only if served
                [at_column, -scipy.sparse.eye_array(m)],  # served only with somebody, or by a pin
                [None, np.array([households.weights(floor) for floor in floors])],
            ],
            format="csr",
        )
        # A floor compares whole numbers, so half of one is room for rounding.
        halves = np.full(len(floors), -0.5)
        below, above = np.full(n + m, -np.inf), np.full(m + len(floors), np.inf)
        return cls(
            limits=limits,
            lower=np.concatenate([below, -served, halves]),
            upper=np.concatenate([pins.capacity, np.zeros(m), above]),
            served=served,
        )

    def best(self, worth: Integers, exactly: int | None = None) -> Booleans:
        """Which pairs to take for the most worth there can be; of `exactly` so many, if given."""
        edges, m = len(worth), len(self.served)
        rows = [scipy.optimize.LinearConstraint(self.limits, self.lower, self.upper)]
        if exactly is not None:
            every = np.concatenate([np.ones(edges), np.zeros(m)])
            rows.append(scipy.optimize.LinearConstraint(every, exactly, exactly))
        found = scipy.optimize.milp(
            np.concatenate([-worth, np.zeros(m)]),
            integrality=np.ones(edges + m),
            bounds=scipy.optimize.Bounds(np.concatenate([np.zeros(edges), self.served]), 1),
            constraints=rows,
            options={"mip_rel_gap": 0.0, "time_limit": MOST_SECONDS},
        )
        if found.status != OPTIMAL:
            raise FloorsError(
                _FAILURES.get(found.status, f"HiGHS failed: {found.message}"),
                FloorsFailure.PINS if found.status == INFEASIBLE else FloorsFailure.UNPROVEN,
            )
        taken: Booleans = np.rint(found.x[:edges]) > 0
        if -found.mip_dual_bound - int(worth[taken].sum()) >= 0.5:  # noqa: PLR2004 - half a point
            raise FloorsError(
                "HiGHS did not prove the result with fairness floors the best one",
                FloorsFailure.UNPROVEN,
            )
        return taken


_FAILURES = {
    INFEASIBLE: "no result with these pins keeps the fairness floors",
    OUT_OF_TIME: f"no proven result with fairness floors within {MOST_SECONDS:.0f} seconds",
}


def _incidence(ends: Integers, size: int) -> Table:
    """1 where a pair (column) has this end (row)."""
    ones = np.ones(len(ends))
    return scipy.sparse.coo_array((ones, (ends, np.arange(len(ends)))), shape=(size, len(ends)))
