"""The results of parts that were solved apart, put together, proven and explained as one run."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np

from matcher.bonuses import with_bonuses
from matcher.errors import MatcherError
from matcher.explanation import plan_b, who_could_give, why_waiting
from matcher.matching import ground_of, match, proposals, tell_nobody, who_waits
from matcher.outcome import Certificate, Matching
from matcher.pairs import Integers
from matcher.part_results import PartResult, join
from matcher.parties import Household, Volunteer
from matcher.parts import MOST_PARTS, parts_of
from matcher.pins import set_aside
from matcher.policy import Policy
from matcher.receipt import make_receipt


def unite(
    results: Sequence[Matching | PartResult],
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    *,
    now: datetime,
) -> Matching:
    """One matching of the whole from those of its parts (see `parts_of`), proven from scratch.

    Every feasible pair of the whole is made anew and held against the united prices (see
    `part_results`), as in `match`: a wrong division or a wrong part cannot pass for proven. It has
    the score, the pairs and the certificate of an undivided run; where several choices are equally
    good it may be another of them. Who waits is explained from everybody, so funnels and plan B
    are those of the whole. Memory grows with the feasible pairs of the whole.

    Raises:
        MatcherError: fairness floors, which no union of parts can keep; a party in no part or in
            two; a result that is not proven, because the division or a part was wrong.
    """
    if policy.floors:
        raise MatcherError("a run with fairness floors cannot be united from parts")
    parts = [PartResult.of(one) if isinstance(one, Matching) else one for one in results]
    ground = ground_of(volunteers, households, policy, now.year)
    pins = set_aside(ground, now)
    pairs = pins.without(with_bonuses(ground, ground.pairs(tell_nobody), now))
    assignment = join(parts, ground, pins, pairs)
    # A part that the large engine solved may have raised scores by more than the others.
    if not assignment.is_proven_for(pairs):
        raise MatcherError("the union of the parts could not be proven to be the best one")
    places_left = pins.capacity - np.bincount(assignment.rows, minlength=len(pins.capacity))
    return Matching(
        pairs=proposals(ground, assignment, pins, now),
        waiting=why_waiting(
            ground,
            who_waits(pins, assignment.columns),
            places_left,
            who_could_give(policy, pairs, assignment),
        ),
        alternatives=plan_b(ground, pairs, assignment, places_left),
        certificate=Certificate(
            volunteer_prices=_priced(ground.volunteers.ids.tolist(), assignment.row_prices),
            household_prices=_priced(ground.households.ids.tolist(), assignment.column_prices),
            total=assignment.total,
            raised_by=assignment.raised_by,
            proven=True,
        ),
        receipt=make_receipt(ground, now),
    )


def match_in_parts(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    *,
    now: datetime,
    most_parts: int = MOST_PARTS,
) -> Matching:
    """Divide, solve one part after the other, unite: what workers do, done by one alone.

    Raises:
        MatcherError: as in `match`.
    """
    givers, takers = tuple(volunteers), tuple(households)
    parts = parts_of(givers, takers, policy, now=now, most_parts=most_parts)
    if len(parts) == 1:
        return match(givers, takers, policy, now=now)
    results = [
        PartResult.of(match(*part.among(givers, takers), part.within(policy), now=now))
        for part in parts
    ]
    return unite(results, givers, takers, policy, now=now)


def _priced(ids: Sequence[str], prices: Integers) -> tuple[tuple[str, int], ...]:
    return tuple(zip(ids, prices.tolist(), strict=True))
