"""The smallest single change that would bring a waiting household a match."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matcher.candidates import Block
from matcher.criteria import Counts, practised, together
from matcher.pairs import Booleans, Integers
from matcher.parties import CONVERSATION, DAYS, PARTS
from matcher.rules import Rule


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
    """One change that alone would bring a match, without taking a volunteer from anybody.

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


def smallest_relaxations(block: Block, giving: Booleans) -> list[Relaxation | None]:
    """For each household of a block the change with the least effort; None where none would do.

    `giving`, shape (V,): who has a place left or could have one. A change is looked for among those
    of them who break one rule, and among those that practising a language would help over two.
    """
    kinds = (_slots, _distances, _interpreters, _categories)
    found = [kind(block, giving) for kind in kinds]
    return [
        min(filter(None, changes), key=lambda change: change.effort, default=None)
        for changes in zip(*found, strict=True)
    ]


Relaxations = list[Relaxation | None]
"""One for each household of a block."""


def _breaking(block: Block, giving: Booleans, *rules: Rule) -> Booleans:
    """(V, B): volunteers who could give a place and break exactly these rules."""
    broken = np.broadcast_to(giving[:, None], block.metres.shape).copy()
    for rule, kept in block.holds.items():
        broken &= ~kept if rule in rules else kept
    return broken


def _slots(block: Block, giving: Booleans) -> Relaxations:
    slots = np.arange(DAYS * PARTS)
    theirs = (block.volunteers.slots[:, None] >> slots & 1).astype(np.bool_)
    counts = together(theirs.T, _breaking(block, giving, Rule.AVAILABILITY).T)
    return [
        Relaxation(Change.SLOT, slot, count) if count else None for slot, count in _most(counts)
    ]


def _distances(block: Block, giving: Booleans) -> Relaxations:
    """Metres beyond the tighter limit, and whose limits they exceed; the nearest first.

    Nobody is asked to go farther than the policy reaches: that would open nothing.
    """
    asks = [*Asks]
    theirs, own = block.volunteers.max_distance_m[:, None], block.households.max_distance_m
    who = np.where(block.metres > np.maximum(theirs, own), asks.index(Asks.BOTH), 0)
    who = np.where(own >= block.metres, asks.index(Asks.VOLUNTEER), who)
    beyond = (block.metres - np.minimum(theirs, own)) * len(asks) + who
    never = np.iinfo(np.int64).max
    helped = _breaking(block, giving, Rule.DISTANCE)
    if block.reach_m is not None:
        helped &= block.metres <= block.reach_m
    beyond = np.where(helped, beyond, never)
    nearest = beyond.min(axis=0, initial=never)
    counts = (beyond == nearest).sum(axis=0)
    return [
        None
        if least == never
        else Relaxation(Change.DISTANCE, least // len(asks), count, asks[least % len(asks)])
        for least, count in zip(nearest.tolist(), counts.tolist(), strict=True)
    ]


def _interpreters(block: Block, giving: Booleans) -> Relaxations:
    counts = _breaking(block, giving, Rule.LANGUAGE).sum(axis=0)
    return [
        Relaxation(Change.INTERPRETER, None, count) if count else None for count in counts.tolist()
    ]


def _categories(block: Block, giving: Booleans) -> Relaxations:
    words = block.volunteers.words.categories
    counts = together(block.volunteers.offers.T, _breaking(block, giving, Rule.NEEDS).T)
    if CONVERSATION in words:
        counts[words.index(CONVERSATION)] += _practising(block, giving)
    return [
        Relaxation(Change.CATEGORY, words[word], count) if count else None
        for word, count in _most(counts)
    ]


def _practising(block: Block, giving: Booleans) -> Integers:
    """With how many volunteers wishing to practise a language would replace one, (B,)."""
    place = block.volunteers.words.categories.index(CONVERSATION)
    silent = _breaking(block, giving, Rule.LANGUAGE)
    silent |= _breaking(block, giving, Rule.LANGUAGE, Rule.NEEDS)
    silent &= block.volunteers.offers[:, place, None] & (block.households.needs[:, place] == 0)
    helped: Integers = (silent & practised(block.volunteers, block.households)).sum(axis=0)
    return helped


def _most(counts: Counts) -> list[tuple[int, int]]:
    """For each household what is counted most often, the first of equals, and how often."""
    if not len(counts):
        return [(0, 0)] * counts.shape[1]
    best = counts.argmax(axis=0)
    return [(place, int(counts[place, column])) for column, place in enumerate(best.tolist())]
