"""What a scheme promises to groups of households, as the matcher's fairness floors.

A policy keeps the share of a group; who is in the group is seen anew in each run, from what
matching knows of a household.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matcher import FairnessFloor, FloorsFailure, Household
from web.models.vocabulary import PromisedGroup

PROMISES = "promises"
WHOLE = 10_000
# The matcher knows no smaller share but none.
SMALLEST = 10
LONG_WAIT = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class UnkeptPromises:
    """The groups to which a run could not keep what was promised, and why."""

    groups: tuple[str, ...]
    why: FloorsFailure

    def to_json(self) -> dict[str, Any]:
        return {"groups": [*self.groups], "why": self.why.value}


def floors_of(
    decided: Mapping[str, Any], households: Sequence[Household], today: date
) -> tuple[FairnessFloor, ...]:
    """One floor for each group that is promised something, named by the group."""
    promised: Mapping[str, int] = decided.get(PROMISES, {})
    return tuple(
        FairnessFloor(
            name=group.value,
            group=frozenset(one.id for one in households if _is_in(group, one, today)),
            share=max(promised[group.value], SMALLEST) / WHOLE,
        )
        for group in PromisedGroup
        if promised.get(group.value)
    )


def _is_in(group: PromisedGroup, household: Household, today: date) -> bool:
    return {
        PromisedGroup.CHILDREN: bool(household.child_birth_years),
        PromisedGroup.ALONE: household.adults == 1 and not household.child_birth_years,
        PromisedGroup.LONG_WAIT: household.ready_on <= today - LONG_WAIT,
    }[group]
