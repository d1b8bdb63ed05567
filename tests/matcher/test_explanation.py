"""Why a household waits, what would end it, and who would be next."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matcher import (
    Asks,
    Change,
    Household,
    Level,
    Matching,
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
from matcher.rules import metres_between
from tests.matcher.factories import FRENCH, household, volunteer
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


def eased(giver: Volunteer, taker: Household, change: Relaxation) -> tuple[Volunteer, Household]:
    """The volunteer and the household with the suggested change, and nothing else, applied."""
    match change.change, change.amount:
        case Change.SLOT, int(slot):
            return giver, replace(taker, slots=taker.slots | 1 << slot)
        case Change.CATEGORY, str(category):
            return giver, replace(taker, needs=(*taker.needs, Need(category, 3)))
        case Change.DISTANCE, int(metres):
            limit = min(giver.max_distance_m, taker.max_distance_m) + metres
            if change.asks is not Asks.HOUSEHOLD:
                giver = replace(giver, max_distance_m=max(limit, giver.max_distance_m))
            if change.asks is not Asks.VOLUNTEER:
                taker = replace(taker, max_distance_m=max(limit, taker.max_distance_m))
            return giver, taker
        case _:
            return giver, replace(taker, interpreter_available=True)


def every_change(givers: list[Volunteer], taker: Household) -> Iterator[Relaxation]:
    """Each single change there is, by trying all."""
    for slot in range(21):
        yield Relaxation(Change.SLOT, slot, 0)
    yield Relaxation(Change.INTERPRETER, None, 0)
    for category in {name for giver in givers for name in giver.offers} - taker.categories:
        yield Relaxation(Change.CATEGORY, category, 0)
    for giver in givers:
        beyond = metres_between(giver, taker) - min(giver.max_distance_m, taker.max_distance_m)
        if beyond > 0:
            for asks in Asks:
                yield Relaxation(Change.DISTANCE, beyond, 0, asks)


def who_could_give(scheme: Scheme, before: Matching) -> list[Volunteer]:
    """Those with whom there are as many pairs when they have a place less: by matching anew."""
    givers, takers, policy = scheme
    found = []
    for giver in givers:
        if giver.capacity:
            fewer = replace(giver, capacity=giver.capacity - 1)
            others = [fewer if one is giver else one for one in givers]
            if len(match(others, takers, policy, now=NOW).pairs) == len(before.pairs):
                found.append(giver)
    return found


def opened(free: list[Volunteer], taker: Household, change: Relaxation, policy: Policy) -> int:
    """How many of these volunteers suit once the change is made."""
    return sum(
        not isinstance(explain_pair(*eased(giver, taker, change), policy, NOW), list)
        for giver in free
    )


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
