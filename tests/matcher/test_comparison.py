"""Two policies over the same people, side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import (
    Comparison,
    HouseholdShift,
    Level,
    Objective,
    Place,
    Points,
    Policy,
    SpokenLanguage,
    Weights,
    compare,
    compare_matchings,
    match,
)
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

NEARBY = Weights(proximity=10_000, language=0, needs=0, availability=0, life=0, reciprocity=0)
TALKATIVE = Weights(proximity=0, language=10_000, needs=0, availability=0, life=0, reciprocity=0)

policies = st.builds(
    Policy, weights=st.sampled_from((Weights(), NEARBY)), objective=st.sampled_from(Objective)
)


def turned(comparison: Comparison) -> Comparison:
    """The same, seen from the other side, but for whose weights measure a household."""
    (now, other) = comparison.now, comparison.other
    return Comparison(
        now=other,
        other=now,
        kept=comparison.kept,
        lost=comparison.gained,
        gained=comparison.lost,
        households_gaining=comparison.households_losing,
        households_losing=comparison.households_gaining,
        more_points=(),
        fewer_points=(),
    )


@given(schemes(), policies, policies)
def test_both_directions_of_a_comparison_agree(scheme: Scheme, one: Policy, other: Policy) -> None:
    givers, takers, _ = scheme
    there = compare(givers, takers, one, other, now=NOW)
    back = turned(compare(givers, takers, other, one, now=NOW))
    assert (there.kept, there.lost, there.gained) == (back.kept, back.lost, back.gained)
    assert there.households_gaining == back.households_gaining
    assert there.households_losing == back.households_losing
    for here, seen in ((there.now, back.now), (there.other, back.other)):
        assert here.points == Points(seen.points.by_other, seen.points.by_now)
        assert here.median_distance_m == seen.median_distance_m


@given(schemes(), policies, policies)
def test_every_figure_is_what_the_two_runs_say(scheme: Scheme, one: Policy, other: Policy) -> None:
    givers, takers, _ = scheme
    here, there = (match(givers, takers, policy, now=NOW) for policy in (one, other))
    found = compare_matchings(givers, takers, (one, here), (other, there), now=NOW)
    assert found == compare(givers, takers, one, other, now=NOW)
    assert found.now.points.by_now == sum(pair.points for pair in here.pairs)
    assert found.other.points.by_other == sum(pair.points for pair in there.pairs)
    assert found.now.households_waiting == len(here.waiting)
    assert len(found.kept) + len(found.lost) == found.now.pairs == len(here.pairs)
    assert len(found.kept) + len(found.gained) == found.other.pairs == len(there.pairs)
    change = len(found.households_gaining) - len(found.households_losing)
    assert found.other.households_served - found.now.households_served == change
    before = {pair.household_id for pair in here.pairs}
    after = {pair.household_id for pair in there.pairs}
    assert (*found.households_gaining,) == (*sorted(after - before),)
    for shift in (*found.more_points, *found.fewer_points):
        assert shift.household_id in before & after
        assert shift.now.by_now == sum(
            pair.points for pair in here.pairs if pair.household_id == shift.household_id
        )
    assert all(shift.other.by_now > shift.now.by_now for shift in found.more_points)
    assert all(shift.other.by_now < shift.now.by_now for shift in found.fewer_points)


def test_who_gains_by_the_new_weights_may_lose_by_those_of_today() -> None:
    givers = [
        volunteer(id="near", languages=(SpokenLanguage("fr", Level.CONVERSATIONAL),)),
        volunteer(id="fluent", place=Place(50.868, 4.35)),
    ]
    now, other = Policy(weights=NEARBY), Policy(weights=TALKATIVE)
    found = compare(givers, [household()], now, other, now=NOW)
    assert (found.lost, found.gained) == ((("near", "h"),), (("fluent", "h"),))
    # 2,002 m are 32.53 minutes on foot, of at most 81.25: (48.72 / 76.25) squared.
    before, after = Points(10_000, 5_000), Points(4_082, 7_500)
    assert found.fewer_points == (HouseholdShift("h", before, after),)
    assert found.more_points == ()
    assert (found.now.points, found.other.points) == (before, after)
    assert (found.now.median_distance_m, found.other.median_distance_m) == (0.0, 2_002.0)


def test_households_that_lose_or_gain_somebody_are_named() -> None:
    takers = [household(id="a"), household(id="b")]
    now, other = (Policy(pins=frozenset({("v", name)})) for name in "ab")
    found = compare([volunteer()], takers, now, other, now=NOW)
    assert (found.households_losing, found.households_gaining) == (("a",), ("b",))
    assert (found.more_points, found.fewer_points) == ((), ())


@pytest.mark.parametrize(("norths", "middle"), [((50.85, 50.86, 50.859), 1_001.0), ((), None)])
def test_the_median_distance_is_over_the_pairs(
    norths: tuple[float, ...], middle: float | None
) -> None:
    takers = [household(id=f"h{north}", place=Place(north, 4.35)) for north in norths]
    found = compare([volunteer(capacity=3)], takers, Policy(), Policy(), now=NOW)
    assert found.now.median_distance_m == middle
    assert found.now == found.other
