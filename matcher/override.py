"""What it costs when a coordinator insists on a pair, told in people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from matcher.errors import MatcherError
from matcher.matching import match
from matcher.parties import Household, Volunteer
from matcher.policy import Policy
from matcher.rules import Reason, broken_rules

Party = TypeVar("Party", Volunteer, Household)


@dataclass(frozen=True, slots=True)
class Override:
    """The price of a pair: how much less the best result with it has than the best without.

    `pairs` and `points` (with bonuses) are exact: two runs, one with the pair pinned. Under
    coverage pairs come first, so with a pair less the points may even rise (be below 0); under
    quality the points are never below 0. `who_would_wait` are the households that get somebody
    without the override and nobody with it; where several results are equally good they are
    those of the result that a run would give. A pair that breaks hard rules has no price: then
    `broken` says which, and the rest is empty.
    """

    pairs: int | None
    points: int | None
    who_would_wait: tuple[str, ...]
    broken: tuple[Reason, ...]


def price_of_override(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    volunteer_id: str,
    household_id: str,
    *,
    now: datetime,
) -> Override:
    """What pinning this pair would cost against the policy as it is; nothing if it is chosen.

    Raises:
        MatcherError: somebody who does not take part, a place that other pins already take, or
            as in `match`.
    """
    givers, takers = tuple(volunteers), tuple(households)
    volunteer = _named(givers, volunteer_id, "volunteer")
    household = _named(takers, household_id, "household")
    broken = broken_rules(volunteer, household, policy, now.year)
    if broken:
        return Override(None, None, (), tuple(broken))
    without = match(givers, takers, policy, now=now)
    pair = (volunteer_id, household_id)
    if pair in {(one.volunteer_id, one.household_id) for one in without.pairs}:
        return Override(0, 0, (), ())
    pinned = match(givers, takers, replace(policy, pins=policy.pins | {pair}), now=now)
    return Override(
        pairs=len(without.pairs) - len(pinned.pairs),
        points=without.score - pinned.score,
        who_would_wait=tuple(sorted(without.served - pinned.served)),
        broken=(),
    )


def _named(parties: tuple[Party, ...], name: str, side: str) -> Party:
    for party in parties:
        if party.id == name:
            return party
    raise MatcherError(f"no {side} {name!r} takes part")
