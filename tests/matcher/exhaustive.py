"""The best result of a small scheme by trying every one there is."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from matcher import Household, Objective, Policy, Score, Volunteer, explain_pair
from tests.matcher.strategies import NOW

Pair = tuple[str, str]
Value = tuple[int, int]


def scores(givers: list[Volunteer], takers: list[Household], policy: Policy) -> dict[Pair, int]:
    """Points with bonuses of every pair that can be."""
    found = {}
    for giver in givers:
        for taker in takers:
            score = explain_pair(giver, taker, policy, NOW)
            if isinstance(score, Score):
                bonuses = score.waiting_bonus + score.stability_bonus
                found[giver.id, taker.id] = score.points + bonuses
    return found


def results(
    givers: list[Volunteer], takers: list[Household], policy: Policy
) -> Iterator[tuple[Pair, ...]]:
    """Every set of pairs that keeps the hard rules, the places and the pins."""
    places = {giver.id: giver.capacity for giver in givers}
    wishes = {taker.id: taker.wanted for taker in takers}
    possible = sorted(scores(givers, takers, policy))
    for size in range(len(possible) + 1):
        for pairs in combinations(possible, size):
            used, got = Counter(v for v, _ in pairs), Counter(h for _, h in pairs)
            if (
                policy.pins <= {*pairs}
                and all(used[name] <= places[name] for name in used)
                and all(got[name] <= wishes[name] for name in got)
            ):
                yield pairs


def value(pairs: tuple[Pair, ...], worth: dict[Pair, int], policy: Policy) -> Value:
    """What the objective compares: pairs and points, or points alone."""
    points = sum(worth[pair] for pair in pairs)
    return (len(pairs) if policy.objective is Objective.COVERAGE else 0, points)


def best(
    givers: list[Volunteer],
    takers: list[Household],
    policy: Policy,
    allowed: Callable[[tuple[Pair, ...]], bool] = lambda _: True,
) -> Value | None:
    """The greatest value of the results allowed; None where there are none."""
    worth = scores(givers, takers, policy)
    return max(
        (
            value(pairs, worth, policy)
            for pairs in results(givers, takers, policy)
            if allowed(pairs)
        ),
        default=None,
    )
