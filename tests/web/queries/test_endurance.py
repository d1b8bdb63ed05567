from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme
from web.models.vocabulary import MatchState
from web.queries.endurance import Course, courses, endurance, estimate

TODAY = date(2026, 11, 22)

# Freireich et al. 1963, 6-MP arm: the textbook example; the estimate is worked out by hand,
# 1 - 3/21 = 6/7, then times 16/17, 14/15, 11/12, 10/11, 6/7, 5/6.
ENDED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
ALIVE = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
BY_HAND = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}

COURSES = st.lists(
    st.builds(Course, st.integers(0, 900), st.sampled_from([None, None, "no_time", "no_click"])),
    max_size=40,
)


def _courses(unit: int = 1) -> list[Course]:
    return [Course(days * unit, "no_time") for days in ENDED] + [
        Course(days * unit, None) for days in ALIVE
    ]


def test_the_curve_equals_the_estimate_worked_out_by_hand() -> None:
    points = {point.day: point for point in estimate(_courses(), TODAY).curve}
    assert {day: points[day].survival for day in BY_HAND} == pytest.approx(BY_HAND, abs=5e-5)
    assert {day: points[day].at_risk for day in BY_HAND} == {
        6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6,
    }  # fmt: skip


def test_the_interval_holds_the_estimate_as_published() -> None:
    last = estimate(_courses(), TODAY).curve[-1]
    assert (last.low, last.high) == pytest.approx((0.188, 0.680), abs=1e-3)


def test_what_nobody_was_observed_for_is_not_known_yet() -> None:
    young = estimate(_courses(), TODAY)
    assert young.share_after(6) is None
    assert young.share_after(12) is None
    grown = estimate(_courses(unit=20), TODAY)
    assert grown.share_after(6) == pytest.approx(BY_HAND[7], abs=5e-5)
    assert grown.share_after(12) == pytest.approx(BY_HAND[16], abs=5e-5)


def test_the_oldest_match_ending_does_not_speak_for_younger_ones_that_live() -> None:
    alive = [Course(30, None)] * 22
    assert estimate([*alive, Course(200, "no_time")], TODAY).share_after(12) is None
    assert estimate([Course(200, "no_time")] * 23, TODAY).share_after(12) == 0


def test_reasons_compete_and_are_counted_apart() -> None:
    # Ten matches: 2 end for 'no_time' on day 10, 4 for 'no_click' on day 20, 4 live on.
    found = estimate(
        [Course(10, "no_time")] * 2 + [Course(20, "no_click")] * 4 + [Course(400, None)] * 4, TODAY
    )
    assert {cause.reason: cause.ended for cause in found.causes} == {"no_click": 4, "no_time": 2}
    shares = {cause.reason: cause.within_year for cause in found.causes}
    assert shares == pytest.approx({"no_click": 0.8 * 4 / 8, "no_time": 0.2})


def test_a_scheme_without_matches_has_no_curve() -> None:
    empty = estimate([], TODAY)
    assert (empty.curve, empty.table, empty.causes) == ((), (), ())
    assert empty.counts == {"matches": 0, "alive": 0, "ended": 0}


@given(COURSES)
def test_the_curve_never_rises_and_stays_inside_its_interval(all_courses: list[Course]) -> None:
    found = estimate(all_courses, TODAY)
    shares = [1.0] + [point.survival or 0.0 for point in found.curve]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    for point in found.curve:
        assert point.survival is not None
        if point.low is not None and point.high is not None:
            assert point.low - 1e-9 <= point.survival <= point.high + 1e-9
    assert found.counts["ended"] == sum(cause.ended or 0 for cause in found.causes)


@given(COURSES)
def test_who_lasted_a_year_and_who_left_for_a_reason_are_everybody(
    all_courses: list[Course],
) -> None:
    found = estimate(all_courses, TODAY)
    shares = [cause.within_year for cause in found.causes]
    year = found.share_after(12)
    if year is not None and None not in shares:
        assert sum(share or 0 for share in shares) + year == pytest.approx(1)


def _met(session: Session, days_ago: int, **overrides: Any) -> None:
    make_match(
        session,
        **{
            "state": MatchState.ACTIVE,
            "first_meeting_on": TODAY - timedelta(days=days_ago),
            **overrides,
        },
    )


def test_pauses_are_taken_out_of_the_time_at_risk(session: Session) -> None:
    scheme = make_scheme(session)
    day = TODAY - timedelta(days=100)
    _met(session, 300, scheme=scheme)
    _met(session, 301, scheme=scheme, paused_days=60)
    _met(session, 302, scheme=scheme, state=MatchState.PAUSED, paused_on=day, paused_days=2)
    _met(session, 303, scheme=scheme, state=MatchState.ENDED, ended_on=day, reason="no_time")
    _met(
        session,
        304,
        scheme=scheme,
        state=MatchState.ENDED,
        ended_on=day,
        paused_days=30,
        reason="no_click",
    )
    found = sorted(courses(session, scheme.id, TODAY), key=lambda course: course.days)
    assert found == [
        Course(174, "no_click"),
        Course(200, None),
        Course(203, "no_time"),
        Course(241, None),
        Course(300, None),
    ]


def test_only_matches_of_this_scheme_that_have_met_are_counted(session: Session) -> None:
    scheme = make_scheme(session)
    _met(session, 10, scheme=scheme)
    _met(session, 10)
    _met(session, -10, scheme=scheme)
    _met(session, 10, scheme=scheme, state=MatchState.ACCEPTED)
    make_match(session, scheme=scheme, state=MatchState.CANCELLED)
    assert endurance(session, scheme.id, TODAY).counts["matches"] == 1


def test_a_match_that_ended_after_the_day_of_the_figures_lived_on_that_day(
    session: Session,
) -> None:
    scheme = make_scheme(session)
    _met(session, 400, scheme=scheme, state=MatchState.ENDED, ended_on=TODAY, reason="no_time")
    earlier = TODAY - timedelta(days=100)
    assert courses(session, scheme.id, earlier) == [Course(300, None)]
