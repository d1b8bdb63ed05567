"""Who has which place of a side that is laid out, and which are held ready for newcomers."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np

from matcher.pairs import Integers
from matcher.parties import Household, Volunteer

Party = TypeVar("Party", Volunteer, Household)


class Places(Generic[Party]):
    """The places of one side: of those who were laid out together, then `room` for newcomers.

    Attributes:
        ids: who has each place, or had it last; empty where nobody ever was.
    """

    def __init__(self, ids: Sequence[str], room: int) -> None:
        self.ids = [*ids, *[""] * room]
        self._laid_out = len(ids)
        self._places = {name: place for place, name in enumerate(ids)}
        # Whoever leaves was laid out for its own spot; places held ready are good for anybody.
        self._ready = deque(range(len(ids), len(self.ids)))
        self._newcomers: dict[str, Party] = {}

    def __contains__(self, party_id: str) -> bool:
        return party_id in self._places

    def __getitem__(self, party_id: str) -> int:
        return self._places[party_id]

    @property
    def full(self) -> bool:
        """Whether nobody more can come."""
        return not self._ready

    @property
    def first(self) -> Integers:
        """Places (ascending) of those who were laid out together and are still there."""
        return self._taken(before=self._laid_out)

    @property
    def all(self) -> Integers:
        """Every taken place, ascending."""
        return self._taken(before=len(self.ids))

    @property
    def newcomers(self) -> list[Party]:
        """Those who came since, in the order of their places."""
        return sorted(self._newcomers.values(), key=lambda party: self._places[party.id])

    def newcomer(self, party_id: str) -> Party | None:
        """Somebody who came since; None for one who was laid out with the others."""
        return self._newcomers.get(party_id)

    def take(self, party: Party) -> int:
        """The place of a newcomer: of those held ready the one that was left longest ago."""
        place = self._ready.popleft()
        self.ids[place] = party.id
        self._places[party.id] = place
        self._newcomers[party.id] = party
        return place

    def leave(self, party_id: str) -> int:
        """The place that somebody had."""
        place = self._places.pop(party_id)
        if self._newcomers.pop(party_id, None):
            self._ready.append(place)
        return place

    def _taken(self, before: int) -> Integers:
        return np.array(sorted(one for one in self._places.values() if one < before), np.int64)
