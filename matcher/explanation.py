"""Why a pair, why not, why a household waits, and who would be next."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from matcher.assignment import Assignment
from matcher.bonuses import stability_bonus, waiting_bonus
from matcher.candidates import Block, Ground
from matcher.cover import find_cover
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import Household, Volunteer
from matcher.policy import Objective, Policy
from matcher.prices import Choice
from matcher.relaxation import Relaxation, smallest_relaxations
from matcher.rules import Reason, broken_rules
from matcher.scoring import CriterionScore, score_pair

READY = "ready"
PLACE_LEFT = "place_left"
"""First and last step of a funnel, around the names of the rules."""

PLAN_B = 3
"""Alternatives per household."""


@dataclass(frozen=True, slots=True)
class Score:
    """The criteria of a feasible pair, and the bonuses that the policy adds in a run."""

    criteria: tuple[CriterionScore, ...]
    waiting_bonus: int
    stability_bonus: int

    @property
    def points(self) -> int:
        """Points of the criteria alone, 0 to 10,000."""
        return sum(criterion.points for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many volunteers are left after this step: `ready`, a rule's name or `place_left`."""

    step: str
    remaining: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a household waits: the funnel, and the smallest single change that would end it.

    Where the funnel leaves somebody no limit is in the way, but a fairness floor (or, under
    quality, a pair that earns nothing): then no change is named.
    """

    household_id: str
    funnel: tuple[FunnelStep, ...]
    relaxation: Relaxation | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A next best volunteer: points of the pair with its bonuses, and its value.

    The value is the score (raised, under coverage) less the price of the volunteer's place.
    `free` says that the volunteer has a place left in this run, so that nobody else would wait.
    """

    volunteer_id: str
    score: int
    value: int
    free: bool


def explain_pair(
    volunteer: Volunteer, household: Household, policy: Policy, now: datetime
) -> list[Reason] | Score:
    """Every reason why a pair cannot be, or else its score."""
    reasons = broken_rules(volunteer, household, policy, now.year)
    if reasons:
        return reasons
    return Score(
        criteria=score_pair(volunteer, household, policy.weights, now.year),
        waiting_bonus=waiting_bonus(household, policy, now),
        stability_bonus=stability_bonus(volunteer, household, policy),
    )


def who_could_give(policy: Policy, pairs: Pairs, assignment: Assignment) -> Booleans:
    """(V,): whose place could be had without a pair less, were a waiting household to suit them.

    Under coverage that is also somebody whose household another could take over, who has a place
    left or whose household another could take over in turn.
    """
    capacity = assignment.row_capacity
    if policy.objective is not Objective.COVERAGE:
        free: Booleans = np.bincount(assignment.rows, minlength=len(capacity)) < capacity
        return free
    chosen = pairs.holding(assignment.rows, assignment.columns)
    lost_in_pairs, _ = find_cover(Choice(pairs, chosen, capacity, assignment.column_capacity))
    return lost_in_pairs == 0


def why_waiting(
    ground: Ground, waiting: Integers, places_left: Integers, giving: Booleans
) -> tuple[Waiting, ...]:
    """The funnel and smallest relaxation of the households at these positions (ascending).

    `places_left` and `giving` (see `who_could_give`) have one entry per volunteer.
    """
    free = places_left > 0
    found: list[Waiting] = []
    for block, columns in ground.blocks_of(waiting):
        names, left = _funnels(block, free)
        changes = smallest_relaxations(block, giving)
        # Who suits and could give a place was left out by a floor, or would earn no point.
        suited = np.logical_or.reduce(block.feasible & giving[:, None], axis=0)
        for position, remaining, change, suits in zip(
            columns.tolist(), left, changes, suited.tolist(), strict=True
        ):
            funnel = tuple(map(FunnelStep, names, remaining))
            smallest = None if suits else change
            found.append(Waiting(str(ground.households.ids[position]), funnel, smallest))
    return tuple(found)


def _funnels(block: Block, free: Booleans) -> tuple[list[str], list[list[int]]]:
    """The steps, and for each household of the block how many volunteers are left after each."""
    left = np.ones(block.metres.shape, dtype=np.bool_)
    names, steps = [READY], [left.sum(axis=0)]
    for rule, kept in block.holds.items():
        left &= kept
        names.append(rule.value)
        steps.append(left.sum(axis=0))
    names.append(PLACE_LEFT)
    steps.append((left & free[:, None]).sum(axis=0))
    return names, np.stack(steps, axis=1).tolist()


def plan_b(
    ground: Ground, pairs: Pairs, assignment: Assignment, places_left: Integers
) -> dict[str, tuple[Alternative, ...]]:
    """For each household up to three volunteers not chosen for it, by score less price.

    `pairs` are those that the assignment was made from; ties go to the lower volunteer id.
    """
    rows = pairs.rows
    chosen = pairs.holding(assignment.rows, assignment.columns)
    value = pairs.scores + assignment.raised_by - assignment.row_prices[rows]
    order = np.lexsort((rows, -value, pairs.columns))
    order = order[~chosen[order]]
    columns = pairs.columns[order]
    starts = np.searchsorted(columns, columns, side="left")
    best = order[np.arange(len(order)) - starts < PLAN_B]
    households = ground.households.ids.tolist()
    found: dict[str, list[Alternative]] = {household: [] for household in households}
    for pair in best:
        row = int(rows[pair])
        alternative = Alternative(
            volunteer_id=str(ground.volunteers.ids[row]),
            score=int(pairs.scores[pair]),
            value=int(value[pair]),
            free=bool(places_left[row] > 0),
        )
        found[households[pairs.columns[pair]]].append(alternative)
    return {household: tuple(alternatives) for household, alternatives in found.items()}
