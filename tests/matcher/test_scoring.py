"""Each criterion by its formula, and the formulas over columns against those of each pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import Criterion, MatcherError, Need, Weights, scoring
from matcher.candidates import Ground, points_of
from matcher.distance import distance_m, walking_minutes
from matcher.scoring import score_pair
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes


def test_a_short_walk_is_worth_all_and_the_limit_nothing() -> None:
    five_minutes = 5 * 80 / 1.3
    assert scoring.proximity(five_minutes, 3_000) == 1
    assert scoring.proximity(0, 0) == 1
    assert scoring.proximity(3_000, 3_000) == 0
    halfway = (five_minutes + 3_000) / 2
    assert scoring.proximity(halfway, 3_000) == pytest.approx(0.25)


@given(st.integers(400, 9_000), st.integers(0, 9_000), st.integers(0, 9_000))
def test_nearer_is_never_worth_less(limit: int, one: int, other: int) -> None:
    near, far = sorted((one, other))
    assert scoring.proximity(near, limit) >= scoring.proximity(far, limit)


def test_each_formula_gives_its_examples() -> None:
    assert [scoring.language(level) for level in (0, 1, 2, 3, 4)] == [0, 0.25, 0.5, 0.75, 1]
    assert scoring.needs(4, 6) == pytest.approx(2 / 3)
    assert scoring.needs(0, 0) == 0
    assert [scoring.availability(slots) for slots in (0, 1, 4, 9)] == [0, 0.25, 1, 1]
    assert scoring.life(1, 0) == 0.5
    assert scoring.life(0, 5) == 0.5
    assert scoring.life(1, 1) == 0.75
    assert [scoring.reciprocity(wanted) for wanted in (False, True)] == [0, 1]


def test_the_distance_between_brussels_and_kortrijk_stations_is_known() -> None:
    metres = distance_m(50.8357, 4.3365, 50.8245, 3.2646)
    assert metres == pytest.approx(75_300, rel=0.005)
    assert walking_minutes(800) == pytest.approx(13)


def test_points_name_what_they_rest_on() -> None:
    giver = volunteer(offers=frozenset({"mail", "meal"}), interests=frozenset({"chess"}))
    taker = household(
        needs=(Need("meal", 3), Need("mail", 1), Need("work", 2)), interests=frozenset({"chess"})
    )
    scores = {score.criterion: score for score in score_pair(giver, taker, Weights(), NOW.year)}
    assert list(scores) == list(Criterion)
    assert scores[Criterion.PROXIMITY].points == 2_500
    assert scores[Criterion.NEEDS].points == round(2_500 * 4 / 6)
    assert str(scores[Criterion.NEEDS].facts) == (
        "NeedsFacts(covered=('mail', 'meal'), missing=('work',))"
    )
    assert scores[Criterion.LIFE].points == 250


@given(schemes())
def test_points_over_columns_equal_the_points_of_each_pair(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    rows, columns = (axis.ravel() for axis in np.indices((len(givers), len(takers))))
    points = points_of(Ground.of(givers, takers, policy, NOW.year), rows, columns)
    assert np.all(points >= 0)
    assert np.all(points <= 10_000)
    for row, column, found in zip(rows, columns, points.tolist(), strict=True):
        scores = score_pair(givers[row], takers[column], policy.weights, NOW.year)
        assert found == sum(score.points for score in scores)


def test_weights_that_do_not_sum_to_ten_thousand_are_refused() -> None:
    with pytest.raises(MatcherError, match="weights sum to 10001, not 10000"):
        Weights(reciprocity=501)
    with pytest.raises(MatcherError, match="weight of life is negative: -1000"):
        Weights(life=-1_000, proximity=4_500)
