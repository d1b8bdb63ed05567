"""`matcher.keep_matching`: what one arrival, departure or decline costs, beside solving anew.

The people change at random; at the end `match` must find the same optimum among those who are left.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from bench_match import NOW, SEED
from people import people
from population import REGIMES
from report import machine

from matcher import HouseholdColumns, Policy, VolunteerColumns, keep_matching, match
from matcher.columns import some
from matcher.large.kept import KeptMatching

SIDE = 100_000
TINY = 2_000
CHANGES = 60
KINDS = ("arrival", "departure", "decline")

Side = TypeVar("Side", VolunteerColumns, HouseholdColumns)
Both = tuple[VolunteerColumns, HouseholdColumns]
Taken = dict[str, list[float]]


class World:
    """A kept matching, and the people and the policy that it should be the optimum of."""

    def __init__(self, side: int, regime: str, changes: int) -> None:
        self.random = np.random.default_rng(SEED)
        self.people: Both = people(side, regime, SEED)
        self.strangers = _strangers(changes, regime)
        self.came = [0, 0]
        self.gone: set[str] = set()
        self.declined: set[tuple[str, str]] = set()
        self.kept: KeptMatching = keep_matching(*self.people, Policy(), now=NOW)

    def change(self, kind: str) -> float:
        """Seconds of one change, without choosing it."""
        if kind == "arrival":
            side = int(self.random.integers(2))
            party = self.strangers[side].party(self.came[side])
            self.came[side] += 1
            return _seconds(lambda: self.kept.join(party))
        if kind == "departure":
            ids = self.people[int(self.random.integers(2))].ids
            here = [name for name in self.random.choice(ids, 9).tolist() if name not in self.gone]
            self.gone.add(here[0])
            return _seconds(lambda: self.kept.leave(here[0]))
        pairs = self.kept.pairs
        pair = pairs[int(self.random.integers(len(pairs)))]
        self.declined.add(pair)
        return _seconds(lambda: self.kept.decline(*pair))

    def anew(self) -> tuple[float, int, int]:
        """Seconds, total and pairs of a `match` of everybody who is here now."""
        volunteers = self._left(self.people[0], some(self.strangers[0], slice(self.came[0])))
        households = self._left(self.people[1], some(self.strangers[1], slice(self.came[1])))
        policy = Policy(forbidden=frozenset(self.declined))
        began = time.perf_counter()
        fresh = match(volunteers, households, policy, now=NOW)
        return time.perf_counter() - began, fresh.certificate.total, len(fresh.pairs)

    def _left(self, first: Side, newcomers: Side) -> Side:
        parts: dict[str, Any] = {
            field.name: np.concatenate([getattr(first, field.name), getattr(newcomers, field.name)])
            for field in fields(first)
            if field.name != "words"
        }
        everybody = replace(first, **parts)
        return some(everybody, ~np.isin(everybody.ids, sorted(self.gone)))


def _strangers(count: int, regime: str) -> Both:
    # Enough people that there are as many volunteers as may come.
    volunteers, households = people(max(4 * count, 50), regime, SEED + 1)
    return (
        replace(volunteers, ids=np.char.add("new ", volunteers.ids)),
        replace(households, ids=np.char.add("new ", households.ids)),
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bench(side: int, regime: str, changes: int) -> tuple[Taken, float]:
    """Seconds by kind, and of solving anew; SystemExit when the two optima differ."""
    world = World(side, regime, changes)
    taken: Taken = defaultdict(list)
    for kind in world.random.choice(KINDS, changes).tolist():
        taken[kind].append(world.change(kind))
    anew, total, pairs = world.anew()
    kept = world.kept
    if (kept.total, len(kept.pairs)) != (total, pairs) or not kept.is_proven():
        raise SystemExit(f"kept {kept.total} of {len(kept.pairs)}, anew {total} of {pairs}")
    return taken, anew


def _row(name: str, taken: list[float], anew: float) -> str:
    low, middle, high = np.quantile(taken, (0.05, 0.5, 0.95)) * 1000
    return (
        f"{name:10} {len(taken):4}   median {middle:8.2f} ms   5 to 95 %: {low:.2f} to "
        f"{high:.2f}   most {max(taken) * 1000:.1f}   anew / median: "
        f"{anew / statistics.median(taken):,.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="+", default=[SIDE], help="households")
    parser.add_argument("--regimes", nargs="+", choices=REGIMES, default=["ample"])
    parser.add_argument("--changes", type=int, default=CHANGES)
    asked = parser.parse_args()
    print(machine())
    bench(TINY, "ample", 10)  # compiles
    for side in asked.sides:
        for regime in asked.regimes:
            taken, anew = bench(side, regime, asked.changes)
            print(f"\n{side:,} households, {regime}; anew {anew:.2f} s; same optimum, proven")
            every = [one for kind in taken.values() for one in kind]
            for name, ones in [*taken.items(), ("all", every)]:
                print(_row(name, ones, anew), flush=True)


if __name__ == "__main__":
    main()
