"""How long matches endure: from the first meeting to the end, pauses taken out.

Matches that are still alive are censored at `today`. The survival curve is the Kaplan-Meier
estimate with Greenwood's variance on the log-log scale (scipy.stats.ecdf); the share that ended
for each of the competing reasons is the Aalen-Johansen estimate of its cumulative incidence.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match
from web.models.vocabulary import EndReason, MatchState

DAYS_A_MONTH = 365.25 / 12
TABLE_MONTHS = (0, 3, 6, 12, 18, 24, 36, 48, 60)


@dataclass(frozen=True, slots=True)
class Course:
    """One match: days at risk, and why it ended; None while it is alive."""

    days: int
    ended: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """The curve from `day` on.

    Attributes:
        survival: the estimated share that endures longer than `day`; None where too few matches
            are that old to say.
        low: lower end of the 95 % confidence interval, where it is defined.
        at_risk: matches that were observed at least this long.
    """

    day: int
    survival: float | None
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class Cause:
    """An end reason: how many ended for it, and the estimated share of all within a year."""

    reason: str
    ended: int | None
    within_year: float | None


@dataclass(frozen=True, slots=True)
class Endurance:
    """The endurance of a scheme's matches as seen on a day.

    Attributes:
        curve: a point a day on which a match ended or was last seen; empty without matches.
        table: the curve read after whole months, as far as anything was observed.
        counts: "matches", "alive", "ended"; None where hidden from a reader.
    """

    today: date
    counts: dict[str, int | None]
    curve: tuple[Point, ...]
    table: tuple[tuple[int, Point], ...]
    causes: tuple[Cause, ...]

    def share_after(self, months: int) -> float | None:
        """The share that endured longer than so many months; None when not yet known."""
        return next((point.survival for after, point in self.table if after == months), None)


def endurance(session: Session, scheme_id: int, today: date) -> Endurance:
    """The figures of one scheme as they stand on `today`."""
    return estimate(courses(session, scheme_id, today), today)


def courses(session: Session, scheme_id: int, today: date) -> list[Course]:
    """Every match of the scheme that had its first meeting by `today`."""
    rows = session.execute(
        select(
            Match.first_meeting_on,
            Match.ended_on,
            Match.paused_on,
            Match.paused_days,
            Match.state,
            Match.reason,
        ).where(
            Match.scheme_id == scheme_id,
            Match.state.in_((MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDED)),
            Match.first_meeting_on <= today,
        )
    )
    found = []
    for began, ended_on, paused_on, paused_days, state, reason in rows:
        ended = state is MatchState.ENDED and ended_on is not None and ended_on <= today
        last_day = ended_on if ended and ended_on else today
        paused = paused_days + ((last_day - paused_on).days if paused_on else 0)
        days = max(0, (last_day - cast("date", began)).days - max(0, paused))
        found.append(Course(days, (reason or EndReason.OTHER.value) if ended else None))
    return found


def estimate(all_courses: Sequence[Course], today: date) -> Endurance:
    """The survival curve and the counts of these courses."""
    ended = Counter(course.ended for course in all_courses if course.ended)
    counts: dict[str, int | None] = {
        "matches": len(all_courses),
        "alive": len(all_courses) - ended.total(),
        "ended": ended.total(),
    }
    curve = _curve(all_courses)
    year = _in_days(12)
    observed = max((course.days for course in all_courses), default=-1)
    incidence = _incidence(all_courses, curve, year) if observed >= year else {}
    causes = tuple(
        Cause(reason, number, incidence.get(reason, 0.0) if observed >= year else None)
        for reason, number in ended.most_common()
    )
    table = tuple(
        (months, _read(all_courses, curve, _in_days(months)))
        for months in TABLE_MONTHS
        if _in_days(months) <= observed or months <= 12  # noqa: PLR2004 - a year is always asked
    )
    return Endurance(today, counts, curve, table if all_courses else (), causes)


def _curve(all_courses: Sequence[Course]) -> tuple[Point, ...]:
    if not all_courses:
        return ()
    # scipy.stats takes two seconds to import: only who looks at the curve waits for it, once.
    from scipy.stats import CensoredData, ecdf  # noqa: PLC0415 - as said

    days = np.sort([course.days for course in all_courses])
    function = ecdf(
        CensoredData(
            uncensored=[course.days for course in all_courses if course.ended],
            right=[course.days for course in all_courses if not course.ended],
        )
    ).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Before the first end and after the last the interval is undefined, and shown as none.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = function.confidence_interval(method="log-log")
    return tuple(
        Point(
            int(day),
            float(survival),
            _defined(low),
            _defined(high),
            int(len(days) - np.searchsorted(days, day)),
        )
        for day, survival, low, high in zip(
            function.quantiles,
            function.probabilities,
            interval.low.probabilities,
            interval.high.probabilities,
            strict=True,
        )
    )


def _read(all_courses: Sequence[Course], curve: Sequence[Point], day: int) -> Point:
    """The curve at a day. After the last observation nothing is known, unless all have ended."""
    at_risk = sum(course.days >= day for course in all_courses)
    before = [point for point in curve if point.day <= day]
    if not before:
        return Point(day, 1.0, None, None, at_risk)
    last = before[-1]
    if at_risk == 0 and not all(course.ended for course in all_courses):
        return Point(day, None, None, None, 0)
    return Point(day, last.survival, last.low, last.high, at_risk)


def _incidence(
    all_courses: Sequence[Course], curve: Sequence[Point], until: int
) -> dict[str, float]:
    """Aalen-Johansen: the share that ended for each reason by a day, the others competing."""
    ends: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for course in all_courses:
        if course.ended:
            ends[course.days][course.ended] += 1
    shares: dict[str, float] = {}
    surviving = 1.0
    for point in curve:
        if point.day > until:
            break
        for reason, number in ends[point.day].items():
            shares[reason] = shares.get(reason, 0.0) + surviving * number / point.at_risk
        surviving = point.survival or 0.0
    return shares


def _in_days(months: int) -> int:
    return round(months * DAYS_A_MONTH)


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
