"""The compiled engine against the small one: the same pairs, the same points, the same optimum."""

from dataclasses import replace
from datetime import datetime
from threading import get_ident

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import (
    Household,
    MatcherError,
    Matching,
    Objective,
    Place,
    Policy,
    Volunteer,
    assignment,
    explain_pair,
    match,
    matching,
)
from matcher.candidates import Ground
from matcher.columns import HouseholdColumns, VolunteerColumns
from matcher.large import planes, run
from matcher.large.offers import COLUMNS, ROWS, Offers
from matcher.large.people import market_of, seen
from matcher.large.planes import CROWDED
from matcher.large.solver import Market
from matcher.large.tables import NOTHING
from matcher.matching import in_order
from matcher.pins import Pins, set_aside
from matcher.vocabulary import Vocabulary
from tests.matcher.crowd import crowd
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run counts as large."""
    monkeypatch.setattr(matching, "SMALL_CELLS", -1)
    monkeypatch.setattr(assignment, "SMALL", -1)


def small_match(scheme: Scheme) -> Matching:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SMALL_CELLS", 10**6)
        patch.setattr(assignment, "SMALL", 10**6)
        return match(*scheme, now=NOW)


def ground_and_pins(
    givers: list[Volunteer], takers: list[Household], policy: Policy
) -> tuple[Ground, Pins]:
    ground = Ground.of(
        in_order(givers, "volunteer"), in_order(takers, "household"), policy, NOW.year
    )
    return ground, set_aside(ground, NOW)


def everybody_for(offers: Offers, side: int, one: int) -> dict[int, int]:
    """Scores of all the partners that one party can have."""
    nobody_asks = np.zeros(offers.most_pairs(1 - side).shape, np.int64)
    partners, scores = offers.all_worth(side, one, nobody_asks, NOTHING)
    return dict(zip(partners.tolist(), scores.tolist(), strict=True))


@given(schemes())
def test_both_sides_find_the_pairs_and_scores_that_rules_and_criteria_give(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    ground = Ground.of(
        in_order(givers, "volunteer"), in_order(takers, "household"), policy, NOW.year
    )
    expected = {
        (row, column): score.points + score.waiting_bonus + score.stability_bonus
        for row, giver in enumerate(ground.volunteer_objects)
        for column, taker in enumerate(ground.household_objects)
        if not isinstance(score := explain_pair(giver, taker, policy, NOW), list)
    }
    offers = market_of(ground, set_aside(ground, NOW), NOW).offers
    by_row = {
        (row, partner): score
        for row in range(len(givers))
        for partner, score in everybody_for(offers, ROWS, row).items()
    }
    by_column = {
        (partner, column): score
        for column in range(len(takers))
        for partner, score in everybody_for(offers, COLUMNS, column).items()
    }
    assert by_row == expected
    assert by_column == expected


@pytest.mark.parametrize("crowded", [CROWDED, 500, 100])
def test_in_a_crowd_whoever_the_rules_allow_is_seen_however_neighbours_stand(
    monkeypatch: pytest.MonkeyPatch, crowded: int
) -> None:
    monkeypatch.setattr(planes, "CROWDED", crowded)
    givers, takers, policy = crowd(6, 2_000, 2_000)
    ground, pins = ground_and_pins(givers, takers, policy)
    offers = market_of(ground, pins, NOW).offers
    for block, columns in ground.blocks_of(np.arange(0, len(takers), 40)):
        for place, column in enumerate(columns.tolist()):
            allowed = np.flatnonzero(block.feasible[:, place]).tolist()
            assert sorted(everybody_for(offers, COLUMNS, column)) == allowed


@pytest.mark.parametrize("side", [ROWS, COLUMNS])
@pytest.mark.parametrize("dearest", [0, 4_000, 30_000])
@pytest.mark.parametrize(("people", "crowded"), [(300, CROWDED), (300, 100), (2_500, 800)])
def test_what_is_passed_over_is_worth_less_than_what_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, people: int, crowded: int, side: int, dearest: int
) -> None:
    monkeypatch.setattr(planes, "CROWDED", crowded)
    givers, takers, policy = crowd(3, people, people)
    market = market_of(*ground_and_pins(givers, takers, policy), NOW)
    dice = np.random.default_rng(5)
    prices = dice.integers(0, dearest + 1, len(market.sides[1 - side].price))
    market.offers.prepare(side, prices)
    for one in range(0, people, people // 40):
        everybody = everybody_for(market.offers, side, one)
        worth = {partner: score - int(prices[partner]) for partner, score in everybody.items()}
        for least in (-dearest, 4_000, max(worth.values(), default=0)):
            partners, _ = market.offers.all_worth(side, one, prices, least)
            assert {*partners.tolist()} == {who for who in worth if worth[who] >= least}


@pytest.mark.parametrize("side", [ROWS, COLUMNS])
def test_a_short_list_holds_the_best_and_bounds_the_others(side: int) -> None:
    givers, takers, policy = crowd(4, 300, 250)
    market = market_of(*ground_and_pins(givers, takers, policy), NOW)
    bidders, goods = market.sides[side], market.sides[1 - side]
    for dearest in (0, 3_000):
        goods.price[:] = np.random.default_rng(dearest).integers(0, dearest + 1, len(goods.price))
        market.offers.prepare(side, goods.price)
        market.list_anew(side, np.arange(len(bidders.price), dtype=np.int32))
        for one in range(len(bidders.price)):
            everybody = everybody_for(market.offers, side, one)
            first = bidders.list_start[one]
            listed = bidders.list_partner[first : first + bidders.list_length[one]].tolist()
            worth = {who: score - int(goods.price[who]) for who, score in everybody.items()}
            others = [worth[who] for who in worth if who not in listed]
            of_use = sum(value > 0 for value in worth.values())
            assert len(listed) == min(of_use, bidders.list_start[one + 1] - first)
            assert max(others, default=NOTHING) <= bidders.bound[one]
            assert max(others, default=NOTHING) <= min((worth[who] for who in listed), default=0)


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize(("givers", "takers"), [(260, 180), (120, 260)])
def test_a_crowd_is_matched_as_well_as_in_a_small_run(
    large: None, givers: int, takers: int, objective: Objective
) -> None:
    volunteers, households, policy = crowd(givers, givers, takers)
    scheme = volunteers, households, replace(policy, objective=objective)
    found, expected = match(*scheme, now=NOW), small_match(scheme)
    assert found.certificate.proven
    assert found.certificate.total == expected.certificate.total
    assert len(found.pairs) == len(expected.pairs)
    values = [[one.value for one in found.alternatives[taker.id]] for taker in households]
    assert all(one == sorted(one, reverse=True) for one in values)


@given(schemes(most=6))
def test_a_large_run_finds_what_a_small_one_finds(large: None, scheme: Scheme) -> None:
    found, expected = match(*scheme, now=NOW), small_match(scheme)
    assert found.certificate.proven
    assert found.certificate.total == expected.certificate.total
    assert len(found.pairs) == len(expected.pairs)
    assert [*found.alternatives] == [*expected.alternatives]
    assert found.receipt == expected.receipt


@given(schemes(most=5))
def test_columns_give_the_same_run_as_objects(large: None, scheme: Scheme) -> None:
    givers, takers, policy = scheme
    words = Vocabulary.of(givers, takers)
    sides = VolunteerColumns.of(givers, words), HouseholdColumns.of(takers, words)
    by_columns, by_objects = match(*sides, policy, now=NOW), match(*scheme, now=NOW)
    assert [pair.score for pair in by_columns.pairs] == [pair.score for pair in by_objects.pairs]
    assert by_columns.certificate.total == by_objects.certificate.total
    assert [*by_columns.waiting] == [*by_objects.waiting]


@given(schemes(most=5))
def test_plan_b_names_the_best_three_by_value_that_were_not_chosen(
    large: None, scheme: Scheme
) -> None:
    givers, takers, policy = scheme
    found = match(*scheme, now=NOW)
    prices = dict(found.certificate.volunteer_prices)
    chosen = {(pair.volunteer_id, pair.household_id) for pair in found.pairs}
    for taker in takers:
        values = []
        for giver in givers:
            score = explain_pair(giver, taker, policy, NOW)
            if not isinstance(score, list) and (giver.id, taker.id) not in chosen:
                points = score.points + score.waiting_bonus + score.stability_bonus
                value = points + found.certificate.raised_by - prices[giver.id]
                values.append((-value, giver.id))
        best = [(-one.value, one.volunteer_id) for one in found.alternatives[taker.id]]
        assert best == sorted(values)[:3]


@pytest.mark.parametrize(
    ("latitude", "longitude", "other_longitude"),
    [
        (0.0, 179.999, -179.999),
        (89.9999, 10.0, -170.0),
        (-89.9999, 0.0, 120.0),
        (60.0, -180.0, 180.0),
    ],
)
def test_neighbours_across_the_date_line_and_at_the_poles_are_found(
    large: None, latitude: float, longitude: float, other_longitude: float
) -> None:
    near = Place(latitude, longitude), Place(latitude, other_longitude)
    found = match([volunteer(place=near[0])], [household(place=near[1])], Policy(), now=NOW)
    assert len(found.pairs) == 1


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), min_size=1, max_size=30),
    st.integers(1, 30_000),
    st.sampled_from([0.0, 50.85, -33.0, 69.0]),
)
def test_everybody_within_reach_is_seen_wherever_they_live(
    spots: list[tuple[int, int]], limit: int, latitude: float
) -> None:
    givers = [
        volunteer(
            id=f"v{i:02}",
            place=Place(latitude + north / 1000, 4.35 + east / 1000),
            max_distance_m=limit,
        )
        for i, (north, east) in enumerate(spots)
    ]
    taker = household(place=Place(latitude, 4.35), max_distance_m=30_000)
    ground = Ground.of(givers, [taker], Policy(), NOW.year)
    offers = market_of(ground, set_aside(ground, NOW), NOW).offers
    assert sorted(everybody_for(offers, COLUMNS, 0)) == [
        i
        for i, giver in enumerate(givers)
        if not isinstance(explain_pair(giver, taker, Policy(), NOW), list)
    ]


def test_progress_is_told_by_the_thread_that_asked_for_the_run(large: None) -> None:
    told: list[tuple[int, float]] = []
    scheme = crowd(5, 300, 600)
    match(*scheme, now=NOW, progress=lambda _stage, share: told.append((get_ident(), share)))
    assert {thread for thread, _ in told} == {get_ident()}
    assert {0.5, 1.0} < {share for _, share in told}


def test_scores_that_64_bits_cannot_add_up_are_refused(
    large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.large.people.FULL_SCORE", 10**17)
    with pytest.raises(MatcherError, match="too large to be solved exactly"):
        match([volunteer()], [household()], Policy(), now=NOW)


def test_a_plane_that_hides_somebody_does_not_pass_for_proven(
    large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(ground: Ground, pins: Pins, now: datetime) -> Market:
        market = market_of(ground, pins, now)
        seen(market).volunteers.view.bits[:] = 0
        return market

    monkeypatch.setattr(run, "market_of", blind)
    with pytest.raises(MatcherError, match="other pairs than the rules give"):
        match([volunteer()], [household()], Policy(), now=NOW)
