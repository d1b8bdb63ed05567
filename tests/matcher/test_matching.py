"""Whole runs over small schemes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import (
    FairnessFloor,
    MatcherError,
    Matching,
    Objective,
    Place,
    Policy,
    Score,
    Weights,
    candidates,
    explain_pair,
    match,
)
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes


def proposed(matching: Matching) -> list[tuple[str, str]]:
    return [(pair.volunteer_id, pair.household_id) for pair in matching.pairs]


@given(schemes(), st.data())
def test_the_order_of_the_input_changes_nothing(scheme: Scheme, data: st.DataObject) -> None:
    givers, takers, policy = scheme
    turned = data.draw(st.permutations(givers)), data.draw(st.permutations(takers))
    assert match(*turned, policy, now=NOW) == match(givers, takers, policy, now=NOW)


@given(schemes())
def test_every_proposal_can_be_explained_and_every_run_is_proven(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    result = match(givers, takers, policy, now=NOW)
    volunteers = {giver.id: giver for giver in givers}
    households = {taker.id: taker for taker in takers}
    assert result.certificate.proven
    earned = 0
    for pair in result.pairs:
        score = explain_pair(
            volunteers[pair.volunteer_id], households[pair.household_id], policy, NOW
        )
        assert isinstance(score, Score)
        assert (score.points, score.criteria) == (pair.points, pair.criteria)
        earned += score.points + score.waiting_bonus + score.stability_bonus
    assert earned == result.certificate.total


@given(schemes())
def test_the_size_of_a_block_changes_nothing(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    whole = match(givers, takers, policy, now=NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "BLOCK_CELLS", 1)
        assert match(givers, takers, policy, now=NOW) == whole


@given(schemes())
def test_a_household_is_served_or_waits_or_wanted_nobody(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    result = match(givers, takers, policy, now=NOW)
    served = {household for _, household in proposed(result)}
    waiting = {reason.household_id for reason in result.waiting}
    assert not served & waiting
    assert served | waiting == {taker.id for taker in takers if taker.wanted}
    assert list(result.alternatives) == sorted(taker.id for taker in takers)


def test_who_waited_longer_goes_first_when_one_place_is_left() -> None:
    recent = household(id="a", ready_on=date(2026, 2, 20))
    patient = household(id="b", ready_on=date(2025, 12, 1))
    result = match([volunteer()], [recent, patient], Policy(), now=NOW)
    assert proposed(result) == [("v", "b")]
    assert result.pairs[0].waiting_bonus == 13 * 50


def test_the_waiting_bonus_stops_at_its_cap_and_never_goes_below_nothing() -> None:
    for day, bonus in ((date(2000, 1, 1), 2_500), (date(2027, 1, 1), 0)):
        result = match([volunteer()], [household(ready_on=day)], Policy(), now=NOW)
        assert result.pairs[0].waiting_bonus == bonus


def test_a_proposal_still_unanswered_is_kept_when_a_newcomer_is_a_little_better() -> None:
    old = volunteer(id="old", place=Place(50.8545, 4.35))
    new = volunteer(id="new")
    assert proposed(match([old, new], [household()], Policy(), now=NOW)) == [("new", "h")]
    kept = Policy(proposed_last_time=frozenset({("old", "h")}))
    assert proposed(match([old, new], [household()], kept, now=NOW)) == [("old", "h")]


def test_coverage_serves_both_where_quality_serves_one_better() -> None:
    far = Place(50.88, 4.35)
    givers = [volunteer(id="near"), volunteer(id="far", place=far, slots=0b10)]
    takers = [
        household(id="flexible", slots=0b11),
        household(id="mornings", place=Place(50.87, 4.35)),
    ]
    both = match(givers, takers, Policy(objective=Objective.COVERAGE), now=NOW)
    assert proposed(both) == [("far", "flexible"), ("near", "mornings")]
    assert both.certificate.raised_by > both.certificate.total


def test_a_pin_is_kept_and_the_rest_is_solved_around_it() -> None:
    givers = [volunteer(id="far", place=Place(50.87, 4.35)), volunteer(id="near")]
    takers = [household(id="one"), household(id="two", place=Place(50.87, 4.35))]
    free = match(givers, takers, Policy(), now=NOW)
    assert proposed(free) == [("far", "two"), ("near", "one")]
    pinned = match(givers, takers, Policy(pins=frozenset({("near", "two")})), now=NOW)
    assert proposed(pinned) == [("far", "one"), ("near", "two")]
    assert [pair.pinned for pair in pinned.pairs] == [False, True]
    assert pinned.waiting == ()


@pytest.mark.parametrize("places", [1, 2])
def test_a_pinned_pair_is_proposed_once_and_is_no_alternative_to_itself(places: int) -> None:
    policy = Policy(pins=frozenset({("v", "h")}))
    givers, takers = [volunteer(capacity=places)], [household(wanted=places)]
    result = match(givers, takers, policy, now=NOW)
    assert proposed(result) == [("v", "h")]
    assert result.certificate.total == 0
    assert result.alternatives == {"h": ()}
    assert result.waiting == ()


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ({("v", "x")}, r"pin \('v', 'x'\) names somebody who does not take part"),
        ({("w", "h")}, r"pin \('w', 'h'\) breaks: availability"),
        ({("v", "h"), ("v", "i")}, "more pins than places: volunteer 'v'"),
        ({("v", "h"), ("u", "h")}, "more pins than wanted: household 'h'"),
    ],
)
def test_a_pin_that_cannot_be_is_named(pins: set[tuple[str, str]], message: str) -> None:
    givers = [volunteer(), volunteer(id="w", slots=0), volunteer(id="u")]
    takers = [household(), household(id="i")]
    with pytest.raises(MatcherError, match=message):
        match(givers, takers, Policy(pins=frozenset(pins)), now=NOW)


def test_two_parties_with_one_id_are_named() -> None:
    with pytest.raises(MatcherError, match="two volunteers have the id 'v'"):
        match([volunteer(), volunteer()], [], Policy(), now=NOW)
    with pytest.raises(MatcherError, match="two households have the id 'h'"):
        match([], [household(), household()], Policy(), now=NOW)


def test_a_receipt_changes_with_what_it_was_made_of_and_only_then() -> None:
    first = match([volunteer()], [household()], Policy(), now=NOW).receipt
    later = match([volunteer()], [household()], Policy(), now=NOW.replace(hour=22)).receipt
    tomorrow = match([volunteer()], [household()], Policy(), now=NOW + timedelta(days=1)).receipt
    assert tomorrow.inputs != first.inputs
    other = match([volunteer(slots=3)], [household()], Policy(), now=NOW).receipt
    stricter = match([volunteer()], [household()], Policy(stability_bonus=1), now=NOW).receipt
    assert first == later
    assert (other.policy, stricter.inputs) == (first.policy, first.inputs)
    assert len({first.digest, other.digest, stricter.digest}) == 3
    assert dict(first.versions).keys() == {"matcher", "numpy", "scipy"}


def test_a_floor_is_part_of_the_receipt() -> None:
    floor = FairnessFloor(name="x", group=frozenset({"h", "i"}), share=0.5)
    hashes = {
        match([volunteer()], [household()], Policy(floors=floors), now=NOW).receipt.policy
        for floors in ((), (floor,), (replace(floor, share=0.6),), (replace(floor, name="y"),))
    }
    assert len(hashes) == 4


def test_progress_is_told_in_order_and_ends_complete() -> None:
    told: list[tuple[str, float]] = []
    match(
        [volunteer()],
        [household()],
        Policy(),
        now=NOW,
        progress=lambda stage, share: told.append((stage, share)),
    )
    assert [stage for stage, share in told if share == 1] == [
        "candidates",
        "assignment",
        "explanation",
    ]
    for (stage, share), (following, more) in pairwise(told):
        assert stage != following or share <= more


def test_a_scheme_without_anyone_gives_an_empty_result() -> None:
    result = match([], [], Policy(), now=NOW)
    assert (result.pairs, result.waiting, result.alternatives) == ((), (), {})
    alone = match([], [household()], Policy(), now=NOW)
    assert alone.waiting[0].funnel[0].remaining == 0
    assert match([volunteer()], [], Policy(), now=NOW).pairs == ()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: replace(volunteer(), capacity=-1), "capacity of 'v' is negative: -1"),
        (lambda: volunteer(capacity=1.5), "capacity of 'v' is not a whole number: 1.5"),
        (lambda: volunteer(max_distance_m=10**10), "max_distance_m of 'v' is too large"),
        (lambda: household(slots=1 << 21), "slots of 'h' is too large: 2097152"),
        (lambda: household(slots=1.5), "slots of 'h' is not a whole number: 1.5"),
        (lambda: household(adults=-1), "adults of 'h' is negative: -1"),
        (lambda: volunteer(child_birth_years=(2015, 99_999)), "a birth year of 'v' is too large"),
        (lambda: household(child_birth_years=(0,)), "a birth year of 'h' is too small: 0"),
        (lambda: volunteer(id="v\ud800"), "is no text: surrogates not allowed"),
        (lambda: household(id="h\0"), "ends with nothing"),
        (lambda: Place(float("nan"), 4.0), "no such place: nan"),
    ],
)
def test_a_party_that_makes_no_sense_is_named(make: Callable[[], object], message: str) -> None:
    with pytest.raises(MatcherError, match=message):
        make()


@pytest.mark.parametrize("name", ["waiting_bonus_per_week", "waiting_bonus_cap", "stability_bonus"])
@pytest.mark.parametrize(
    ("points", "message"),
    [
        (-1, "is negative: -1"),
        (1.5, "is not a whole number: 1.5"),
        (10**16, "is too large: 10000000000000000"),
        (2**70, "is too large"),
    ],
)
def test_a_bonus_that_makes_no_sense_is_named(name: str, points: Any, message: str) -> None:
    bonus: dict[str, Any] = {name: points}
    with pytest.raises(MatcherError, match=f"{name} {message}"):
        Policy(**bonus)


def test_the_largest_bonuses_are_added_without_overflow() -> None:
    most = 10**9
    policy = Policy(
        waiting_bonus_per_week=most,
        waiting_bonus_cap=most,
        stability_bonus=most,
        proposed_last_time=frozenset({("v", "h")}),
    )
    result = match([volunteer()], [household(ready_on=date(1, 1, 1))], policy, now=NOW)
    assert result.certificate.total == 2 * most + result.pairs[0].points


def test_weights_that_are_not_whole_are_named() -> None:
    with pytest.raises(MatcherError, match="weight of proximity is not a whole number"):
        Weights(proximity=2500.5, language=2499.5)  # type: ignore[arg-type]
