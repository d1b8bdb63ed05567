"""Where one more volunteer would add most: by area, language and slot, exactly.

A cell stands for one typical newcomer among the volunteers. Its gain is what the optimum would
gain if that one person signed up: the best result with them less the best result without them.
No average of prices says that: prices are worth one place only, and a mean over households
counts every one of them although one volunteer serves one.

It is computed for all cells from a single solution. Let L(h) be what the optimum loses when
household h wants one volunteer less. The newcomer either serves nobody, or some h, and then the
rest is the best result with one place less at h. So the gain is the largest s(newcomer, h) - L(h),
or nothing. L(h) is the largest price that h has in any proof of the optimum: 0 for a household
with a wish unmet, and for one that is served what its volunteer could not do better elsewhere.
`assign` gives its rows their largest prices, so the households are its rows here.

Pins are kept and bonuses count as in a run. Fairness floors are left out: prices know none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import scipy

from matcher.assignment import assign
from matcher.bonuses import with_bonuses
from matcher.candidates import Ground
from matcher.matching import in_order
from matcher.newcomers import all_cells
from matcher.pairs import Booleans, Integers, Pairs
from matcher.parties import (
    Household,
    Volunteer,
)
from matcher.pins import set_aside
from matcher.policy import FULL_SCORE, Objective, Policy


@dataclass(frozen=True, slots=True)
class RadarCell:
    """What one more volunteer would add who lives there, speaks that, and is free then.

    `pairs` and `points` (with bonuses) are how many more the optimum would have; under coverage
    pairs come first, and with a pair more the points may be fewer. `slot` is 0 to 20, as in a
    slot mask. `households` are those of the cell (in the area, with the language and the slot)
    that such a volunteer would be worth having for: served now by nobody, or less well.

    `newcomer` is who is assumed, somebody whom nothing rules out and nothing beyond the cell
    recommends: a screened woman who can climb stairs and excludes nobody, fluent in the one
    language, free in the one slot, with one place, no children and no interests, who offers all
    that is asked, lives in the middle (median latitude and longitude) of the area's households,
    and goes as far as the median of the volunteers.
    """

    area: str
    language: str
    slot: int
    pairs: int
    points: int
    households: tuple[str, ...]
    newcomer: Volunteer


def radar(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    areas: Mapping[str, str],
    *,
    now: datetime,
) -> tuple[RadarCell, ...]:
    """Every cell with households that would gain, the largest gain first.

    Equal gains are ordered by the number of households (most first), then by area, language and
    slot.

    Args:
        areas: the area (a commune, a postcode) of each household by id; one that is missing is in
            no cell, though a volunteer of a cell nearby may serve it.

    Raises:
        MatcherError: as in `match`.
    """
    givers, takers = in_order(volunteers, "volunteer"), in_order(households, "household")
    scale = _Scale.of_run(takers, policy)
    losses, asking = _losses(givers, takers, policy, scale, now)
    cells = list(all_cells(givers, takers, areas))
    alone = replace(policy, pins=frozenset(), forbidden=frozenset(), live=frozenset())
    newcomers = [cell.newcomer for cell in cells]
    suits = _scored(Ground.of(newcomers, takers, alone, now.year), now)
    gains = np.where(asking[suits.columns], scale.of(suits.scores) - losses[suits.columns], 0)
    starts = np.searchsorted(suits.rows, np.arange(len(cells) + 1))
    found = []
    for cell, start, end in zip(cells, starts[:-1], starts[1:], strict=True):
        better = suits.columns[start:end][gains[start:end] > 0].tolist()
        served = tuple(takers[one].id for one in better if one in cell.members)
        if served:
            pairs, points = scale.read(int(gains[start:end].max()))
            gain = (pairs, points, served)
            found.append(RadarCell(cell.area, cell.language, cell.slot, *gain, cell.newcomer))
    return tuple(sorted(found, key=lambda one: _rank(one, policy.objective)))


def _losses(
    volunteers: Sequence[Volunteer],
    households: Sequence[Household],
    policy: Policy,
    scale: "_Scale",
    now: datetime,
) -> tuple[Integers, Booleans]:
    """L(h) of each household, scaled, and whether the pins leave it anything to want."""
    ground = Ground.of(volunteers, households, policy, now.year)
    pins = set_aside(ground, now)
    pairs = pins.without(_scored(ground, now))
    shape = (len(households), len(volunteers))
    table = scipy.sparse.coo_array(
        (scale.of(pairs.scores), (pairs.columns, pairs.rows)), shape=shape
    )
    solved = assign(table, pins.wanted, pins.capacity)
    return solved.marginal_row_prices(), pins.wanted > 0


def _scored(ground: Ground, now: datetime) -> Pairs:
    return with_bonuses(ground, ground.pairs(lambda _stage, _share: None), now)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Pairs and points in one whole number: the one that comes first counts `unit`, the other 1.

    `unit` is more than twice what the other can differ by between two results, so that a
    difference of such numbers can be read as both differences.
    """

    unit: int
    coverage: bool

    @classmethod
    def of_run(cls, households: Sequence[Household], policy: Policy) -> "_Scale":
        most_pairs = sum(party.wanted for party in households) + 1
        most_points = FULL_SCORE + policy.waiting_bonus_cap + policy.stability_bonus
        coverage = policy.objective is Objective.COVERAGE
        return cls(2 * most_pairs * (most_points if coverage else 1) + 1, coverage)

    def of(self, scores: Integers) -> Integers:
        """What pairs with these scores count."""
        return scores + self.unit if self.coverage else scores * self.unit + 1

    def read(self, difference: int) -> tuple[int, int]:
        """Pairs and points."""
        first = (difference + self.unit // 2) // self.unit
        second = difference - first * self.unit
        return (first, second) if self.coverage else (second, first)


def _rank(cell: RadarCell, objective: Objective) -> tuple[object, ...]:
    gain = (-cell.pairs, -cell.points)
    if objective is Objective.QUALITY:
        gain = gain[::-1]
    return (*gain, -len(cell.households), cell.area, cell.language, cell.slot)
