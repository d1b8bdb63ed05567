"""What a policy adds to the points of a pair: for having waited, and for having been proposed."""

from datetime import datetime

import numpy as np

from matcher.candidates import Ground
from matcher.pairs import Pairs
from matcher.parties import DAYS, Household, Volunteer
from matcher.policy import Policy


def waiting_bonus(household: Household, policy: Policy, now: datetime) -> int:
    """Points for whole weeks waited, up to the cap; 0 for a day still to come."""
    weeks = max(0, (now.date() - household.ready_on).days // DAYS)
    return min(weeks * policy.waiting_bonus_per_week, policy.waiting_bonus_cap)


def stability_bonus(volunteer: Volunteer, household: Household, policy: Policy) -> int:
    """Points for a pair that was proposed last time and is still unanswered."""
    proposed = (volunteer.id, household.id) in policy.proposed_last_time
    return policy.stability_bonus if proposed else 0


def with_bonuses(ground: Ground, pairs: Pairs, now: datetime) -> Pairs:
    """The pairs of a run with both bonuses added to their scores."""
    policy = ground.policy
    waited = [waiting_bonus(household, policy, now) for household in ground.households]
    scores = pairs.scores + np.array(waited, dtype=np.int64)[pairs.columns]
    again = pairs.holding(*ground.positions(policy.proposed_last_time))
    return Pairs(pairs.shape, pairs.rows, pairs.columns, scores + again * policy.stability_bonus)
