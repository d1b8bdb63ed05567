"""How far a scheme lets people live apart: one more hard limit, in every way to look at a pair."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from matcher import (
    Change,
    DistanceFacts,
    MatcherError,
    Matching,
    Place,
    Policy,
    Reason,
    Rule,
    explain_pair,
    match,
    matching,
)
from matcher.rules import metres_between
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, reaches, schemes

# 1,112 m to the north of everybody else.
NORTH = Place(50.86, 4.35)


def both(scheme: Scheme, reach: int) -> tuple[Scheme, Scheme]:
    """The scheme with this reach, and without any but every pair beyond it forbidden."""
    givers, takers, policy = scheme
    beyond = {
        (giver.id, taker.id)
        for giver, taker in product(givers, takers)
        if metres_between(giver, taker) > reach
    }
    plain = replace(policy, reach_m=None, forbidden=policy.forbidden | beyond)
    return (givers, takers, replace(policy, reach_m=reach)), (givers, takers, plain)


def waiting(found: Matching) -> list[str]:
    return [one.household_id for one in found.waiting]


@given(schemes(), reaches)
def test_a_reach_is_the_same_as_forbidding_every_pair_beyond_it(scheme: Scheme, reach: int) -> None:
    within, forbidding = (match(*one, now=NOW) for one in both(scheme, reach))
    assert within.pairs == forbidding.pairs
    assert within.alternatives == forbidding.alternatives
    assert within.certificate == forbidding.certificate
    assert waiting(within) == waiting(forbidding)


@given(schemes(most=6), reaches)
def test_it_is_the_same_in_a_large_run(scheme: Scheme, reach: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "SMALL_CELLS", -1)
        within, forbidding = (match(*one, now=NOW) for one in both(scheme, reach))
    assert within.certificate.proven
    assert within.certificate.total == forbidding.certificate.total
    assert len(within.pairs) == len(forbidding.pairs)
    givers = {giver.id: giver for giver in scheme[0]}
    takers = {taker.id: taker for taker in scheme[1]}
    for pair in within.pairs:
        assert metres_between(givers[pair.volunteer_id], takers[pair.household_id]) <= reach


def test_who_lives_just_within_reach_can_be_matched_and_gets_the_same_points() -> None:
    far = volunteer(place=NORTH)
    scores = [explain_pair(far, household(), Policy(reach_m=reach), NOW) for reach in (None, 1_112)]
    assert scores[0] == scores[1]
    assert explain_pair(far, household(), Policy(reach_m=1_111), NOW) == [
        Reason(Rule.DISTANCE, DistanceFacts(1_112, 5_000, 5_000, 1_111))
    ]


def test_nobody_is_asked_to_go_farther_than_the_scheme_reaches() -> None:
    people = [volunteer(place=NORTH)], [household(max_distance_m=1_000)]
    changes = [
        match(*people, Policy(reach_m=reach), now=NOW).waiting[0].relaxation
        for reach in (1_112, 1_111)
    ]
    assert changes[0] is not None
    assert (changes[0].change, changes[0].amount) == (Change.DISTANCE, 112)
    assert changes[1] is None


@pytest.mark.parametrize("reach", [0, -1])
def test_a_reach_that_reaches_nobody_is_refused(reach: int) -> None:
    with pytest.raises(MatcherError, match="reach_m is too small"):
        Policy(reach_m=reach)


def test_a_receipt_tells_a_reach_and_is_as_before_where_there_is_none() -> None:
    people = [volunteer()], [household()]
    without, within = (
        match(*people, policy, now=NOW).receipt for policy in (Policy(), Policy(reach_m=9_000))
    )
    assert without.inputs == within.inputs
    assert without.policy != within.policy
    # The receipt of this run, written before a policy could have a reach.
    before = "cc69122023cc7dcbf1e064926767e638abc86c3c3af8207c1f1437330f3acfee"
    assert without.policy == before
