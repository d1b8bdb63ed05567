"""The smallest single change that would bring a waiting household a match."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from matcher.candidates import Block
from matcher.pairs import Booleans
from matcher.parties import DAYS, PARTS, Household, Volunteer
from matcher.rules import Rule

Word = TypeVar("Word", int, str)


class Change(StrEnum):
    """What could be changed for a waiting household; what somebody ruled out never is."""

    SLOT = "slot"
    DISTANCE = "distance"
    INTERPRETER = "interpreter"
    CATEGORY = "category"


EFFORT = {Change.SLOT: 1.0, Change.DISTANCE: 0.001, Change.INTERPRETER: 3.0, Change.CATEGORY: 4.0}
"""What a change asks of people, in kilometres: of a slot, a metre, an interpreter, a category."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that alone would bring a match with a volunteer who has a place left.

    `amount` says what, by the kind of change: the slot (0 to 20, as in a slot mask), the metres
    beyond the tighter of the two limits, the category, or nothing for an interpreter.
    `volunteers` is how many volunteers it would open.
    """

    change: Change
    amount: int | str | None
    volunteers: int

    @property
    def effort(self) -> float:
        """By EFFORT; the order of `Change` decides between equal ones."""
        metres = self.amount if self.change is Change.DISTANCE else 1
        return EFFORT[self.change] * float(metres or 0)


@dataclass(frozen=True, slots=True, eq=False)
class Nearly:
    """A household (column of the block) and the volunteers that break one rule for it."""

    block: Block
    column: int
    household: Household
    volunteers: Sequence[Volunteer]
    rows: Booleans

    def smallest(self) -> Relaxation | None:
        """The change with the least effort, or None where no single change would do."""
        return min(self._changes(), key=lambda change: change.effort, default=None)

    def _changes(self) -> Iterator[Relaxation]:
        slots = Counter(
            slot
            for row in self._breaking(Rule.AVAILABILITY)
            for slot in range(DAYS * PARTS)
            if self.volunteers[row].slots >> slot & 1
        )
        if slots:
            yield Relaxation(Change.SLOT, *_most(slots))
        beyond = [self._beyond(row) for row in self._breaking(Rule.DISTANCE)]
        if beyond:
            yield Relaxation(Change.DISTANCE, min(beyond), beyond.count(min(beyond)))
        unheard = self._breaking(Rule.LANGUAGE)
        if unheard:
            yield Relaxation(Change.INTERPRETER, None, len(unheard))
        categories = Counter(
            category
            for row in self._breaking(Rule.NEEDS)
            for category in self.volunteers[row].offers
        )
        if categories:
            yield Relaxation(Change.CATEGORY, *_most(categories))

    def _breaking(self, rule: Rule) -> list[int]:
        broken = self.rows & ~self.block.holds[rule][:, self.column]
        return [int(row) for row in np.flatnonzero(broken)]

    def _beyond(self, row: int) -> int:
        limit = min(self.volunteers[row].max_distance_m, self.household.max_distance_m)
        return int(self.block.metres[row, self.column]) - limit


def _most(counts: "Counter[Word]") -> tuple[Word, int]:
    """The word counted most often; the lower one of equals."""
    return min(counts.items(), key=lambda item: (-item[1], item[0]))
