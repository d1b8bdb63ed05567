"""`matcher.assign` beside its peers, on stored pairs: time, CPU and memory at the same optimum.

See benchmarks/README.md for what is measured and how. `--quick` takes a minute; everything takes
about half an hour on two cores, most of it the peers'.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from instances import Stored, stored
from measure import TINY, Contender, measure
from population import REGIMES
from report import machine, record, table

from matcher import assign

# Pairs a household on average; for other sizes OTHERS.
PAIRS = {1_000: 60, 2_000: 100, 10_000: 225, 100_000: 32}
OTHERS = 60
QUICK, FULL = (1_000, 2_000), (10_000, 100_000)
SEED = 3
DENSE = 10_000
BARE = "bare pass"


def palier(instance: Stored) -> tuple[int, Callable[[], bool]]:
    found = assign(instance.scores, instance.row_capacity, instance.column_capacity)
    return int(found.total), lambda: found.is_optimal(instance.scores)


def bare(instance: Stored) -> int:
    from yardsticks import bare_pass

    return int(bare_pass(instance.scores.indices, instance.scores.data))


def _peer(name: str, work: str) -> Contender:
    return Contender(name, f"peers:{work}", "instances:Stored.load")


CONTENDERS = (
    Contender(BARE, "bench_assignment:bare", "instances:Stored.load", compiles=True, optimal=False),
    Contender("palier", "bench_assignment:palier", "instances:Stored.load", compiles=True),
    _peer("scipy", "scipy_sparse"),
    _peer("ortools", "ortools"),
    _peer("kwok", "kwok"),
    _peer("lapx", "lapx"),
    replace(_peer("scipy-dense", "scipy_dense"), largest=DENSE),
    replace(_peer("lapx-dense", "lapx_dense"), largest=DENSE),
    replace(_peer("greedy", "greedy"), compiles=True, optimal=False),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 and 2,000 a side")
    parser.add_argument("--sides", type=int, nargs="+", help="households")
    parser.add_argument("--pairs", type=float, help="pairs a household on average")
    parser.add_argument("--regimes", nargs="+", choices=REGIMES, default=list(REGIMES))
    parser.add_argument("--only", nargs="+", choices=[c.name for c in CONTENDERS])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=600, help="seconds of a whole run")
    parser.add_argument("--json", type=Path, help="append one line a measurement to this file")
    return parser.parse_args()


def _instances(asked: argparse.Namespace, folder: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Each instance in a file, and what there is to say about it."""
    stored(200, 20, "ample", SEED).save(folder / TINY)
    for side in asked.sides or (QUICK if asked.quick else FULL):
        for regime in asked.regimes:
            instance = stored(side, asked.pairs or PAIRS.get(side, OTHERS), regime, SEED)
            path = folder / "instance.npz"
            instance.save(path)
            yield _about(side, regime, instance), path


def _about(side: int, regime: str, instance: Stored) -> dict[str, Any]:
    volunteers = instance.scores.shape[1]
    pairs = instance.scores.nnz
    return {"bench": "assign", "side": side, "regime": regime,
            "volunteers": volunteers, "pairs": pairs}  # fmt: skip


def _takes_part(contender: Contender, side: int, only: list[str] | None) -> bool:
    asked = not only or contender.name in {BARE, *only}
    return asked and (contender.largest is None or side <= contender.largest)


def main() -> None:
    asked = _arguments()
    print(machine())
    print(f"{asked.runs} runs each, interleaved, a process each; palier, greedy and the bare pass")
    print("are compiled (numba) and ran once before. Memory is beside the input.")
    with tempfile.TemporaryDirectory() as folder:
        for about, path in _instances(asked, Path(folder)):
            taking_part = [c for c in CONTENDERS if _takes_part(c, about["side"], asked.only)]
            outcomes = measure(taking_part, path, asked.runs, asked.timeout)
            print(table(about, outcomes, "palier", BARE), flush=True)
            if asked.json:
                record(asked.json, about, outcomes)


if __name__ == "__main__":
    main()
