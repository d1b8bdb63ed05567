"""`matcher.match`: a country from columns to proven proposals, a scheme, and the import.

Nobody else does this whole. `--peers` stores the pairs, which is not counted, and lets OR-tools
solve them; that takes some 20 GB at 100,000. `--sides 1000000` for a continent.
"""

from __future__ import annotations

import argparse
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from countries import STORED, stored_pairs
from instances import stored
from measure import TINY, Contender, Outcome, measure
from people import load, people, save
from population import REGIMES, YEAR
from report import machine, record
from yardsticks import bare_pass

from matcher import Household, HouseholdColumns, Objective, Policy, Volunteer, VolunteerColumns
from matcher import match as run
from matcher.candidates import Ground

NOW = datetime(YEAR, 11, 2, tzinfo=UTC)
SEED = 3
SIDE = 100_000
LOOKED_AT = 400  # households, to count the pairs
BARE_PAIRS = 20_000_000
SCHEME = (200, 300)
TRIES = 5
MEGA = 1_000_000

Both = tuple[VolunteerColumns, HouseholdColumns]
Scheme = tuple[list[Volunteer], list[Household]]


def coverage(both: Both | Scheme) -> tuple[int, Callable[[], bool]]:
    return _proven(both, Objective.COVERAGE)


def quality(both: Both | Scheme) -> tuple[int, Callable[[], bool]]:
    return _proven(both, Objective.QUALITY)


def load_scheme(path: Path) -> Scheme:
    kept: Scheme = pickle.loads(path.read_bytes())  # noqa: S301 - our own, from a moment ago
    return kept


def feasible_pairs(both: Both) -> int:
    """About how many there are: counted for some households with every volunteer."""
    volunteers, households = both
    some = np.sort(np.random.default_rng(SEED).permutation(len(households))[:LOOKED_AT])
    ground = Ground(volunteers, households, Policy(), NOW.year)
    found = sum(int(block.feasible.sum()) for block, _ in ground.blocks_of(some))
    return round(found / len(some) * len(households))


def bare_seconds() -> float:
    """What one bare pass over stored pairs takes a pair."""
    indices = np.arange(BARE_PAIRS, dtype=np.int32)
    bare_pass(indices, indices)
    taken = [_taken(lambda: bare_pass(indices, indices)) for _ in range(TRIES)]
    return statistics.median(wall for wall, _ in taken) / BARE_PAIRS


def _proven(both: Both | Scheme, objective: Objective) -> tuple[int, Callable[[], bool]]:
    found = run(*both, Policy(objective=objective), now=NOW)
    return found.certificate.total, lambda: found.certificate.proven and _explained(found.pairs)


