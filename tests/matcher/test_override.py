"""What insisting on a pair costs, against trying everything."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher import (
    FairnessFloor,
    MatcherError,
    Objective,
    Override,
    Place,
    Policy,
    Rule,
    explain_pair,
    match,
    price_of_override,
)
from tests.matcher import exhaustive
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes


@given(schemes(most=3), st.data())
def test_the_price_is_the_best_result_less_the_best_one_with_the_pair(
    scheme: Scheme, data: st.DataObject
) -> None:
    givers, takers, policy = scheme
    assume(givers and takers)
    giver, taker = data.draw(st.sampled_from(givers)), data.draw(st.sampled_from(takers))
    price = price_of_override(givers, takers, policy, giver.id, taker.id, now=NOW)
    reasons = explain_pair(giver, taker, policy, NOW)
    if isinstance(reasons, list):
        assert price == Override(None, None, (), tuple(reasons))
        return
    best = exhaustive.best(givers, takers, policy)
    forced = exhaustive.best(givers, takers, policy, lambda pairs: (giver.id, taker.id) in pairs)
    assert best is not None
    assert forced is not None
    assert price.points == best[1] - forced[1]
    if policy.objective is Objective.COVERAGE:
        assert price.pairs == best[0] - forced[0]
    assert price.broken == ()
    assert taker.id not in price.who_would_wait
    without = match(givers, takers, policy, now=NOW)
    assert {*price.who_would_wait} <= without.served


def test_who_would_wait_is_named() -> None:
    takers = [household(id="near"), household(id="far", place=Place(50.868, 4.35))]
    price = price_of_override([volunteer()], takers, Policy(), "v", "far", now=NOW)
    worth = exhaustive.scores([volunteer()], takers, Policy())
    assert price == Override(0, worth["v", "near"] - worth["v", "far"], ("near",), ())


def test_a_pair_that_is_chosen_anyway_costs_nothing() -> None:
    price = price_of_override([volunteer()], [household()], Policy(), "v", "h", now=NOW)
    assert price == Override(0, 0, (), ())


def test_a_pair_less_is_told_apart_from_points() -> None:
    givers = [volunteer(id="flexible", slots=0b11), volunteer(id="mornings", slots=0b01)]
    takers = [household(id="a", slots=0b01), household(id="b", slots=0b10)]
    price = price_of_override(givers, takers, Policy(), "flexible", "a", now=NOW)
    assert price.pairs == 1
    assert price.who_would_wait == ("b",)


def test_a_pair_that_breaks_rules_has_reasons_and_no_price() -> None:
    takers = [household(only_women=True, slots=0)]
    price = price_of_override([volunteer()], takers, Policy(), "v", "h", now=NOW)
    assert (price.pairs, price.points, price.who_would_wait) == (None, None, ())
    assert [reason.rule for reason in price.broken] == [
        Rule.AVAILABILITY,
        Rule.WOMEN_FOR_HOUSEHOLD,
    ]


@pytest.mark.parametrize(
    ("volunteer_id", "household_id", "message"),
    [("x", "h", "no volunteer 'x' takes part"), ("v", "x", "no household 'x' takes part")],
)
def test_somebody_who_does_not_take_part_is_named(
    volunteer_id: str, household_id: str, message: str
) -> None:
    with pytest.raises(MatcherError, match=message):
        price_of_override(
            [volunteer()], [household()], Policy(), volunteer_id, household_id, now=NOW
        )


def test_pins_and_floors_of_the_policy_stay_in_force() -> None:
    takers = [household(id="a"), household(id="b")]
    pinned = Policy(pins=frozenset({("v", "a")}))
    with pytest.raises(MatcherError, match="more pins than places: volunteer 'v'"):
        price_of_override([volunteer()], takers, pinned, "v", "b", now=NOW)
    floor = FairnessFloor(name="b", group=frozenset({"b"}), share=1.0)
    fair = replace(Policy(), floors=(floor,))
    with pytest.raises(MatcherError, match="no result with these pins keeps"):
        price_of_override([volunteer()], takers, fair, "v", "a", now=NOW)
