"""Which invented people met: neighbours who can talk to each other, in one pass.

The history needs believable pairs by the hundred thousand, not the best ones; the best are what
the visitor's own match run is for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from web.models.vocabulary import HouseholdState, Level, VolunteerState
from web.services.demo.people import Row

LOOK_AT = 60  # neighbours considered for one household


@dataclass(slots=True)
class Known:
    """What pairing needs to remember of somebody who is in the database."""

    party_id: int
    postcode: str
    tags: frozenset[str]
    categories: frozenset[str]
    slots: int
    joined: datetime
    free: int
    language: str

    @classmethod
    def of(cls, party_id: int, row: Row) -> Known:
        """Remember a row; only people who are ready have a free place."""
        ready = row.side["state"] in {VolunteerState.READY, HouseholdState.READY}
        return cls(
            party_id=party_id,
            postcode=row.party["postcode"],
            tags=frozenset(t for t, lv in row.languages.items() if lv >= Level.CONVERSATIONAL),
            categories=frozenset(row.offers) | {category for category, _rank in row.needs},
            slots=row.party["slots"],
            joined=row.party["created_at"],
            free=row.side.get("capacity", 1) if ready else 0,
            language=row.party["language"],
        )


class Neighbourhood:
    """Finds somebody near who fits, and never the same two twice."""

    def __init__(self, volunteers: list[Known], random: np.random.Generator) -> None:
        self._random = random
        self._near: dict[str, list[Known]] = defaultdict(list)
        self._tried: set[tuple[int, int]] = set()
        for volunteer in volunteers:
            self._near[volunteer.postcode].append(volunteer)
            self._near[_region(volunteer)].append(volunteer)

    def pairs(self, households: list[Known]) -> Iterator[tuple[Known, Known]]:
        """Pairs that share a language, a category and a slot.

        The caller takes the place (`volunteer.free -= 1`) when the pair's story takes it.
        """
        for household in households:
            volunteer = self._find(household) if household.free else None
            if volunteer is not None:
                self._tried.add((volunteer.party_id, household.party_id))
                yield volunteer, household

    def _find(self, household: Known) -> Known | None:
        for near in (self._near[household.postcode], self._near[_region(household)]):
            start = int(self._random.integers(0, len(near))) if near else 0
            for step in range(min(LOOK_AT, len(near))):
                volunteer = near[(start + step) % len(near)]
                new = (volunteer.party_id, household.party_id) not in self._tried
                if volunteer.free > 0 and new and _fit(volunteer, household):
                    return volunteer
        return None


def _region(known: Known) -> str:
    """Brussels and Kortrijk are told apart by the first digit of their postcodes."""
    return known.postcode[0]


def _fit(volunteer: Known, household: Known) -> bool:
    return bool(
        volunteer.tags & household.tags
        and volunteer.categories & household.categories
        and volunteer.slots & household.slots
    )
