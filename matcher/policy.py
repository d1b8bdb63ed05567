"""What a scheme decides about its matching."""

from dataclasses import dataclass, field
from enum import StrEnum

from matcher.checking import check_whole
from matcher.errors import MatcherError
from matcher.floors import FairnessFloor
from matcher.parties import Pair

FULL_SCORE = 10_000


class Criterion(StrEnum):
    PROXIMITY = "proximity"
    LANGUAGE = "language"
    NEEDS = "needs"
    AVAILABILITY = "availability"
    LIFE = "life"
    RECIPROCITY = "reciprocity"


class Objective(StrEnum):
    """`COVERAGE`: first the most pairs, then the most points. `QUALITY`: the most points.

    Pairs are households served as long as each wants one volunteer.
    """

    COVERAGE = "coverage"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The most points each criterion can give; together 10,000."""

    proximity: int = 2_500
    language: int = 2_500
    needs: int = 2_500
    availability: int = 1_000
    life: int = 1_000
    reciprocity: int = 500

    def __post_init__(self) -> None:
        for criterion in Criterion:
            check_whole(self.of(criterion), f"weight of {criterion}")
        total = sum(self.of(criterion) for criterion in Criterion)
        if total != FULL_SCORE:
            raise MatcherError(f"weights sum to {total}, not {FULL_SCORE}")

    def of(self, criterion: Criterion) -> int:
        weight: int = getattr(self, criterion.value)
        return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Weights, objective and what people decided about single pairs.

    `forbidden` is every pair that must not be proposed (rejected, declined, ended, a relation
    somebody named); `live` those already matched with each other; `pins` those to keep;
    `proposed_last_time` those still unanswered, each worth `stability_bonus` points more.
    A household gets `waiting_bonus_per_week` for each whole week it waited, up to
    `waiting_bonus_cap`, the same with every volunteer: it decides who waits on, not with whom.
    `floors`, each with a name of its own, are kept before anything else. Two who live more than
    `reach_m` metres apart are not matched, whatever their own limits (None: only those count); it
    changes no points.
    """

    weights: Weights = field(default_factory=Weights)
    objective: Objective = Objective.COVERAGE
    waiting_bonus_per_week: int = 50
    waiting_bonus_cap: int = 2_500
    stability_bonus: int = 500
    proposed_last_time: frozenset[Pair] = frozenset()
    pins: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    live: frozenset[Pair] = frozenset()
    floors: tuple[FairnessFloor, ...] = ()
    reach_m: int | None = None

    def __post_init__(self) -> None:
        for name in ("waiting_bonus_per_week", "waiting_bonus_cap", "stability_bonus"):
            check_whole(getattr(self, name), name)
        if self.reach_m is not None:
            check_whole(self.reach_m, "reach_m", least=1)
        names = [floor.name for floor in self.floors]
        for name in names:
            if names.count(name) > 1:
                raise MatcherError(f"two fairness floors are called {name!r}")
