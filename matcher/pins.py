"""Pairs that a coordinator keeps: set aside before the rest is solved around them."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matcher.candidates import Ground
from matcher.errors import MatcherError
from matcher.pairs import Integers, Pairs
from matcher.rules import broken_rules


@dataclass(frozen=True, slots=True, eq=False)
class Pins:
    """Rows and columns of the pinned pairs, and what they leave of either side's places."""

    rows: Integers
    columns: Integers
    capacity: Integers
    wanted: Integers

    def without(self, pairs: Pairs) -> Pairs:
        """The pairs still to be decided."""
        return pairs.only(~pairs.holding(self.rows, self.columns))


def set_aside(ground: Ground, now: datetime) -> Pins:
    """The pins of the policy; MatcherError naming one that breaks a hard limit or has no place."""
    policy = ground.policy
    rows, columns = ground.positions(policy.pins)
    if len(rows) < len(policy.pins):
        volunteers = set(ground.volunteers.ids.tolist())
        households = set(ground.households.ids.tolist())
        missing = min(
            (one, other)
            for one, other in policy.pins
            if one not in volunteers or other not in households
        )
        raise MatcherError(f"pin {missing} names somebody who does not take part")
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        volunteer, household = ground.volunteer(row), ground.household(column)
        reasons = broken_rules(volunteer, household, policy, now.year)
        if reasons:
            broken = ", ".join(reason.rule for reason in reasons)
            raise MatcherError(f"pin {(volunteer.id, household.id)} breaks: {broken}")
    places, wishes = ground.volunteers.capacity, ground.households.wanted
    capacity = places - np.bincount(rows, minlength=len(places))
    wanted = wishes - np.bincount(columns, minlength=len(wishes))
    for row in np.flatnonzero(capacity < 0).tolist():
        raise MatcherError(f"more pins than places: volunteer {str(ground.volunteers.ids[row])!r}")
    for column in np.flatnonzero(wanted < 0).tolist():
        raise MatcherError(
            f"more pins than wanted: household {str(ground.households.ids[column])!r}"
        )
    return Pins(rows, columns, capacity, wanted)
