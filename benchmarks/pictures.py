"""How time and memory grow with size, as SVG: from what `bench_assignment.py --json` kept.

    PYTHONPATH=. .venv/bin/python benchmarks/pictures.py growth.jsonl

One picture a regime goes to docs/pictures. Equal measurements draw equal files.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
# Okabe and Ito's colours, which the colour-blind tell apart, and a mark for print.
LOOKS = {
    "palier": ("#0072B2", "o"),
    "scipy": ("#E69F00", "s"),
    "ortools": ("#009E73", "^"),
    "kwok": ("#CC79A7", "D"),
    "lapx": ("#D55E00", "v"),
    "scipy-dense": ("#56B4E9", "P"),
    "lapx-dense": ("#8C6D1F", "X"),
    "greedy": ("#666666", "."),
    "bare pass": ("#000000", "x"),
}
NAMES = {"ortools": "OR-tools", "palier": "Palier", "greedy": "greedy (not optimal)"}
STYLE = {
    "svg.hashsalt": "palier",
    "svg.fonttype": "none",  # text stays text
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}

Series = dict[str, list[tuple[int, float]]]


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Measurements by regime; of several of one contender and size the last counts."""
    newest: dict[tuple[str, int, str], dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        if kept["bench"] == "assign" and kept["seconds"]:
            newest[kept["regime"], kept["side"], kept["contender"]] = kept
    regimes = defaultdict(list)
    for key in sorted(newest):
        regimes[key[0]].append(newest[key])
    return regimes


def draw(regime: str, kept: Iterable[dict[str, Any]]) -> Path:
    times: Series = defaultdict(list)
    peaks: Series = defaultdict(list)
    for one in kept:
        name, side = one["contender"], one["side"]
        times[name].append((side, statistics.median(one["seconds"])))
        peaks[name].append((side, max(one["peak_bytes"]) / 1e6))
    peaks.pop("bare pass", None)
    with mpl.rc_context(STYLE):
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
        _panel(left, times, "Time", _duration)
        _panel(right, peaks, "Memory beside the input", lambda mb, _: _size(mb))
        figure.suptitle(f"assign on stored pairs, {regime}")
        handles, labels = left.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside right center", frameon=False)
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"assign-{regime}.svg"
        figure.savefig(path, metadata={"Date": None}, bbox_inches="tight", pad_inches=0.2)
        plt.close(figure)
    return path


def _panel(axes: Axes, series: Series, title: str, unit: Any) -> None:  # noqa: ANN401 - matplotlib's
    for name, (colour, mark) in LOOKS.items():
        if name in series:
            points = [(side, value) for side, value in sorted(series[name]) if value > 0]
            axes.plot(
                *zip(*points, strict=True),
                color=colour,
                marker=mark,
                markersize=5,
                linewidth=2.5 if name == "palier" else 1.4,
                linestyle=":" if name in {"greedy", "bare pass"} else "-",
                label=NAMES.get(name, name),
            )
    axes.set(xscale="log", yscale="log", title=title, xlabel="households")
    sides = sorted({side for points in series.values() for side, _ in points})
    axes.set_xticks(sides, [f"{side:,}" for side in sides])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(unit))
    axes.grid(visible=True, axis="y", color="#dddddd", linewidth=0.6)


def _duration(seconds: float, _: int) -> str:
    for size, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size * 0.999:
            return f"{seconds / size:,.0f} {name}"
    return f"{seconds:g} s"


def _size(megabytes: float) -> str:
    return f"{megabytes / 1000:,.0f} GB" if megabytes >= 999 else f"{megabytes:g} MB"  # noqa: PLR2004


def main() -> None:
    for regime, kept in read(Path(sys.argv[1])).items():
        print(draw(regime, kept))


if __name__ == "__main__":
    main()
