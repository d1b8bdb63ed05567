"""What if: two results of the same people under two policies, side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from matcher.matching import match
from matcher.outcome import Matching
from matcher.parties import Household, Pair, Volunteer
from matcher.policy import Policy, Weights
from matcher.rules import metres_apart
from matcher.scoring import score_pairs

SCORED_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True)
class Points:
    """Points of the criteria, without bonuses, by the weights of either policy.

    Each policy looks best by its own weights, so neither yardstick alone compares two results.
    A change that gains by both is an improvement; one that gains only by the new weights is what
    the scheme newly asks for, paid for with what it asked for until now.
    """

    by_now: int
    by_other: int

    def __add__(self, more: "Points") -> "Points":
        return Points(self.by_now + more.by_now, self.by_other + more.by_other)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result in figures; the median is over its pairs, in metres as the crow flies."""

    pairs: int
    households_served: int
    households_waiting: int
    points: Points
    median_distance_m: float | None


@dataclass(frozen=True, slots=True)
class HouseholdShift:
    """What a household that gets somebody under both policies gets under each."""

    household_id: str
    now: Points
    other: Points


@dataclass(frozen=True, slots=True)
class Comparison:
    """From the policy as it is (`now`) to `other`; everything is ordered by ids.

    `households_gaining` get a volunteer only under `other`, `households_losing` only under `now`.
    Those that get somebody under both are in `more_points` or `fewer_points` when the points of
    their pairs differ by the weights of today: the yardstick that coordinators know, and that a
    new policy cannot bend.
    """

    now: Outcome
    other: Outcome
    kept: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    gained: tuple[Pair, ...]
    households_gaining: tuple[str, ...]
    households_losing: tuple[str, ...]
    more_points: tuple[HouseholdShift, ...]
    fewer_points: tuple[HouseholdShift, ...]


def compare(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    now_policy: Policy,
    other_policy: Policy,
    *,
    now: datetime,
) -> Comparison:
    """Run both policies over the same people; MatcherError as in `match`."""
    givers, takers = tuple(volunteers), tuple(households)
    return compare_matchings(
        givers,
        takers,
        (now_policy, match(givers, takers, now_policy, now=now)),
        (other_policy, match(givers, takers, other_policy, now=now)),
        now=now,
    )


def compare_matchings(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    now_run: tuple[Policy, Matching],
    other_run: tuple[Policy, Matching],
    *,
    now: datetime,
) -> Comparison:
    """As `compare`, for results that are known already, each with the policy that gave it.

    `volunteers` and `households` are those of both runs, `now` gives the year for ages. KeyError
    when a result names somebody who is not among them.
    """
    (now_policy, here), (other_policy, there) = now_run, other_run
    scale = _Scale(
        {party.id: party for party in volunteers},
        {party.id: party for party in households},
        (now_policy.weights, other_policy.weights),
        now.year,
    )
    before, after = _pairs(here), _pairs(there)
    points = scale.points(sorted(before | after))
    earned, would_earn = _by_household(before, points), _by_household(after, points)
    shifts = [
        HouseholdShift(name, earned[name], would_earn[name])
        for name in sorted(earned.keys() & would_earn.keys())
    ]
    return Comparison(
        now=scale.outcome(here, before, points),
        other=scale.outcome(there, after, points),
        kept=tuple(sorted(before & after)),
        lost=tuple(sorted(before - after)),
        gained=tuple(sorted(after - before)),
        households_gaining=tuple(sorted(would_earn.keys() - earned.keys())),
        households_losing=tuple(sorted(earned.keys() - would_earn.keys())),
        more_points=tuple(one for one in shifts if one.other.by_now > one.now.by_now),
        fewer_points=tuple(one for one in shifts if one.other.by_now < one.now.by_now),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Both yardsticks, and who is to be measured."""

    volunteers: Mapping[str, Volunteer]
    households: Mapping[str, Household]
    weights: tuple[Weights, Weights]
    year: int

    def points(self, pairs: Sequence[Pair]) -> dict[Pair, Points]:
        """Of each pair, some thousands scored at a time: there may be as many as households."""
        found: dict[Pair, Points] = {}
        for first in range(0, len(pairs), SCORED_AT_ONCE):
            some = pairs[first : first + SCORED_AT_ONCE]
            by_now, by_other = (self._totals(some, weights) for weights in self.weights)
            found.update(zip(some, map(Points, by_now, by_other), strict=True))
        return found

    def _totals(self, pairs: Sequence[Pair], weights: Weights) -> list[int]:
        scores = score_pairs(*self._people(pairs), weights, self.year)
        return [sum(one.points for one in criteria) for criteria in scores]

    def _people(self, pairs: Iterable[Pair]) -> tuple[list[Volunteer], list[Household]]:
        named = [*pairs]
        return [self.volunteers[v] for v, _ in named], [self.households[h] for _, h in named]

    def outcome(
        self, matching: Matching, pairs: set[Pair], points: Mapping[Pair, Points]
    ) -> Outcome:
        metres = metres_apart(*self._people(pairs))
        return Outcome(
            pairs=len(pairs),
            households_served=len({household for _, household in pairs}),
            households_waiting=len(matching.waiting),
            points=sum((points[pair] for pair in pairs), Points(0, 0)),
            median_distance_m=float(median(metres)) if metres else None,
        )


def _by_household(pairs: Iterable[Pair], points: Mapping[Pair, Points]) -> dict[str, Points]:
    earned: dict[str, Points] = defaultdict(lambda: Points(0, 0))
    for pair in pairs:
        earned[pair[1]] += points[pair]
    return earned


def _pairs(matching: Matching) -> set[Pair]:
    return {(pair.volunteer_id, pair.household_id) for pair in matching.pairs}
