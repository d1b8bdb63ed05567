"""Who would be next for a household that got somebody."""

from hypothesis import given

from matcher import Objective, Place, Policy, match
from matcher.candidates import Ground
from tests.matcher.factories import A_KILOMETRE_NORTH, household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes


def test_the_next_best_are_named_with_their_value_and_whether_they_are_free() -> None:
    givers = [
        volunteer(id="best"),
        volunteer(id="second", place=Place(50.8545, 4.35)),
        volunteer(id="third", place=Place(50.859, 4.35)),
        volunteer(id="fourth", place=Place(50.863, 4.35)),
        volunteer(id="fifth", place=Place(50.868, 4.35)),
    ]
    result = match(givers, [household()], Policy(objective=Objective.QUALITY), now=NOW)
    names = [alternative.volunteer_id for alternative in result.alternatives["h"]]
    assert names == ["second", "third", "fourth"]
    assert all(alternative.free for alternative in result.alternatives["h"])
    assert all(alternative.value == alternative.score for alternative in result.alternatives["h"])


def test_a_place_that_another_household_needs_is_worth_less_than_a_free_one() -> None:
    givers = [
        volunteer(id="best", slots=0b01),
        volunteer(id="busy", slots=0b11),
        volunteer(id="free", slots=0b01, place=A_KILOMETRE_NORTH),
    ]
    takers = [household(id="a", slots=0b01), household(id="b", slots=0b10)]
    result = match(givers, takers, Policy(objective=Objective.QUALITY), now=NOW)
    free, busy = result.alternatives["a"]
    assert (free.volunteer_id, free.free, busy.volunteer_id, busy.free) == (
        "free",
        True,
        "busy",
        False,
    )
    assert busy.score > free.score
    assert busy.value < free.value


@given(schemes(most=5))
def test_alternatives_are_feasible_unchosen_and_in_the_order_of_their_value(
    scheme: Scheme,
) -> None:
    givers, takers, policy = scheme
    result = match(givers, takers, policy, now=NOW)
    pairs = Ground.of(givers, takers, policy, NOW.year).pairs(lambda _stage, _share: None)
    feasible = {
        (givers[row].id, takers[column].id)
        for row, column in zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)
    }
    chosen = {(pair.volunteer_id, pair.household_id) for pair in result.pairs}
    for taker, alternatives in result.alternatives.items():
        named = {(alternative.volunteer_id, taker) for alternative in alternatives}
        assert named <= feasible - chosen
        possible = {pair for pair in feasible - chosen if pair[1] == taker}
        assert len(named) == min(3, len(possible))
        values = [alternative.value for alternative in alternatives]
        assert values == sorted(values, reverse=True)
