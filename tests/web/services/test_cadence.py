from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web.services import cadence
from web.services.clock import ZONE, local_date

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
CLOCKS_FORWARD, CLOCKS_BACK = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("first_meeting_on", "step", "due"),
    [
        (date(2026, 3, 20), "2w", date(2026, 4, 3)),
        (date(2026, 10, 20), "6w", date(2026, 12, 1)),
        (date(2026, 11, 30), "3m", date(2027, 2, 28)),
        (date(2027, 11, 30), "3m", date(2028, 2, 29)),
        (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(2024, 2, 29), "12m", date(2025, 2, 28)),
        (date(2024, 2, 29), "48m", date(2028, 2, 29)),
        (date(2026, 8, 31), "18m", date(2028, 2, 29)),
    ],
)
def test_months_are_those_of_the_calendar(first_meeting_on: date, step: str, due: date) -> None:
    assert cadence.due_on(step, first_meeting_on) == due


@given(DAYS, st.integers(0, 60))
def test_a_day_stays_the_same_day_of_the_month_or_becomes_its_last(day: date, months: int) -> None:
    later = cadence.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS)
def test_the_steps_follow_each_other_for_ever(day: date) -> None:
    steps = list(islice(cadence.USUAL.steps(), 20))
    assert steps[3:7] == ["6m", "12m", "18m", "24m"]
    due = [cadence.due_on(step, day) for step in steps]
    assert due == sorted(set(due))


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (date(2026, 3, 20), ("2w", "6w", "3m", "6m")),
        (date(2026, 4, 3), ("6w", "3m", "6m")),
        (date(2026, 9, 20), ("12m",)),
        (date(2028, 3, 19), ("24m",)),
        (date(2028, 3, 20), ("30m",)),
    ],
)
def test_the_first_steps_are_planned_together_and_each_later_one_alone(
    day: date, planned: tuple[str, ...]
) -> None:
    assert cadence.USUAL.planned_after(date(2026, 3, 20), day) == planned


@given(DAYS, st.times(), st.integers(1, 40), DAYS, st.times())
@example(CLOCKS_FORWARD, time(3, 30), 1, date(2026, 3, 28), time(23, 59))
@example(CLOCKS_BACK, time(0, 0), 1, date(2026, 10, 24), time(23, 59))
@example(CLOCKS_BACK, time(2, 30), 5, date(2026, 10, 20), time(2, 30))
@example(date(2028, 3, 1), time(0, 0), 1, date(2028, 2, 29), time(23, 59))
def test_days_ago_counts_belgian_midnights_and_not_hours(
    day: date, at: time, days: int, earlier: date, earlier_at: time
) -> None:
    now = datetime.combine(day, at, ZONE).astimezone(UTC)
    then = datetime.combine(earlier, earlier_at, ZONE).astimezone(UTC)
    assert (then < cadence.days_ago(now, days)) == (
        (local_date(now) - local_date(then)).days >= days
    )