def _explained(pairs: Any) -> bool:  # noqa: ANN401 - a sequence that makes its items
    """Points by criterion of some proposals add up to theirs."""
    some = [pairs[place] for place in range(0, len(pairs), max(len(pairs) // 1000, 1))]
    return all(pair.points == sum(one.points for one in pair.criteria) for pair in some)


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def _country(asked: argparse.Namespace, folder: Path) -> None:
    save(folder / TINY, people(2_000, "ample", SEED))
    contender = Contender("palier", f"bench_match:{asked.objective}", "people:load")
    a_pair = bare_seconds()
    print(f"a bare pass takes {a_pair * 1e9:.2f} ns a stored pair")
    for side in asked.sides:
        for regime in asked.regimes:
            both = people(side, regime, SEED)
            save(folder / "people.npz", both)
            about = {"bench": "match", "side": side, "regime": regime, "objective": asked.objective,
                     "volunteers": len(both[0]), "pairs": feasible_pairs(both)}  # fmt: skip
            del both
            outcome = measure([contender], folder / "people.npz", asked.runs, asked.timeout)[0]
            print(_told(about, outcome, about["pairs"] * a_pair), flush=True)
            if asked.json:
                record(asked.json, about, [outcome])
            if asked.peers:
                _peer(folder, about)


def _peer(folder: Path, about: dict[str, Any]) -> None:
    """OR-tools on the same people; it must find the same optimum as `match` without coverage."""
    apart = folder / "peer"
    apart.mkdir(exist_ok=True)
    stored(200, 20, "ample", SEED).save(apart / TINY)
    both = load(folder / "people.npz")
    pairs = stored_pairs(both, NOW)
    pairs.save(apart / STORED)
    about["pairs"] = pairs.scores.nnz
    best = run(*both, Policy(objective=Objective.QUALITY), now=NOW).certificate.total
    del both, pairs
    outcome = measure(
        [Contender("ortools", "peers:ortools", "instances:Stored.load")], apart / STORED, 1, 7200
    )[0]
    if outcome.total != best:
        raise SystemExit(f"OR-tools found {outcome.total} and match {best}: {outcome.failure}")
    print(
        f"OR-tools on the {about['pairs'] / MEGA:,.0f} million pairs, stored: "
        f"{outcome.median:.1f} s, {outcome.peak_bytes[0] / MEGA:,.0f} MB beside them",
        flush=True,
    )


def _told(about: dict[str, Any], outcome: Outcome, bare: float) -> str:
    told = (
        f"{about['side']:,} households, {about['volunteers']:,} volunteers, {about['regime']}, "
        f"{about['objective']}, about {about['pairs'] / MEGA:,.0f} million feasible pairs: "
    )
    if not outcome.seconds:
        return told + f"failed: {outcome.failure}"
    return told + (
        f"median {outcome.median:.2f} s ({min(outcome.seconds):.2f} to "
        f"{max(outcome.seconds):.2f}), CPU {statistics.median(outcome.cpu_seconds):.1f} s, "
        f"{max(outcome.peak_bytes) / MEGA:,.0f} MB beside the columns, proven, total "
        f"{outcome.total:,}; {outcome.median / bare:.0f} x bare ({bare:.2f} s)"
    )


def _scheme(folder: Path) -> None:
    """Nothing is run before: a compile pause would show in the first run."""
    both = people(SCHEME[1], "ample", SEED)
    counts = (min(SCHEME[0], len(both[0])), SCHEME[1])
    scheme = tuple(
        [side.party(at) for at in range(count)] for side, count in zip(both, counts, strict=True)
    )
    (folder / "scheme").write_bytes(pickle.dumps(scheme))
    first = measure(
        [Contender("palier", "bench_match:coverage", "bench_match:load_scheme")],
        folder / "scheme", TRIES, 60,
    )[0]  # fmt: skip
    again = [_taken(lambda: run(*scheme, Policy(), now=NOW)) for _ in range(12 * TRIES)]
    title = f"a scheme of {counts[1]} households and {counts[0]} volunteers"
    print(f"{title}: {_milliseconds(again)}")
    fresh = zip(first.seconds, first.cpu_seconds, strict=True)
    print(f"{title}, first run of a process: {_milliseconds(fresh)} {first.failure}")


def _import() -> None:
    timed = (
        "import time; t, c = time.perf_counter(), time.process_time(); import matcher; "
        "print(time.perf_counter() - t, time.process_time() - c)"
    )
    said = [
        subprocess.check_output([sys.executable, "-c", timed]).split()  # noqa: S603 - ourselves
        for _ in range(TRIES)
    ]
    taken = [(float(wall), float(cpu)) for wall, cpu in said]
    print(f"import matcher, in a fresh process: {_milliseconds(taken)}")


def _milliseconds(taken: Iterable[tuple[float, float]]) -> str:
    wall, cpu = 1000 * np.array(list(taken)).T
    return (
        f"median {np.median(wall):.1f} ms ({wall.min():.1f} to {wall.max():.1f}), "
        f"CPU {np.median(cpu):.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="*", default=[SIDE], help="households; or none")
    parser.add_argument("--regimes", nargs="+", choices=REGIMES, default=list(REGIMES))
    parser.add_argument("--objective", choices=[*Objective], default="coverage")
    parser.add_argument("--peers", action="store_true", help="let OR-tools solve the same")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=3600, help="seconds of a whole run")
    parser.add_argument("--json", type=Path, help="append one line a measurement to this file")
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        _import()
        _scheme(Path(folder))
        _country(asked, Path(folder))


if __name__ == "__main__":
    main()
