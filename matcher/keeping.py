"""Keep a matching optimal while people come and go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from matcher.columns import HouseholdColumns, VolunteerColumns
from matcher.errors import MatcherError
from matcher.matching import ground_of
from matcher.parties import Household, Volunteer
from matcher.policy import Policy

if TYPE_CHECKING:
    from matcher.large.kept import KeptMatching


def keep_matching(
    volunteers: Iterable[Volunteer] | VolunteerColumns,
    households: Iterable[Household] | HouseholdColumns,
    policy: Policy,
    *,
    now: datetime,
) -> KeptMatching:
    """Match everybody as `match` does, and keep prices, so that changes are only repaired.

    `now` stays what it is; match anew when waiting times should count again. A pin holds as long as
    both take part and neither declines.

    Raises:
        MatcherError: as in `match`; fairness floors cannot be kept.
    """
    if policy.floors:
        raise MatcherError("a matching with fairness floors cannot be kept; match anew")
    from matcher.large.kept import KeptMatching  # noqa: PLC0415 - compiled, loaded when wanted

    return KeptMatching(ground_of(volunteers, households, policy, now.year), now)
