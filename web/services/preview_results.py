"""What a preview of a policy tells: its figures whole, its lists as far as somebody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from matcher import (
    Comparison,
    FloorCount,
    FloorEffect,
    FloorPrice,
    FloorsFailure,
    HouseholdShift,
    Outcome,
    Points,
)

Pair = tuple[str, str]

# Nobody reads on in a longer list; its length is told.
MOST_NAMES = 20
# With more on it a map shows nothing any more, and its page takes seconds on a phone.
MOST_DRAWN = 500

_SHIFTS = ("more_points", "fewer_points")
_HOUSEHOLDS = ("households_gaining", "households_losing")
_PAIRS = ("kept", "lost", "gained")


@dataclass(frozen=True, slots=True)
class Preview:
    """What another policy would change, by public ids.

    Attributes:
        comparison: of its lists the first few, and the pairs of as many households as are drawn.
        totals: how long each list of it was.
        served: households that get somebody by either policy.
        price: what the promises of that policy cost; None where it makes none.
        unkept: why either policy's promises cannot be kept; compared is what both give without.
    """

    volunteers: int
    households: int
    comparison: Comparison
    totals: Mapping[str, int]
    served: int
    price: FloorPrice | None = None
    unkept: FloorsFailure | None = None

    @classmethod
    def of(
        cls, sizes: tuple[int, int], found: Comparison, price: FloorPrice | None = None
    ) -> Preview:
        totals = {name: len(getattr(found, name)) for name in (*_SHIFTS, *_HOUSEHOLDS, *_PAIRS)}
        served = _most_changed_first(found)
        named = price and replace(price, households_gaining=(), households_losing=())
        return cls(*sizes, _cut(found, served), totals, len(served), named)

    @property
    def changes_nothing(self) -> bool:
        return not (self.totals["lost"] or self.totals["gained"])

    @property
    def drawn(self) -> int:
        """Of how many households the pairs are here."""
        return min(self.served, MOST_DRAWN)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Preview:
        """The inverse of `to_json`."""
        price, unkept = stored["price"], stored["unkept"]
        return cls(
            stored["volunteers"],
            stored["households"],
            _comparison(stored["comparison"]),
            stored["totals"],
            stored["served"],
            _price(price) if price else None,
            FloorsFailure(unkept) if unkept else None,
        )


def _most_changed_first(found: Comparison) -> list[str]:
    """Every household that gets somebody: those of whom something changes come first."""
    moved = (household for _, household in (*found.lost, *found.gained, *found.kept))
    return [*dict.fromkeys((*found.households_losing, *found.households_gaining, *moved))]


def _cut(found: Comparison, served: list[str]) -> Comparison:
    drawn = {*islice(served, MOST_DRAWN)}

    def of_drawn(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple(pair for pair in pairs if pair[1] in drawn)

    def largest(shifts: tuple[HouseholdShift, ...]) -> tuple[HouseholdShift, ...]:
        by_size = sorted(shifts, key=lambda one: -abs(one.other.by_now - one.now.by_now))
        return tuple(by_size[:MOST_NAMES])

    lists: dict[str, Any] = {
        **{name: of_drawn(getattr(found, name)) for name in _PAIRS},
        **{name: getattr(found, name)[:MOST_NAMES] for name in _HOUSEHOLDS},
        **{name: largest(getattr(found, name)) for name in _SHIFTS},
    }
    return replace(found, **lists)


def _comparison(stored: Mapping[str, Any]) -> Comparison:
    lists: dict[str, Any] = {
        **{name: tuple((one, other) for one, other in stored[name]) for name in _PAIRS},
        **{name: tuple(stored[name]) for name in _HOUSEHOLDS},
        **{name: tuple(_shift(one) for one in stored[name]) for name in _SHIFTS},
    }
    return Comparison(now=_outcome(stored["now"]), other=_outcome(stored["other"]), **lists)


def _outcome(stored: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**stored, "points": Points(**stored["points"])})


def _shift(stored: Mapping[str, Any]) -> HouseholdShift:
    return HouseholdShift(
        stored["household_id"], Points(**stored["now"]), Points(**stored["other"])
    )


def _price(stored: Mapping[str, Any]) -> FloorPrice:
    effects = tuple(
        FloorEffect(one["name"], FloorCount(**one["without"]), FloorCount(**one["within"]))
        for one in stored["effects"]
    )
    return FloorPrice(stored["pairs"], stored["points"], (), (), effects)
