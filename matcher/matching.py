"""One run: rules, points, bonuses, pins, the solver and the explanations, tied together.

SMALL_CELLS decides how pairs are found: in small runs all at once with numpy, so that nothing has
to be compiled; in large ones on the fly, never stored (see `large`). Points, proof and explanations
are the same.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

import numpy as np

from matcher.assignment import Assignment, assign_pairs
from matcher.bonuses import stability_bonus, waiting_bonus, with_bonuses
from matcher.candidates import Ground, check_words
from matcher.column_checks import checked
from matcher.columns import HouseholdColumns, VolunteerColumns, some
from matcher.errors import FloorsError, FloorsFailure, MatcherError
from matcher.explanation import plan_b, who_could_give, why_waiting
from matcher.outcome import Certificate, MatchedPair, Matching, Proof
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import Household, Volunteer
from matcher.pins import Pins, set_aside
from matcher.policy import Objective, Policy
from matcher.program import within_floors
from matcher.receipt import make_receipt
from matcher.scoring import score_pairs

SMALL_CELLS = 1_000_000
"""Up to so many volunteers x households, numpy is done before the compiled engine is loaded."""

Progress = Callable[[str, float], None]
"""Called with the stage (`candidates`, `assignment`, `explanation`) and the share of it done."""

Party = TypeVar("Party", Volunteer, Household)
Columns = TypeVar("Columns", VolunteerColumns, HouseholdColumns)


def match(
    volunteers: Iterable[Volunteer] | VolunteerColumns,
    households: Iterable[Household] | HouseholdColumns,
    policy: Policy,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Matching:
    """Match the ready volunteers and households of one scheme.

    The order of the input changes nothing. Both sides come as objects, or both as columns. `now`
    gives the year for ages and the day for waiting times, in its own zone. `progress` is called
    from time to time.

    Raises:
        MatcherError: two parties with one id, columns that do not fit, or a pin that is not
            possible, naming it; a result that could not be proven. Its kind FloorsError: floors
            that cannot be kept, or too many pairs for them to be computed (see `program`).
    """
    tell = progress or tell_nobody
    ground = ground_of(volunteers, households, policy, now.year)
    pins = set_aside(ground, now)
    if len(ground.volunteers) * len(ground.households) <= SMALL_CELLS:
        return _match_small(ground, pins, now, tell)
    if policy.floors:
        raise FloorsError("fairness floors can be kept in small runs only", FloorsFailure.SIZE)
    from matcher.large.run import match_large  # noqa: PLC0415 - compiled, for large runs

    return match_large(ground, pins, now, tell)


def ground_of(
    volunteers: Iterable[Volunteer] | VolunteerColumns,
    households: Iterable[Household] | HouseholdColumns,
    policy: Policy,
    year: int,
) -> Ground:
    """Both sides by id; MatcherError as in `match`."""
    if isinstance(volunteers, VolunteerColumns) and isinstance(households, HouseholdColumns):
        check_words(volunteers, households)
        return Ground(
            _columns_in_order(volunteers, "volunteer"),
            _columns_in_order(households, "household"),
            policy,
            year,
        )
    if isinstance(volunteers, VolunteerColumns) or isinstance(households, HouseholdColumns):
        raise MatcherError("one side came as columns and the other as objects")
    return Ground.of(
        in_order(volunteers, "volunteer"), in_order(households, "household"), policy, year
    )


def in_order(parties: Iterable[Party], side: str) -> tuple[Party, ...]:
    """By id; MatcherError when two have the same."""
    ordered = tuple(sorted(parties, key=lambda party: party.id))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise MatcherError(f"two {side}s have the id {one.id!r}")
    return ordered


def proposals_of(
    ground: Ground, rows: Integers, columns: Integers, now: datetime, pinned: Booleans
) -> list[MatchedPair]:
    """These pairs of a run with their points by criterion."""
    volunteers = [ground.volunteer(row) for row in rows.tolist()]
    households = [ground.household(column) for column in columns.tolist()]
    scores = score_pairs(volunteers, households, ground.policy.weights, now.year)
    return [
        MatchedPair(
            volunteer_id=volunteer.id,
            household_id=household.id,
            points=sum(criterion.points for criterion in criteria),
            criteria=criteria,
            waiting_bonus=waiting_bonus(household, ground.policy, now),
            stability_bonus=stability_bonus(volunteer, household, ground.policy),
            pinned=kept,
        )
        for volunteer, household, criteria, kept in zip(
            volunteers, households, scores, pinned.tolist(), strict=True
        )
    ]


def who_waits(pins: Pins, columns: Integers) -> Integers:
    """Positions of the households that still want somebody and got nobody."""
    return np.setdiff1d(np.flatnonzero(pins.wanted), np.union1d(columns, pins.columns))


def _match_small(
    ground: Ground, pins: Pins, now: datetime, tell: Callable[[str, float], None]
) -> Matching:
    policy = ground.policy
    pairs = pins.without(with_bonuses(ground, ground.pairs(tell), now))
    tell("assignment", 0.0)
    coverage = policy.objective is Objective.COVERAGE
    free = assign_pairs(pairs, pins.capacity, pins.wanted, coverage=coverage)
    names = ground.households.ids.tolist()
    assignment = within_floors(policy, names, pins, pairs, free) if policy.floors else free
    proof = Proof.PRICES if assignment is free else Proof.INTEGER_PROGRAM
    tell("assignment", 1.0)
    places_left = pins.capacity - np.bincount(assignment.rows, minlength=len(pins.capacity))
    result = Matching(
        pairs=proposals(ground, assignment, pins, now),
        waiting=why_waiting(
            ground,
            who_waits(pins, assignment.columns),
            places_left,
            who_could_give(policy, pairs, assignment),
        ),
        alternatives=plan_b(ground, pairs, assignment, places_left),
        certificate=_certificate(ground, pairs, assignment, proof),
        receipt=make_receipt(ground, now),
    )
    tell("explanation", 1.0)
    return result


def tell_nobody(_stage: str, _share: float) -> None:
    """The progress of a run that nobody watches."""


def _columns_in_order(columns: Columns, side: str) -> Columns:
    columns = checked(columns, side)
    if (columns.ids[1:] > columns.ids[:-1]).all():
        return columns
    return some(columns, np.argsort(columns.ids))


def proposals(
    ground: Ground, assignment: Assignment, pins: Pins, now: datetime
) -> tuple[MatchedPair, ...]:
    """Every pair of a run, the pinned ones included, in order."""
    rows, columns, pinned = with_pinned(pins, assignment.rows, assignment.columns)
    return tuple(proposals_of(ground, rows, columns, now, pinned))


def with_pinned(
    pins: Pins, rows: Integers, columns: Integers
) -> tuple[Integers, Integers, Booleans]:
    """Chosen and pinned pairs in order, and which of them are pinned."""
    both = np.concatenate([rows, pins.rows]), np.concatenate([columns, pins.columns])
    order = np.lexsort(both[::-1])
    return both[0][order], both[1][order], order >= len(rows)


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
