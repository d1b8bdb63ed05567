"""The smallest single change that would bring a waiting household a match."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TypeVar

import numpy as np

from matcher.candidates import Block
from matcher.pairs import Booleans
from matcher.parties import CONVERSATION, DAYS, PARTS, Household, Need, Volunteer
from matcher.rules import Rule, can_practise

Word = TypeVar("Word", int, str)


class Change(StrEnum):
    """What could be changed for a waiting household; what somebody ruled out never is."""

    SLOT = "slot"
    DISTANCE = "distance"
    INTERPRETER = "interpreter"
    CATEGORY = "category"


EFFORT = {Change.SLOT: 1.0, Change.DISTANCE: 0.001, Change.INTERPRETER: 3.0, Change.CATEGORY: 4.0}
"""What a change asks of people, in kilometres: of a slot, a metre, an interpreter, a category."""


class Asks(StrEnum):
    """Whose limit a change loosens. Only a distance may be up to the volunteer, or to both."""

    HOUSEHOLD = "household"
    VOLUNTEER = "volunteer"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that alone would bring a match with a volunteer who has a place left.

    `amount` says what, by the kind of change: the slot (0 to 20, as in a slot mask), the metres
    beyond the tighter of the two limits, the category, or nothing for an interpreter.
    `volunteers` is how many volunteers it would open. A change that asks the household alone
    gives it a match in the next run, other things equal and no floor against it; one that asks a
    volunteer makes that pair possible, though a run may then send them elsewhere.
    """

    change: Change
    amount: int | str | None
    volunteers: int
    asks: Asks = Asks.HOUSEHOLD

    @property
    def effort(self) -> float:
        """By EFFORT; the order of `Change` decides between equal ones."""
        metres = self.amount if self.change is Change.DISTANCE else 1
        return EFFORT[self.change] * float(metres or 0)


@dataclass(frozen=True, slots=True, eq=False)
class Nearly:
    """A household (column of the block) and the volunteers that could come but for some rules.

    `rows`, shape (V,): who has a place left. A change is looked for among those that break one
    rule, and among those that practising a language would help over two.
    """

    block: Block
    column: int
    household: Household
    volunteer: Callable[[int], Volunteer]
    rows: Booleans

    def smallest(self) -> Relaxation | None:
        """The change with the least effort, or None where no single change would do."""
        return min(self._changes(), key=lambda change: change.effort, default=None)

    def _changes(self) -> Iterator[Relaxation]:
        slots = Counter(
            slot
            for row in self._breaking(Rule.AVAILABILITY)
            for slot in range(DAYS * PARTS)
            if self.volunteer(row).slots >> slot & 1
        )
        if slots:
            yield Relaxation(Change.SLOT, *_most(slots))
        beyond = Counter(self._beyond(row) for row in self._breaking(Rule.DISTANCE))
        if beyond:
            metres, asks = nearest = min(beyond, key=lambda far: (far[0], [*Asks].index(far[1])))
            yield Relaxation(Change.DISTANCE, metres, beyond[nearest], asks)
        unheard = self._breaking(Rule.LANGUAGE)
        if unheard:
            yield Relaxation(Change.INTERPRETER, None, len(unheard))
        categories = Counter(
            category
            for row in self._breaking(Rule.NEEDS)
            for category in self.volunteer(row).offers
        )
        categories.update(self._practising())
        if categories:
            yield Relaxation(Change.CATEGORY, *_most(categories))

    def _practising(self) -> Iterator[str]:
        """Once for each volunteer with whom wishing to practise a language would replace one."""
        if CONVERSATION in self.household.categories:
            return
        wish = (*self.household.needs, Need(CONVERSATION, 3))
        wishing = replace(self.household, needs=wish)
        silent = self._breaking(Rule.LANGUAGE), self._breaking(Rule.LANGUAGE, Rule.NEEDS)
        for row in chain(*silent):
            if can_practise(self.volunteer(row), wishing):
                yield CONVERSATION

    def _breaking(self, *rules: Rule) -> list[int]:
        """Volunteers with a place left who break exactly these rules."""
        rows = self.rows.copy()
        for rule, kept in self.block.holds.items():
            rows &= kept[:, self.column] ^ (rule in rules)
        return [int(row) for row in np.flatnonzero(rows)]

    def _beyond(self, row: int) -> tuple[int, Asks]:
        """Metres beyond the tighter limit, and whose limits they exceed."""
        metres = int(self.block.metres[row, self.column])
        theirs, own = self.volunteer(row).max_distance_m, self.household.max_distance_m
        asks = Asks.BOTH if metres > max(theirs, own) else Asks.HOUSEHOLD
        if own >= metres:
            asks = Asks.VOLUNTEER
        return metres - min(theirs, own), asks


def _most(counts: "Counter[Word]") -> tuple[Word, int]:
    """The word counted most often; the lower one of equals."""
    return min(counts.items(), key=lambda item: (-item[1], item[0]))
