from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from web.coordinator.survival_chart import HEIGHT, WIDTH, draw
from web.queries.endurance import Course, estimate

COURSES = st.lists(
    st.builds(Course, st.integers(0, 4000), st.sampled_from([None, "no_time"])), max_size=30
)
TODAY = date(2026, 11, 22)


@given(COURSES)
def test_every_path_stays_inside_the_frame(courses: list[Course]) -> None:
    chart = draw(estimate(courses, TODAY))
    assert (chart is None) == (not courses)
    if chart is None:
        return
    for path in (chart.curve, chart.band):
        across = [float(number) for number in re.findall(r"[MH]([\d.]+)", path)]
        up = [float(number) for number in re.findall(r"(?:V|M\d+ )([\d.]+)", path)]
        assert re.fullmatch(r"[MHVZ\d. ]*", path)
        assert all(0 <= x <= WIDTH for x in across)
        assert all(0 <= y <= HEIGHT for y in up)
    months = [after for _, after in chart.months]
    assert months[0] == 0
    assert months[-1] >= 12
    assert len(months) <= 10


def test_the_curve_steps_down_where_a_match_ended() -> None:
    chart = draw(estimate([Course(183, "no_time"), Course(365, None)], TODAY))
    assert chart is not None
    # Half of 644 points to the right of 64, half of 248 points below 12.
    assert chart.curve == "M64 12.0H386.7V136.0H707.6V136.0"
