"""What a preview may try beside a policy: that everybody went further than they said.

How far somebody goes is theirs to say, so this is never part of a policy, and no run knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from matcher import Household, Policy, Volunteer
from web.services.matching_input import Inputs

FURTHER = "further_m"
"""Beside what a policy decides: so many metres more on the limit of each person, if any."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The other side of a preview: a policy, and the people as they would be."""

    policy: Policy
    volunteers: tuple[Volunteer, ...]
    households: tuple[Household, ...]

    @classmethod
    def of(cls, policy: Policy, people: Inputs, decided: Mapping[str, Any]) -> Tried:
        more = decided.get(FURTHER) or 0
        if not more:
            return cls(policy, people.volunteers, people.households)
        givers = (replace(v, max_distance_m=v.max_distance_m + more) for v in people.volunteers)
        takers = (replace(h, max_distance_m=h.max_distance_m + more) for h in people.households)
        return cls(policy, tuple(givers), tuple(takers))
