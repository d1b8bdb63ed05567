"""Fairness floors against trying everything, their price, and their proof against tampering."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import OptimizeResult, milp

from matcher import (
    FairnessFloor,
    FloorCount,
    FloorEffect,
    FloorsError,
    FloorsFailure,
    Household,
    MatcherError,
    Matching,
    Objective,
    Place,
    Policy,
    Proof,
    Volunteer,
    Weights,
    match,
    price_of_floors,
    program,
)
from tests.matcher import exhaustive
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

SHARES = {0.5: Fraction(1, 2), 2 / 3: Fraction(2, 3), 0.85: Fraction(17, 20), 1.0: Fraction(1)}
NEAR, FAR = Place(50.85, 4.35), Place(50.868, 4.35)


@st.composite
def fair_schemes(draw: st.DrawFn) -> Scheme:
    """A scheme with one or two floors, and with a pin now and then."""
    givers, takers, policy = draw(schemes(most=3))
    names = [taker.id for taker in takers] or ["nobody"]
    groups = st.frozensets(st.sampled_from(names))
    floors = tuple(
        FairnessFloor(name=name, group=draw(groups), share=draw(st.sampled_from([*SHARES])))
        for name in "ab"[: draw(st.integers(1, 2))]
    )
    possible = sorted(exhaustive.scores(givers, takers, policy))
    pins = st.sampled_from([frozenset(), *(frozenset({pair}) for pair in possible)])
    return givers, takers, replace(policy, floors=floors, pins=draw(pins))


def fair(takers: list[Household], policy: Policy, served: set[str]) -> bool:
    """The definition of a floor, read aloud."""
    for floor in policy.floors:
        group = [taker.id for taker in takers if taker.wanted and taker.id in floor.group]
        others = [taker.id for taker in takers if taker.wanted and taker.id not in floor.group]
        if group and others:
            theirs = Fraction(sum(name in served for name in group), len(group))
            rest = Fraction(sum(name in served for name in others), len(others))
            if theirs < SHARES[floor.share] * rest:
                return False
    return True


def earned(result: Matching, policy: Policy) -> exhaustive.Value:
    pairs = len(result.pairs) if policy.objective is Objective.COVERAGE else 0
    return pairs, result.score


@settings(max_examples=200)
@given(fair_schemes())
def test_no_result_within_the_floors_is_better(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    best = exhaustive.best(
        givers, takers, policy, lambda pairs: fair(takers, policy, {name for _, name in pairs})
    )
    if best is None:
        with pytest.raises(MatcherError, match="no result with these pins keeps the fairness"):
            match(givers, takers, policy, now=NOW)
        return
    result = match(givers, takers, policy, now=NOW)
    assert earned(result, policy) == best
    assert fair(takers, policy, {*result.served})
    assert result.certificate.proven
    assert result == match(givers[::-1], takers[::-1], policy, now=NOW)


@given(fair_schemes())
def test_floors_that_hold_by_themselves_change_nothing(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    free = match(givers, takers, replace(policy, floors=()), now=NOW)
    if fair(takers, policy, {*free.served}):
        result = match(givers, takers, policy, now=NOW)
        assert result.certificate == free.certificate
        assert result.certificate.proof is Proof.PRICES
        assert result.pairs == free.pairs


@given(fair_schemes())
def test_the_prices_prove_who_goes_where_once_it_is_known_who_is_served(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    try:
        result = match(givers, takers, policy, now=NOW)
    except MatcherError:
        return
    proof = result.certificate
    if proof.proof is Proof.PRICES:
        return
    gives, takes = dict(proof.volunteer_prices), dict(proof.household_prices)
    chosen = {(pair.volunteer_id, pair.household_id) for pair in result.pairs}
    for pair, points in exhaustive.scores(givers, takers, policy).items():
        both = gives[pair[0]] + takes[pair[1]]
        if pair not in policy.pins:
            raised = points + proof.raised_by
            assert both <= raised if pair in chosen else both >= raised
    for giver in givers:
        if sum(name == giver.id for name, _ in chosen) < giver.capacity:
            assert gives[giver.id] == 0


def three_of_which_one_speaks_little() -> tuple[list[Volunteer], list[Household]]:
    """Two volunteers; two households nearby, and a third farther away."""
    return [volunteer(id="v"), volunteer(id="w")], [
        household(id="a"),
        household(id="b"),
        household(id="far", place=FAR),
    ]


@pytest.mark.parametrize("objective", Objective)
def test_the_price_of_a_floor_is_told_in_pairs_points_and_households(objective: Objective) -> None:
    givers, takers = three_of_which_one_speaks_little()
    floor = FairnessFloor(name="outskirts", group=frozenset({"far"}), share=0.5)
    policy = Policy(objective=objective, floors=(floor,))
    worth = exhaustive.scores(givers, takers, policy)
    price = price_of_floors(givers, takers, policy, now=NOW)
    assert price.pairs == 0
    assert price.points == worth["v", "a"] - worth["v", "far"]
    assert price.households_gaining == ("far",)
    assert len(price.households_losing) == 1
    assert price.effects == (
        FloorEffect("outskirts", FloorCount(1, 0, 2, 2), FloorCount(1, 1, 2, 1)),
    )
    assert match(givers, takers, policy, now=NOW).certificate.proof is Proof.INTEGER_PROGRAM


@pytest.mark.parametrize(("objective", "pairs"), [(Objective.COVERAGE, 3), (Objective.QUALITY, 2)])
def test_within_a_floor_coverage_still_prefers_two_poor_pairs_to_a_rich_one(
    objective: Objective, pairs: int
) -> None:
    givers = [
        volunteer(id="near", slots=0b001),
        volunteer(id="far", slots=0b010, place=FAR),
        volunteer(id="evenings", slots=0b100),
    ]
    takers = [
        household(id="flexible", slots=0b011),
        household(id="mornings", slots=0b001, place=FAR),
        household(id="evening", slots=0b100),
        household(id="far evening", slots=0b100, place=FAR),
    ]
    nearby = Weights(proximity=10_000, language=0, needs=0, availability=0, life=0, reciprocity=0)
    policy = Policy(
        objective=objective,
        weights=nearby,
        waiting_bonus_cap=0,
        floors=(FairnessFloor(name="x", group=frozenset({"far evening"}), share=1.0),),
    )
    result = match(givers, takers, policy, now=NOW)
    assert len(result.pairs) == pairs
    assert result.certificate.proof is Proof.INTEGER_PROGRAM


def test_a_floor_for_a_group_that_nobody_suits_leaves_everybody_waiting_and_its_price_says_so() -> (
    None
):
    givers, takers = three_of_which_one_speaks_little()
    givers.append(volunteer(id="afternoons", slots=0b10))
    takers[2] = household(id="far", slots=0)
    floor = FairnessFloor(name="nights", group=frozenset({"far"}), share=0.001)
    policy = Policy(floors=(floor,))
    price = price_of_floors(givers, takers, policy, now=NOW)
    assert (price.pairs, price.households_losing) == (2, ("a", "b"))
    waiting = {one.household_id: one for one in match(givers, takers, policy, now=NOW).waiting}
    assert waiting["a"].funnel[-1].remaining == 2
    assert waiting["a"].relaxation is None


def test_pins_that_no_result_can_reconcile_with_a_floor_are_refused() -> None:
    takers = [household(id="a"), household(id="b")]
    floor = FairnessFloor(name="b", group=frozenset({"b"}), share=1.0)
    policy = Policy(floors=(floor,), pins=frozenset({("v", "a")}))
    with pytest.raises(FloorsError, match="no result with these pins keeps the") as refusal:
        match([volunteer()], takers, policy, now=NOW)
    assert refusal.value.why is FloorsFailure.PINS


def needs_a_program() -> tuple[list[Volunteer], list[Household], Policy]:
    givers, takers = three_of_which_one_speaks_little()
    floor = FairnessFloor(name="outskirts", group=frozenset({"far"}), share=0.5)
    return givers, takers, Policy(objective=Objective.QUALITY, floors=(floor,))


def test_more_pairs_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MOST_PAIRS", 5)
    with pytest.raises(FloorsError, match="for up to 5 feasible pairs, not 6") as refusal:
        match(*needs_a_program(), now=NOW)
    assert refusal.value.why is FloorsFailure.SIZE


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": 1}, "no proven result with fairness floors within 300 seconds"),
        ({"status": 4, "message": "lost"}, "HiGHS failed: lost"),
        ({"mip_dual_bound": -(10.0**6)}, "did not prove the result"),
        # Two neighbours of those taken: as good a bound, but the floor is broken.
        ({"x": np.array([1, 0, 0, 0, 1, 0, 1, 1, 0.0]), "mip_dual_bound": 0.0}, "fails its check"),
    ],
)
def test_an_answer_of_highs_is_not_believed_without_proof(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], message: str
) -> None:
    def tampered(*args: Any, **kwargs: Any) -> OptimizeResult:
        return OptimizeResult({**milp(*args, **kwargs), **changes})

    monkeypatch.setattr("scipy.optimize.milp", tampered)
    with pytest.raises(FloorsError, match=message) as refusal:
        match(*needs_a_program(), now=NOW)
    assert refusal.value.why is FloorsFailure.UNPROVEN


@pytest.mark.parametrize("share", [0.0, -0.5, 1.01, 0.0009, float("nan")])
def test_a_share_that_makes_no_sense_is_named(share: float) -> None:
    with pytest.raises(MatcherError, match="the share of floor 'x' is"):
        FairnessFloor(name="x", group=frozenset(), share=share)


def test_two_floors_with_one_name_are_refused() -> None:
    floor = FairnessFloor(name="x", group=frozenset(), share=0.5)
    with pytest.raises(MatcherError, match="two fairness floors are called 'x'"):
        Policy(floors=(floor, replace(floor, share=1.0)))


def test_a_share_is_the_fraction_that_people_mean() -> None:
    for share, meant in SHARES.items():
        assert FairnessFloor(name="x", group=frozenset(), share=share).ratio == meant
    two_of_three = FloorCount(group=3, group_served=2, others=5, others_served=5)
    assert two_of_three.keeps(Fraction(2, 3))
    assert not two_of_three.keeps(Fraction(667, 1000))
