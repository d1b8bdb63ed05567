from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.services.clock import ZONE
from web.services.quiet_hours import EVENINGS, MORNINGS, USUAL, QuietHours, over_at

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(INSTANTS)
def test_nothing_goes_out_at_night_or_on_a_sunday_and_nothing_waits_two_days(
    instant: datetime,
) -> None:
    allowed = over_at(instant, USUAL)

    local = allowed.astimezone(ZONE)
    assert 8 <= local.hour < 20
    assert local.weekday() != 6
    assert 0 <= (allowed - instant).total_seconds() <= 37 * 3600
    assert over_at(allowed, USUAL) == allowed


@given(
    INSTANTS,
    st.builds(QuietHours, st.sampled_from(EVENINGS), st.sampled_from(MORNINGS), st.booleans()),
)
def test_a_schemes_own_hours_are_kept_and_the_first_that_is_free_is_taken(
    instant: datetime, quiet: QuietHours
) -> None:
    def free(at: datetime) -> bool:
        local = at.astimezone(ZONE)
        sunday = quiet.sundays and local.weekday() == 6
        return quiet.morning <= local.hour < quiet.evening and not sunday

    allowed = over_at(instant, quiet)
    assert free(allowed)
    assert allowed == instant or not any(
        free(instant + timedelta(minutes=number))
        for number in range(0, int((allowed - instant).total_seconds() // 60), 10)
    )


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-07-03T19:59", "2026-07-03T19:59"),
        ("2026-07-03T20:00", "2026-07-04T08:00"),
        ("2026-07-04T20:00", "2026-07-06T08:00"),
        ("2026-07-05T12:00", "2026-07-06T08:00"),
        ("2026-07-06T07:59", "2026-07-06T08:00"),
        # The night in which clocks go forward is an hour shorter.
        ("2026-03-28T21:00", "2026-03-30T08:00"),
    ],
)
def test_the_examples_of_belgium(at: str, until: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    assert over_at(instant, USUAL) == datetime.fromisoformat(until).replace(tzinfo=ZONE)
