"""Why a household waits, and what would end it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matcher import (
    Asks,
    Change,
    Level,
    Need,
    Objective,
    Place,
    Policy,
    Relaxation,
    SpokenLanguage,
    Volunteer,
    Waiting,
    explain_pair,
    match,
)
from tests.matcher.easing import eased, every_change, opened, who_could_give
from tests.matcher.factories import A_KILOMETRE_NORTH, FRENCH, household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

DUTCH = (SpokenLanguage("nl", Level.NATIVE),)


def waiting(givers: list[Volunteer], **taker: Any) -> Waiting:
    (reason,) = match(givers, [household(**taker)], Policy(), now=NOW).waiting
    return reason


def test_the_funnel_counts_who_is_left_after_each_limit() -> None:
    givers = [
        volunteer(id="far", place=Place(51.2, 4.4)),
        volunteer(id="dutch", languages=DUTCH),
        volunteer(id="sports", offers=frozenset({"sport"})),
        volunteer(id="evenings", slots=0b100),
        volunteer(id="nights", slots=0b100),
    ]
    steps = {step.step: step.remaining for step in waiting(givers).funnel}
    assert [*steps][:6] == ["ready", "capacity", "distance", "language", "needs", "availability"]
    assert [*steps.values()][:6] == [5, 5, 4, 3, 2, 0]
    assert [*steps][-1] == "place_left"


def test_the_funnel_ends_with_places_when_all_who_suit_are_taken() -> None:
    takers = [household(id="a"), household(id="b")]
    (reason,) = match([volunteer()], takers, Policy(), now=NOW).waiting
    assert [step.remaining for step in reason.funnel][-2:] == [1, 0]
    assert reason.relaxation is None


@pytest.mark.parametrize(
    ("givers", "expected"),
    [
        ([volunteer(slots=0b110)], Relaxation(Change.SLOT, 1, 1)),
        (
            [volunteer(id="a", slots=0b110), volunteer(id="b", slots=0b100)],
            Relaxation(Change.SLOT, 2, 2),
        ),
        (
            [volunteer(place=A_KILOMETRE_NORTH, max_distance_m=901)],
            Relaxation(Change.DISTANCE, 100, 1, Asks.VOLUNTEER),
        ),
        (
            [
                volunteer(id="a", place=A_KILOMETRE_NORTH, max_distance_m=801),
                volunteer(id="b", place=A_KILOMETRE_NORTH, max_distance_m=901),
            ],
            Relaxation(Change.DISTANCE, 100, 1, Asks.VOLUNTEER),
        ),
        ([volunteer(languages=DUTCH)], Relaxation(Change.INTERPRETER, None, 1)),
        ([volunteer(offers=frozenset({"sport"}))], Relaxation(Change.CATEGORY, "sport", 1)),
        (
            [
                volunteer(id="a", languages=DUTCH),
                volunteer(id="b", place=A_KILOMETRE_NORTH, max_distance_m=0),
            ],
            Relaxation(Change.DISTANCE, 1_001, 1, Asks.VOLUNTEER),
        ),
        ([volunteer(slots=0b10, languages=DUTCH)], None),
        ([volunteer(capacity=0)], None),
        ([volunteer(slots=0)], None),
        ([], None),
    ],
)
def test_the_smallest_single_change_is_named(
    givers: list[Volunteer], expected: Relaxation | None
) -> None:
    assert waiting(givers).relaxation == expected


def test_what_somebody_ruled_out_is_never_suggested_away() -> None:
    assert waiting([volunteer()], only_women=True).relaxation is None
    assert waiting([volunteer(screened=False)], child_birth_years=(2018,)).relaxation is None


@pytest.mark.parametrize(
    ("volunteer_limit", "household_limit", "metres", "asks"),
    [
        (5_000, 901, 100, Asks.HOUSEHOLD),
        (901, 5_000, 100, Asks.VOLUNTEER),
        (801, 901, 200, Asks.BOTH),
    ],
)
def test_a_distance_says_whose_limit_it_asks_to_loosen(
    volunteer_limit: int, household_limit: int, metres: int, asks: Asks
) -> None:
    giver = volunteer(place=A_KILOMETRE_NORTH, max_distance_m=volunteer_limit)
    reason = waiting([giver], max_distance_m=household_limit)
    assert reason.relaxation == Relaxation(Change.DISTANCE, metres, 1, asks)


@pytest.mark.parametrize("offers", [{"conversation"}, {"conversation", "mail"}])
def test_wishing_to_practise_can_replace_a_language(offers: set[str]) -> None:
    giver = volunteer(languages=DUTCH, offers=frozenset(offers))
    begun = (*FRENCH, SpokenLanguage("nl", Level.BASIC))
    needs = (Need("mail", 1),)
    (reason,) = match(
        [giver, volunteer(id="w", offers=frozenset({"sport"}), capacity=0)],
        [household(languages=begun, needs=needs)],
        Policy(),
        now=NOW,
    ).waiting
    easier = Change.CATEGORY if offers == {"conversation"} else Change.INTERPRETER
    assert reason.relaxation is not None
    assert reason.relaxation.change is easier


@settings(max_examples=300)
@given(schemes())
def test_the_change_suggested_opens_what_it_says_and_no_smaller_one_opens_anybody(
    scheme: Scheme,
) -> None:
    givers, takers, policy = scheme
    policy = replace(policy, objective=Objective.COVERAGE)
    before = match(givers, takers, policy, now=NOW)
    free = who_could_give((givers, takers, policy), before)
    for reason in before.waiting:
        taker = next(taker for taker in takers if taker.id == reason.household_id)
        efforts = [
            change.effort
            for change in every_change(givers, taker)
            if opened(free, taker, change, policy)
        ]
        if reason.relaxation is None:
            assert not efforts
        else:
            assert reason.relaxation.effort == min(efforts)
            assert reason.relaxation.volunteers == opened(free, taker, reason.relaxation, policy)


@settings(max_examples=100)
@given(schemes())
def test_a_household_that_does_what_is_suggested_gets_a_volunteer(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    policy = replace(policy, objective=Objective.COVERAGE)
    before = match(givers, takers, policy, now=NOW)
    for reason in before.waiting:
        if reason.relaxation is None or reason.relaxation.asks is not Asks.HOUSEHOLD:
            continue
        taker = next(taker for taker in takers if taker.id == reason.household_id)
        # The household's own limit is the tighter one, so any volunteer gives the same change.
        for giver in who_could_give((givers, takers, policy), before):
            _, easier = eased(giver, taker, reason.relaxation)
            if not isinstance(explain_pair(giver, easier, policy, NOW), list):
                others = [easier if one is taker else one for one in takers]
                after = match(givers, others, policy, now=NOW)
                assert taker.id in after.served
                # More than one, where the household wants several.
                assert len(after.pairs) > len(before.pairs)


@settings(max_examples=100)
@given(schemes())
def test_where_no_change_is_named_none_would_bring_one_pair_more(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    policy = replace(policy, objective=Objective.COVERAGE)
    before = match(givers, takers, policy, now=NOW)
    for reason in before.waiting:
        if reason.relaxation is None:
            taker = next(taker for taker in takers if taker.id == reason.household_id)
            for change in every_change(givers, taker):
                if change.asks is Asks.HOUSEHOLD:
                    _, easier = eased(volunteer(), taker, change)
                    others = [easier if one is taker else one for one in takers]
                    after = match(givers, others, policy, now=NOW)
                    assert len(after.pairs) == len(before.pairs)


def test_a_change_that_works_by_moving_somebody_else_is_named() -> None:
    givers = [volunteer(id="a"), volunteer(id="b", place=A_KILOMETRE_NORTH)]
    takers = [household(id="x"), household(id="y", slots=0b100)]
    policy = Policy(forbidden=frozenset({("b", "y")}))
    before = match(givers, takers, policy, now=NOW)
    assert [(pair.volunteer_id, pair.household_id) for pair in before.pairs] == [("a", "x")]
    assert before.waiting[0].relaxation == Relaxation(Change.SLOT, 0, 1)
    takers[1] = replace(takers[1], slots=0b101)
    after = match(givers, takers, policy, now=NOW)
    assert [(pair.volunteer_id, pair.household_id) for pair in after.pairs] == [
        ("a", "y"),
        ("b", "x"),
    ]
