"""A run divided into parts, solved apart and united, is the run itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import (
    FairnessFloor,
    MatcherError,
    Matching,
    Objective,
    Part,
    PartResult,
    Place,
    Policy,
    Score,
    candidates,
    explain_pair,
    match,
    match_in_parts,
    matching,
    parts_of,
    unite,
)
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

AWAY = Place(50.87, 4.35)  # two kilometres from the others


@st.composite
def valleys(draw: st.DrawFn) -> Scheme:
    """Small schemes beside each other, too far apart for anybody to go from one to the next."""
    givers, takers, policy = draw(schemes(most=3))
    for number in range(draw(st.integers(0, 2))):
        more, wanting, theirs = draw(schemes(most=3))
        givers += [
            replace(one, id=f"{one.id}.{number}", place=_beyond(one.place, number)) for one in more
        ]
        takers += [
            replace(one, id=f"{one.id}.{number}", place=_beyond(one.place, number))
            for one in wanting
        ]
        renamed = frozenset((f"{v}.{number}", f"{h}.{number}") for v, h in theirs.forbidden)
        policy = replace(policy, forbidden=policy.forbidden | renamed)
    possible = [
        (giver.id, taker.id)
        for giver in givers
        for taker in takers
        if isinstance(explain_pair(giver, taker, policy, NOW), Score)
    ]
    pins = draw(st.frozensets(st.sampled_from(possible), max_size=1)) if possible else frozenset()
    return givers, takers, replace(policy, pins=pins)


def _beyond(place: Place, number: int) -> Place:
    return Place(place.latitude - 1 - number, place.longitude)


def solved_apart(scheme: Scheme, most_parts: int) -> list[Matching]:
    givers, takers, policy = scheme
    return [
        match(*part.among(givers, takers), part.within(policy), now=NOW)
        for part in parts_of(givers, takers, policy, now=NOW, most_parts=most_parts)
    ]


@given(valleys(), st.integers(1, 8))
def test_the_union_of_the_parts_is_the_undivided_run(scheme: Scheme, most_parts: int) -> None:
    whole = match(*scheme[:2], scheme[2], now=NOW)
    united = unite(solved_apart(scheme, most_parts), *scheme[:2], scheme[2], now=NOW)
    assert united == whole


@given(valleys(), st.integers(1, 8))
def test_everybody_is_in_one_part_and_every_feasible_pair_inside_one(
    scheme: Scheme, most_parts: int
) -> None:
    givers, takers, policy = scheme
    parts = parts_of(givers, takers, policy, now=NOW, most_parts=most_parts)
    assert 1 <= len(parts) <= most_parts
    assert sorted(name for part in parts for name in part.volunteers) == sorted(
        giver.id for giver in givers
    )
    assert sorted(name for part in parts for name in part.households) == sorted(
        taker.id for taker in takers
    )
    at_home = {name: part for part in parts for name in (*part.volunteers, *part.households)}
    inside = dict.fromkeys(parts, 0)
    for giver in givers:
        for taker in takers:
            if isinstance(explain_pair(giver, taker, policy, NOW), Score):
                assert at_home[giver.id] is at_home[taker.id]
                inside[at_home[giver.id]] += 1
    assert [part.pairs for part in parts] == list(inside.values())
    assert [part.pairs for part in parts] == sorted(inside.values(), reverse=True)


@given(valleys(), st.integers(1, 8))
def test_anyone_can_check_the_united_proof_pair_by_pair(scheme: Scheme, most_parts: int) -> None:
    givers, takers, policy = scheme
    united = unite(solved_apart(scheme, most_parts), givers, takers, policy, now=NOW)
    proof = united.certificate
    row_prices, column_prices = dict(proof.volunteer_prices), dict(proof.household_prices)
    chosen = {(pair.volunteer_id, pair.household_id) for pair in united.pairs}
    earned = 0
    for giver in givers:
        for taker in takers:
            score = explain_pair(giver, taker, policy, NOW)
            pair = (giver.id, taker.id)
            if isinstance(score, Score) and pair not in policy.pins:
                worth = score.points + score.waiting_bonus + score.stability_bonus
                prices = row_prices[giver.id] + column_prices[taker.id] - proof.raised_by
                assert prices <= worth if pair in chosen else prices >= worth
                earned += worth if pair in chosen else 0
    assert proof.total == earned
    for giver in givers:
        left = giver.capacity - sum(pair[0] == giver.id for pair in chosen)
        assert left >= 0
        assert row_prices[giver.id] >= 0
        assert not (left and row_prices[giver.id])
    for taker in takers:
        left = taker.wanted - sum(pair[1] == taker.id for pair in chosen)
        assert left >= 0
        assert column_prices[taker.id] >= 0
        assert not (left and column_prices[taker.id])
    if policy.objective is Objective.COVERAGE and chosen - policy.pins:
        assert proof.raised_by > proof.total


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("large", ["parts", "whole", "both"])
def test_parts_and_whole_may_be_solved_by_different_engines(
    monkeypatch: pytest.MonkeyPatch, objective: Objective, large: str
) -> None:
    givers, takers, policy = _towns([4, 3, 2])
    scarce = givers[1:], takers, replace(policy, objective=objective)
    monkeypatch.setattr(matching, "SMALL_CELLS", 0 if large in {"whole", "both"} else 1000)
    whole = match(*scarce, now=NOW)
    monkeypatch.setattr(matching, "SMALL_CELLS", 0 if large in {"parts", "both"} else 1000)

    united = unite(solved_apart(scarce, 3), *scarce, now=NOW)

    assert united.certificate.proven
    assert united.certificate.total == whole.certificate.total
    assert len(united.pairs) == len(whole.pairs) == 8


def test_the_order_of_people_and_the_size_of_a_block_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    givers, takers, policy = _towns([3, 2, 4])
    parts = parts_of(givers, takers, policy, now=NOW)
    monkeypatch.setattr(candidates, "BLOCK_CELLS", 1)
    assert parts_of(givers[::-1], takers[::-1], policy, now=NOW) == parts


def test_parts_are_balanced_by_their_pairs_and_whoever_suits_nobody_is_in_the_smallest() -> None:
    givers, takers, policy = _towns([5, 4, 3, 2])
    givers.append(volunteer(id="alone", place=Place(40.0, 4.0)))
    takers.append(household(id="lonely", place=Place(41.0, 4.0)))

    parts = parts_of(givers, takers, policy, now=NOW, most_parts=3)

    assert [part.pairs for part in parts] == [25, 16, 9 + 4]
    assert "alone" in parts[-1].volunteers
    assert "lonely" in parts[-1].households


def test_people_without_any_pair_are_one_part() -> None:
    (part,) = parts_of([volunteer(slots=0)], [household()], Policy(), now=NOW)
    assert part == Part(("v",), ("h",), 0)
    assert parts_of([], [], Policy(), now=NOW) == (Part((), (), 0),)


def test_a_floor_holds_towns_together() -> None:
    givers, takers, policy = _towns([2, 2])
    floor = FairnessFloor(name="two", group=frozenset({"h0.0"}), share=0.5)
    bound = replace(policy, floors=(floor,))

    (part,) = parts_of(givers, takers, bound, now=NOW)

    assert part.pairs == 8
    assert match_in_parts(givers, takers, bound, now=NOW) == match(givers, takers, bound, now=NOW)
    with pytest.raises(MatcherError, match="floors"):
        unite([match(givers, takers, policy, now=NOW)], givers, takers, bound, now=NOW)


def test_one_alone_gets_what_workers_get() -> None:
    givers, takers, policy = _towns([3, 2])
    assert len(parts_of(givers, takers, policy, now=NOW)) == 2
    assert match_in_parts(givers, takers, policy, now=NOW) == match(givers, takers, policy, now=NOW)


def test_a_pin_that_is_not_possible_is_refused_before_anything_is_divided() -> None:
    givers, takers, policy = _towns([1, 1])
    with pytest.raises(MatcherError, match="breaks: distance"):
        parts_of(givers, takers, replace(policy, pins=frozenset({("v0.0", "h1.0")})), now=NOW)


def test_a_wrong_division_does_not_pass_for_proven() -> None:
    givers = [volunteer(id="v0"), volunteer(id="v1", place=AWAY)]
    takers = [household(id="h0"), household(id="h1", place=AWAY)]
    crossed = [
        match(givers[:1], takers[1:], Policy(), now=NOW),
        match(givers[1:], takers[:1], Policy(), now=NOW),
    ]
    assert [len(half.pairs) for half in crossed] == [1, 1]
    with pytest.raises(MatcherError, match="could not be proven"):
        unite(crossed, givers, takers, Policy(), now=NOW)


def test_somebody_in_no_part_or_in_two_is_refused() -> None:
    givers, takers, policy = _towns([1, 1])
    one, other = solved_apart((givers, takers, policy), 2)
    for wrong in ([one], [one, other, other]):
        with pytest.raises(MatcherError, match="exactly once"):
            unite(wrong, givers, takers, policy, now=NOW)


def test_a_part_knows_whether_its_people_have_changed() -> None:
    givers, takers, policy = _towns([2])
    result = PartResult.of(match(givers, takers, policy, now=NOW))
    assert result.is_still_of(givers[::-1], takers, NOW)
    assert not result.is_still_of([replace(givers[0], slots=0b11), givers[1]], takers, NOW)


def test_a_part_takes_only_what_the_policy_says_of_its_people() -> None:
    givers, takers, policy = _towns([2, 1])
    pins = frozenset({("v0.0", "h0.1"), ("v1.0", "h1.0")})
    first, second = parts_of(givers, takers, replace(policy, pins=pins), now=NOW)
    assert first.within(replace(policy, pins=pins)).pins == {("v0.0", "h0.1")}
    assert second.within(replace(policy, live=pins)).live == {("v1.0", "h1.0")}


def _towns(sizes: list[int]) -> Scheme:
    """Towns a degree apart, each of so many volunteers and households who all suit each other."""
    givers, takers = [], []
    for town, size in enumerate(sizes):
        for number in range(size):
            place = Place(50.0 + town + number / 1000, 4.0)
            givers.append(volunteer(id=f"v{town}.{number}", place=place))
            takers.append(household(id=f"h{town}.{number}", place=place))
    return givers, takers, Policy()


def test_nobody_at_all_is_united_too() -> None:
    assert unite([], [], [], Policy(), now=NOW).pairs == ()
    with pytest.raises(MatcherError, match="do not hold everybody"):
        unite([], [volunteer()], [], Policy(), now=NOW)
