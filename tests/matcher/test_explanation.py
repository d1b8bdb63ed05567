"""Why a household waits, what would end it, and who would be next."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matcher import (
    Change,
    Household,
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
from matcher.candidates import Ground
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

DUTCH = (SpokenLanguage("nl", Level.NATIVE),)
A_KILOMETRE_NORTH = Place(50.859, 4.35)


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
            Relaxation(Change.DISTANCE, 100, 1),
        ),
        (
            [
                volunteer(id="a", place=A_KILOMETRE_NORTH, max_distance_m=801),
                volunteer(id="b", place=A_KILOMETRE_NORTH, max_distance_m=901),
            ],
            Relaxation(Change.DISTANCE, 100, 1),
        ),
        ([volunteer(languages=DUTCH)], Relaxation(Change.INTERPRETER, None, 1)),
        ([volunteer(offers=frozenset({"sport"}))], Relaxation(Change.CATEGORY, "sport", 1)),
        (
            [
                volunteer(id="a", languages=DUTCH),
                volunteer(id="b", place=A_KILOMETRE_NORTH, max_distance_m=0),
            ],
            Relaxation(Change.DISTANCE, 1_001, 1),
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


def eased(giver: Volunteer, taker: Household, change: Relaxation) -> tuple[Volunteer, Household]:
    """The volunteer and the household with the suggested change, and nothing else, applied."""
    match change.change, change.amount:
        case Change.SLOT, int(slot):
            return giver, replace(taker, slots=taker.slots | 1 << slot)
        case Change.CATEGORY, str(category):
            return giver, replace(taker, needs=(*taker.needs, Need(category, 3)))
        case Change.DISTANCE, int(metres):
            limit = min(giver.max_distance_m, taker.max_distance_m) + metres
            return (
                replace(giver, max_distance_m=max(limit, giver.max_distance_m)),
                replace(taker, max_distance_m=max(limit, taker.max_distance_m)),
            )
        case _:
            return giver, replace(taker, interpreter_available=True)


@settings(deadline=None, max_examples=300)
@given(schemes())
def test_the_change_suggested_opens_as_many_volunteers_as_it_says(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    policy = replace(policy, objective=Objective.COVERAGE)
    before = match(givers, takers, policy, now=NOW)
    for reason in before.waiting:
        if reason.relaxation is None:
            continue
        taker = next(taker for taker in takers if taker.id == reason.household_id)
        opened = 0
        for giver in givers:
            nearer, easier = eased(giver, taker, reason.relaxation)
            after = match(
                [nearer if one is giver else one for one in givers],
                [easier if one is taker else one for one in takers],
                policy,
                now=NOW,
            )
            suits = not isinstance(explain_pair(nearer, easier, policy, NOW), list)
            used = sum(pair.volunteer_id == giver.id for pair in before.pairs)
            if suits and used < giver.capacity:
                opened += 1
                assert len(after.pairs) > len(before.pairs)
        assert opened >= reason.relaxation.volunteers > 0


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


@settings(deadline=None)
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
