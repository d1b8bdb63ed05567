"""What fairness floors cost, before anybody adopts them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.floors import FloorCount
from matcher.matching import match
from matcher.outcome import Matching
from matcher.parties import Household, Volunteer
from matcher.policy import Policy


@dataclass(frozen=True, slots=True)
class FloorEffect:
    """How many of the group and of the others get a volunteer, without floors and with them."""

    name: str
    without: FloorCount
    within: FloorCount


@dataclass(frozen=True, slots=True)
class FloorPrice:
    """What all floors of a policy together cost against the same run without any.

    `pairs` and `points` (with bonuses) are how many fewer there are with the floors: 0 and 0 when
    they cost nothing. Under coverage pairs come first, so with fewer pairs the points may even
    rise; under quality the points are never below 0. Both results are optimal, so the price is
    exact; which of several equally good results is taken decides who is named.
    """

    pairs: int
    points: int
    households_gaining: tuple[str, ...]
    households_losing: tuple[str, ...]
    effects: tuple[FloorEffect, ...]


def price_of_floors(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    *,
    now: datetime,
) -> FloorPrice:
    """Run with the floors of the policy and without; MatcherError as in `match`."""
    givers, takers = tuple(volunteers), tuple(households)
    within = match(givers, takers, policy, now=now)
    without = match(givers, takers, replace(policy, floors=()), now=now)
    return price_of_floors_matchings(takers, policy, within, without)


def price_of_floors_matchings(
    households: Iterable[Household], policy: Policy, within: Matching, without: Matching
) -> FloorPrice:
    """As `price_of_floors`, for results that are known already: with the floors, and without."""
    wanting = {party.id for party in households if party.wanted}
    return FloorPrice(
        pairs=len(without.pairs) - len(within.pairs),
        points=without.score - within.score,
        households_gaining=tuple(sorted(within.served - without.served)),
        households_losing=tuple(sorted(without.served - within.served)),
        effects=tuple(
            FloorEffect(
                name=floor.name,
                without=floor.count(wanting, without.served),
                within=floor.count(wanting, within.served),
            )
            for floor in policy.floors
        ),
    )
