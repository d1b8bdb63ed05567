"""An optimum that is kept: whoever joins, leaves, changes or declines, it is repaired.

Prices stay from one change to the next. A change frees places or makes pairs worth more than their
prices; a few shortest paths around it restore the optimum and its proof, whatever the size.
"""

from datetime import datetime

import numpy as np

from matcher.bonuses import waiting_bonuses
from matcher.candidates import Ground
from matcher.columns import HouseholdColumns, VolunteerColumns
from matcher.errors import MatcherError
from matcher.large.exceptions import RULED_OUT
from matcher.large.joining import add_party, hide_party
from matcher.large.looking import Looking, of_households, of_volunteers
from matcher.large.offers import COLUMNS, ROWS
from matcher.large.people import decided_pairs, market_of, raise_of, seen, solution_of
from matcher.large.search import open_price
from matcher.large.solver import Market
from matcher.large.tables import NOTHING
from matcher.parties import Household, Pair, Volunteer
from matcher.pins import Pins

ROOM = 256
"""So many parties of a side can join before everything is laid out anew."""

MOST_PLACES = 4
"""Places that are held ready for each of them."""


class KeptMatching:
    """A proven matching of people who come and go.

    Make one with `matcher.keep_matching`. Every method leaves an optimum behind.
    """

    def __init__(self, ground: Ground, pins: Pins, now: datetime) -> None:
        self._ground, self._pins, self._now = ground, pins, now
        sizes = len(ground.volunteers), len(ground.households)
        self._market: Market = market_of(ground, pins, now, ROOM, MOST_PLACES)
        raised_by = raise_of(self._market, ground.policy)
        for side, size in zip(self._market.sides, sizes, strict=True):
            side.capacity[size:] = 0
        self._market.solve(raised_by)
        self._ids = [ground.volunteers.ids.tolist(), ground.households.ids.tolist()]
        self._places = [{name: place for place, name in enumerate(ids)} for ids in self._ids]
        self._decided = decided_pairs(ground.policy)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Ids of the matched, pinned pairs not included, in order."""
        rows, columns, _ = self._market.pairs()
        volunteers, households = self._ids
        return tuple(
            sorted((volunteers[v], households[h]) for v, h in zip(rows, columns, strict=True))
        )

    @property
    def total(self) -> int:
        """Points with bonuses of all these pairs."""
        scores = self._market.pairs()[2]
        return int(scores.sum()) - len(scores) * self._market.offers.raised_by

    def is_proven(self) -> bool:
        """Check the proof from scratch, with a look at every feasible pair."""
        return solution_of(self._market, lambda _share: None).proven

    def join(self, party: Volunteer | Household) -> None:
        """Somebody new; MatcherError for an id that takes part, or more than can be kept."""
        side = ROWS if isinstance(party, Volunteer) else COLUMNS
        if party.id in self._places[side]:
            raise MatcherError(f"{party.id!r} takes part already")
        self._enter(party, side, self._prepared(party, side))

    def leave(self, party_id: str) -> None:
        """Somebody goes; MatcherError for one who does not take part."""
        self._remove(party_id)
        self._market.repair()

    def change(self, party: Volunteer | Household) -> None:
        """The same person, with other wishes or a new address; MatcherError as in `join`."""
        side = self._find(party.id)[0]
        prepared = self._prepared(party, side)
        self._remove(party.id)
        self._enter(party, side, prepared)

    def decline(self, volunteer_id: str, household_id: str) -> None:
        """These two are not to be; MatcherError for one who does not take part."""
        (_, row), (_, column) = self._find(volunteer_id), self._find(household_id)
        self._decided[volunteer_id, household_id] = RULED_OUT
        self._market.rule_out(row, column)
        self._market.repair()

    def _find(self, party_id: str) -> tuple[int, int]:
        for side, places in enumerate(self._places):
            if party_id in places:
                return side, places[party_id]
        raise MatcherError(f"{party_id!r} does not take part")

    def _remove(self, party_id: str) -> None:
        side, place = self._find(party_id)
        self._market.let_go(side, place)
        hide_party(seen(self._market), side, place)
        del self._places[side][party_id]

    def _prepared(self, party: Volunteer | Household, side: int) -> Looking:
        """One party alone, in the words of the run; MatcherError if it cannot be kept."""
        wanted = _wanted(party)
        if wanted > MOST_PLACES:
            raise MatcherError(f"{party.id!r} has {wanted} places, and {MOST_PLACES} can be kept")
        if len(self._ids[side]) == len(self._market.sides[side].price):
            raise MatcherError(f"more than {ROOM} have joined or changed; match everybody anew")
        words, year = self._ground.volunteers.words, self._ground.year
        try:
            if isinstance(party, Volunteer):
                return of_volunteers(VolunteerColumns.of([party], words), year)
            alone = HouseholdColumns.of([party], words)
        except KeyError as word:
            raise MatcherError(f"{party.id!r} has a word that is new here: {word}") from word
        return of_households(alone, waiting_bonuses(alone, self._ground.policy, self._now), year)

    def _enter(self, party: Volunteer | Household, side: int, looking: Looking) -> None:
        place = len(self._ids[side])
        offers = seen(self._market)
        add_party(offers, side, place, looking)
        for (volunteer, household), bonus in self._decided.items():
            other = household if side == ROWS else volunteer
            if party.id in (volunteer, household) and other in self._places[1 - side]:
                pair = place, self._places[1 - side][other]
                offers.decide(*(pair if side == ROWS else pair[::-1]), bonus)
        self._ids[side].append(party.id)
        self._places[side][party.id] = place
        self._welcome(side, place, _wanted(party))
        self._market.repair()

    def _welcome(self, side: int, place: int, wanted: int) -> None:
        """Ask what the newcomer's best pair is worth, and make it known to the partners."""
        this, other = self._market.sides[side], self._market.sides[1 - side]
        this.capacity[place] = wanted
        self._market.offers.prepare(side, other.price)
        self._market.list_anew(side, np.array([place], np.int32))
        this.price[place] = open_price(this, other, place)[0]
        partners, scores = self._market.offers.all_worth(side, place, other.price, NOTHING)
        missed = other.slip[0] - other.seen_slip[partners]
        bounds = scores - this.price[place] - missed
        other.bound[partners] = np.maximum(other.bound[partners], bounds)


def _wanted(party: Volunteer | Household) -> int:
    return party.capacity if isinstance(party, Volunteer) else party.wanted
