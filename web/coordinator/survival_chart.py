"""The survival curve as paths of an SVG: numbers in, attributes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.queries.endurance import DAYS_A_MONTH, Endurance

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 60
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
# The axis is as long as the oldest match, in half years; a year at least, and never crowded.
LEAST_MONTHS, MONTHS_A_TICK, MOST_TICKS = 12, 6, 8


@dataclass(frozen=True, slots=True)
class SurvivalChart:
    """Coordinates in a box of 720 by 320.

    Attributes:
        curve: path of the estimate, as steps.
        band: closed path of the 95 % confidence interval; empty where it is nowhere defined.
        months: (x, months) of the vertical rules.
        shares: (y, share) of the horizontal ones.
        left: where the first meeting stands; `right` and `floor` are the axes' other ends.
    """

    curve: str
    band: str
    months: tuple[tuple[float, int], ...]
    shares: tuple[tuple[float, float], ...]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def draw(endurance: Endurance) -> SurvivalChart | None:
    """The chart, or None where there is no match to draw."""
    known = [point for point in endurance.curve if point.survival is not None]
    if not known:
        return None
    ticks = _ticks(known[-1].day / DAYS_A_MONTH)
    last_month = ticks[-1]

    def across(day: float) -> float:
        share = day / (last_month * DAYS_A_MONTH)
        return round(LEFT + min(share, 1.0) * (WIDTH - LEFT - RIGHT), 1)

    days = [across(point.day) for point in known]
    steps = [point.survival for point in known if point.survival is not None]
    # Where the interval is not defined the band has no width.
    lows = [point.survival if point.low is None else point.low for point in known]
    highs = [point.survival if point.high is None else point.high for point in known]
    banded = any(point.low is not None for point in known)
    return SurvivalChart(
        _staircase(days, steps),
        _ribbon(days, [low or 0.0 for low in lows], [high or 0.0 for high in highs])
        if banded
        else "",
        tuple((across(months * DAYS_A_MONTH), months) for months in ticks),
        tuple((_up(share), share) for share in SHARES),
    )


def _ticks(oldest: float) -> list[int]:
    halves = max(LEAST_MONTHS // MONTHS_A_TICK, int(-(-oldest // MONTHS_A_TICK)))
    apart = -(-halves // MOST_TICKS)
    return [MONTHS_A_TICK * apart * tick for tick in range(-(-halves // apart) + 1)]


def _up(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)


def _staircase(days: Sequence[float], shares: Sequence[float]) -> str:
    steps = "".join(f"H{day}V{_up(share)}" for day, share in zip(days, shares, strict=True))
    return f"M{LEFT} {_up(1.0)}{steps}"


def _ribbon(days: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> str:
    """Along the upper edge, and back along the lower one."""
    before = [1.0, *lows[:-1]]
    back = "".join(
        f"V{_up(low)}H{day}V{_up(earlier)}"
        for day, low, earlier in zip(reversed(days), reversed(lows), reversed(before), strict=True)
    )
    return f"{_staircase(days, highs)}{back}H{LEFT}Z"
