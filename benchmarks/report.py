"""What a benchmark prints, and what it keeps for the pictures."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from measure import SLOW_SECONDS, Outcome

PACKAGES = ("numpy", "scipy", "numba", "ortools", "kwok", "lapx")
MEGA = 1_000_000


def machine() -> str:
    """Cores, Python and packages: what a figure depends on."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.now(UTC).date()
    return (
        f"{today}: {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def table(about: Mapping[str, Any], outcomes: Sequence[Outcome], ours: str, bare: str) -> str:
    """One row a contender; `ours` and `bare` name those that the others are compared with."""
    medians = {o.contender.name: o.median for o in outcomes if o.seconds}
    best = max((o.total or 0 for o in outcomes if o.contender.optimal), default=0)
    lines = [
        "",
        _heading(about, best),
        _columns("", "median", "least", "most", "CPU", "memory", "a pair", "x bare", f"x {ours}")
        + "  total",
    ]
    for outcome in outcomes:
        name = outcome.contender.name
        if not outcome.seconds:
            lines.append(f"{name:12} failed: {outcome.failure}")
            continue
        cpu = statistics.median(outcome.cpu_seconds)
        peak = max(outcome.peak_bytes)
        times = (outcome.median, min(outcome.seconds), max(outcome.seconds), cpu)
        told = [
            *map(_time, times),
            f"{peak / MEGA:,.0f} MB",
            f"{peak / max(about['pairs'], 1):,.0f} B",
            _ratio(outcome.median, medians.get(bare)),
            _ratio(outcome.median, medians.get(ours)),
        ]
        lines.append(f"{_columns(name, *told)}  {_total(outcome, best, bare)}")
    return "\n".join(lines)


def _heading(about: Mapping[str, Any], best: int) -> str:
    return (
        f"{about['side']:,} households, {about['volunteers']:,} volunteers, {about['regime']}, "
        f"{about['pairs']:,} pairs; best total {best:,}"
    )


def _columns(name: str, *told: str) -> str:
    return f"{name:12}" + "".join(f"{text:>10}" for text in told)


def _time(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * 1000:,.3g} ms"


def _ratio(seconds: float, base: float | None) -> str:
    if not base:
        return ""
    ratio = seconds / base
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}"  # noqa: PLR2004 - three digits


def _total(outcome: Outcome, best: int, bare: str) -> str:
    name, total = outcome.contender.name, outcome.total or 0
    said = "" if name == bare else "optimal" if total == best else f"{1 - total / best:.1%} short"
    if len(outcome.seconds) == 1 and outcome.seconds[0] > SLOW_SECONDS:
        said += ", one run"
    return f"{said}; then failed: {outcome.failure}" if outcome.failure else said


def record(path: Path, about: Mapping[str, Any], outcomes: Sequence[Outcome]) -> None:
    """Append one line of JSON for each contender."""
    with path.open("a", encoding="utf-8") as lines:
        for outcome in outcomes:
            kept = {
                **about,
                "contender": outcome.contender.name,
                "seconds": outcome.seconds,
                "cpu_seconds": outcome.cpu_seconds,
                "peak_bytes": outcome.peak_bytes,
                "total": outcome.total,
                "failure": outcome.failure,
                "machine": machine(),
            }
            lines.write(json.dumps(kept) + "\n")
