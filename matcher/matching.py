"""One run: rules, points, bonuses, pins, the solver and the explanations, tied together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

import numpy as np

from matcher.assignment import Assignment, assign_pairs
from matcher.bonuses import stability_bonus, waiting_bonus, with_bonuses
from matcher.candidates import Ground
from matcher.errors import MatcherError
from matcher.explanation import Alternative, Waiting, plan_b, why_waiting
from matcher.pairs import Pairs
from matcher.parties import Household, Volunteer
from matcher.pins import Pins, set_aside
from matcher.policy import Objective, Policy
from matcher.program import within_floors
from matcher.receipt import Receipt, make_receipt
from matcher.scoring import CriterionScore, score_pair

Progress = Callable[[str, float], None]
"""Called with the stage (`candidates`, `assignment`, `explanation`) and the share of it done."""

Party = TypeVar("Party", Volunteer, Household)


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """A proposal: points by criterion, and the bonuses that the policy added in this run."""

    volunteer_id: str
    household_id: str
    points: int
    criteria: tuple[CriterionScore, ...]
    waiting_bonus: int
    stability_bonus: int
    pinned: bool

    @property
    def score(self) -> int:
        """Points with bonuses: what the pair counts in its run."""
        return self.points + self.waiting_bonus + self.stability_bonus


class Proof(StrEnum):
    """What proves a result: `PRICES` alone, or with them an `INTEGER_PROGRAM` (see Certificate)."""

    PRICES = "prices"
    INTEGER_PROGRAM = "integer_program"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof: prices of volunteers and households, in points with bonuses.

    Pinned pairs stand outside of it: the rest is the best that can be done around them. Under
    coverage every score was raised by `raised_by` first; `total` is in points with bonuses.

    With `INTEGER_PROGRAM`, fairness floors changed the result. The prices then prove that nothing
    is better given how many volunteers each household gets (all scores raised, whatever the
    objective); that these numbers are the best ones within the floors is proven by HiGHS, whose
    bound met its value, and cannot be checked from the prices.
    """

    volunteer_prices: tuple[tuple[str, int], ...]
    household_prices: tuple[tuple[str, int], ...]
    total: int
    raised_by: int
    proven: bool
    proof: Proof = Proof.PRICES


@dataclass(frozen=True, slots=True)
class Matching:
    """The result of a run; everything is ordered by ids.

    `alternatives` has an entry for every household, `waiting` one for each that wants a
    volunteer and got none.
    """

    pairs: tuple[MatchedPair, ...]
    waiting: tuple[Waiting, ...]
    alternatives: dict[str, tuple[Alternative, ...]]
    certificate: Certificate
    receipt: Receipt

    @property
    def score(self) -> int:
        """Points with bonuses of all pairs, the pinned ones included."""
        return sum(pair.score for pair in self.pairs)

    @property
    def served(self) -> frozenset[str]:
        """Ids of the households that get a volunteer."""
        return frozenset(pair.household_id for pair in self.pairs)


def match(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Matching:
    """Match the ready volunteers and households of one scheme.

    The order of the input changes nothing. `now` gives the year for ages and the day for waiting
    times, in its own zone. `progress` is called from time to time.

    Raises:
        MatcherError: two parties with one id, or a pin that is not possible, naming it; floors
            that cannot be kept, or are too many pairs to be computed (see `program`).
    """
    tell = progress or _tell_nobody
    ground = Ground.of(
        in_order(volunteers, "volunteer"), in_order(households, "household"), policy, now.year
    )
    pins = set_aside(ground, now)
    pairs = pins.without(with_bonuses(ground, ground.pairs(tell), now))
    tell("assignment", 0.0)
    coverage = policy.objective is Objective.COVERAGE
    free = assign_pairs(pairs, pins.capacity, pins.wanted, coverage=coverage)
    names = ground.households.ids.tolist()
    assignment = within_floors(policy, names, pins, pairs, free) if policy.floors else free
    proof = Proof.PRICES if assignment is free else Proof.INTEGER_PROGRAM
    tell("assignment", 1.0)
    places_left = pins.capacity - np.bincount(assignment.rows, minlength=len(pins.capacity))
    served = np.union1d(assignment.columns, pins.columns)
    waiting = np.setdiff1d(np.flatnonzero(pins.wanted), served)
    result = Matching(
        pairs=_proposals(ground, assignment, pins, now),
        waiting=why_waiting(ground, waiting, places_left),
        alternatives=plan_b(ground, pairs, assignment, places_left),
        certificate=_certificate(ground, pairs, assignment, proof),
        receipt=make_receipt(ground.volunteer_objects, ground.household_objects, policy, now),
    )
    tell("explanation", 1.0)
    return result


def _tell_nobody(_stage: str, _share: float) -> None:
    pass


def in_order(parties: Iterable[Party], side: str) -> tuple[Party, ...]:
    """By id; MatcherError when two have the same."""
    ordered = tuple(sorted(parties, key=lambda party: party.id))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise MatcherError(f"two {side}s have the id {one.id!r}")
    return ordered


def _proposals(
    ground: Ground, assignment: Assignment, pins: Pins, now: datetime
) -> tuple[MatchedPair, ...]:
    pinned = {*zip(pins.rows.tolist(), pins.columns.tolist(), strict=True)}
    chosen = {*zip(assignment.rows.tolist(), assignment.columns.tolist(), strict=True)}
    return tuple(
        _proposal(ground, row, column, now, pinned=(row, column) in pinned)
        for row, column in sorted(pinned | chosen)
    )


def _proposal(ground: Ground, row: int, column: int, now: datetime, *, pinned: bool) -> MatchedPair:
    volunteer, household = ground.volunteer(row), ground.household(column)
    criteria = score_pair(volunteer, household, ground.policy.weights, now.year)
    return MatchedPair(
        volunteer_id=volunteer.id,
        household_id=household.id,
        points=sum(criterion.points for criterion in criteria),
        criteria=criteria,
        waiting_bonus=waiting_bonus(household, ground.policy, now),
        stability_bonus=stability_bonus(volunteer, household, ground.policy),
        pinned=pinned,
    )


def _certificate(ground: Ground, pairs: Pairs, assignment: Assignment, proof: Proof) -> Certificate:
    volunteers, households = ground.volunteers.ids.tolist(), ground.households.ids.tolist()
    return Certificate(
        volunteer_prices=tuple(zip(volunteers, assignment.row_prices.tolist(), strict=True)),
        household_prices=tuple(zip(households, assignment.column_prices.tolist(), strict=True)),
        total=assignment.total,
        raised_by=assignment.raised_by,
        proven=assignment.is_optimal_for(pairs),
        proof=proof,
    )
