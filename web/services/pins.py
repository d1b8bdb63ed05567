"""Pins that can be kept, and those that have become impossible and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import matcher
from matcher import Policy, Rule, explain_pair
from web.services import clock

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnkeptPin:
    """A pair by public ids, and the rules it breaks; none where one of them takes no part."""

    volunteer: str
    household: str
    broken: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "volunteer": self.volunteer,
            "household": self.household,
            "broken": [*self.broken],
        }


def sort(
    volunteers: Sequence[matcher.Volunteer],
    households: Sequence[matcher.Household],
    policy: Policy,
    now: datetime,
) -> tuple[frozenset[Pair], tuple[UnkeptPin, ...]]:
    """The policy's pins that these people allow, and the others. The matcher refuses any other.

    Of more pins than somebody has places for, the first by public ids are kept.
    """
    if not policy.pins:
        return frozenset(), ()
    givers = {party.id: party for party in volunteers}
    takers = {party.id: party for party in households}
    taken: Counter[str] = Counter()
    kept: set[Pair] = set()
    unkept: list[UnkeptPin] = []
    for one, other in sorted(policy.pins):
        volunteer, household = givers.get(one), takers.get(other)
        if volunteer is None or household is None:
            unkept.append(UnkeptPin(one, other, ()))
            continue
        broken = _broken(volunteer, household, policy, now)
        if not broken and _is_full(volunteer, household, taken):
            broken = (Rule.CAPACITY.value,)
        if broken:
            unkept.append(UnkeptPin(one, other, broken))
        else:
            kept.add((one, other))
            taken.update((one, other))
    return frozenset(kept), tuple(unkept)


def _broken(
    volunteer: matcher.Volunteer, household: matcher.Household, policy: Policy, now: datetime
) -> tuple[str, ...]:
    found = explain_pair(volunteer, household, policy, now.astimezone(clock.ZONE))
    return () if isinstance(found, matcher.Score) else tuple(one.rule.value for one in found)


def _is_full(
    volunteer: matcher.Volunteer, household: matcher.Household, taken: Counter[str]
) -> bool:
    return taken[volunteer.id] >= volunteer.capacity or taken[household.id] >= household.wanted
