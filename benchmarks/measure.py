"""Runs contenders side by side, each in a process of its own, on one instance in a file.

Every run is a new process that reads the instance, imports what the contender needs by running it
once on a tiny instance, and then does the work once under the clock. Contenders that compile run
once on the instance itself before. Runs are interleaved, so that a slow minute of the machine
hits all of them alike.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SLOW_SECONDS = 60
TINY = "tiny.npz"
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Contender:
    """`work` and `load` are 'module:function'; `work` takes what `load` made of a path.

    It returns a number, or a number and a function that checks it after the clock has stopped.
    """

    name: str
    work: str
    load: str
    compiles: bool = False
    optimal: bool = True
    largest: int | None = None


@dataclass(slots=True)
class Outcome:
    """One entry a run; `failure` says why there is none, or no more."""

    contender: Contender
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)
    total: int | None = None
    failure: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measure(
    contenders: Sequence[Contender], path: Path, runs: int, timeout: float
) -> list[Outcome]:
    """Everyone's runs on the instance at `path`; a slow contender runs once, a failed one no more.

    SystemExit when two of those that promise the optimum differ.
    """
    outcomes = [Outcome(contender) for contender in contenders]
    for _ in range(runs):
        for outcome in outcomes:
            slow = outcome.seconds and outcome.seconds[0] > SLOW_SECONDS
            if not (slow or outcome.failure):
                _run(outcome, path, timeout)
    found = {o.contender.name: o.total for o in outcomes if o.contender.optimal and o.seconds}
    if len(set(found.values())) > 1:
        raise SystemExit(f"the totals differ: {found}")
    return outcomes


def _run(outcome: Outcome, path: Path, timeout: float) -> None:
    contender = outcome.contender
    command = [sys.executable, __file__, contender.work, contender.load, str(path)]
    try:
        child = subprocess.run(  # noqa: S603 - ourselves
            [*command, "compiles"] if contender.compiles else command,
            capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        outcome.failure = f"more than {timeout:.0f} s"
        return
    if child.returncode:
        last = child.stderr.strip().splitlines()[-1:]
        outcome.failure = last[0] if last else f"ended with {child.returncode}"
        return
    # Some solvers print as they go; the last line is ours.
    said = json.loads(child.stdout.splitlines()[-1])
    if outcome.total not in (None, said["total"]):
        raise SystemExit(f"{contender.name} found {outcome.total}, and then {said['total']}")
    outcome.total = said["total"]
    outcome.seconds.append(said["seconds"])
    outcome.cpu_seconds.append(said["cpu_seconds"])
    outcome.peak_bytes.append(said["peak_bytes"])


def _child(work: str, load: str, path: Path, *, compiles: bool) -> dict[str, Any]:
    run, read = _named(work), _named(load)
    tiny = path.with_name(TINY)
    if tiny.exists():
        run(read(tiny))
    instance = read(path)
    if compiles:
        run(instance)
    before = _forget_peak()
    cpu, began = _cpu(), time.perf_counter()
    result = run(instance)
    seconds, cpu = time.perf_counter() - began, _cpu() - cpu
    peak = _peak() - before
    total, check = result if isinstance(result, tuple) else (result, None)
    if check and not check():
        raise SystemExit("its own proof does not hold")
    return {"seconds": seconds, "cpu_seconds": cpu, "peak_bytes": peak, "total": total}


def _named(spec: str) -> Callable[..., Any]:
    module, _, name = spec.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _cpu() -> float:
    """Seconds of all threads of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _forget_peak() -> int:
    """Give back freed memory, start a new peak, and say where it starts."""
    gc.collect()
    if not _STATUS.exists():
        return _peak()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    """The most memory held since then. ru_maxrss would also count the parent's, before exec."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = _STATUS.read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    where = Path(sys.argv[3])
    print(json.dumps(_child(sys.argv[1], sys.argv[2], where, compiles=len(sys.argv) > 4)))  # noqa: PLR2004
