"""What a policy adds to the points of a pair: for having waited, and for having been proposed."""

from datetime import datetime

import numpy as np

from matcher.candidates import Ground
from matcher.columns import HouseholdColumns
from matcher.pairs import Integers, Pairs
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


def waiting_bonuses(households: HouseholdColumns, policy: Policy, now: datetime) -> Integers:
    """The same for every household of a run."""
    days = (np.datetime64(now.date(), "D") - households.ready_on).astype(np.int64)
    weeks = np.maximum(0, days // DAYS)
    bonuses: Integers = np.minimum(weeks * policy.waiting_bonus_per_week, policy.waiting_bonus_cap)
    return bonuses


def with_bonuses(ground: Ground, pairs: Pairs, now: datetime) -> Pairs:
    """The pairs of a run with both bonuses added to their scores."""
    policy = ground.policy
    waited = waiting_bonuses(ground.households, policy, now)
    again = pairs.holding(*ground.positions(policy.proposed_last_time))
    scores = pairs.scores + waited[pairs.columns] + again * policy.stability_bonus
    return Pairs(pairs.shape, pairs.starts, pairs.columns, scores)
