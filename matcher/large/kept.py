"""An optimum that is kept: whoever joins, leaves, changes or declines, it is repaired.

Prices stay from one change to the next. A change frees places or makes pairs worth more than their
prices; a few shortest paths around it restore the optimum and its proof, whatever the size.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from matcher.bonuses import waiting_bonuses
from matcher.candidates import Ground
from matcher.columns import HouseholdColumns, VolunteerColumns, some
from matcher.errors import MatcherError
from matcher.large.joining import add_party, forget_decisions, hide_party
from matcher.large.layout import joined
from matcher.large.lifting import lift
from matcher.large.looking import Looking, of_households, of_volunteers
from matcher.large.offers import COLUMNS, ROWS
from matcher.large.people import decided_about, market_of, raise_of, seen, solution_of
from matcher.large.places import Places
from matcher.large.search import open_price
from matcher.large.solver import GONE, Market
from matcher.large.tables import NOTHING
from matcher.parties import Household, Pair, Volunteer
from matcher.pins import set_aside

ROOM = 256
"""Places of a side for those who join or change. When all are taken, everybody who takes part is
laid out together, at the prices of then, and so many are held ready again."""

MOST_PLACES = 4
"""Wishes or capacity that each of them can have."""


class KeptMatching:
    """A proven matching of people who come and go.

    Make one with `matcher.keep_matching`. Every method leaves an optimum behind: that of `match`
    with those who take part, the policy, what was declined, and the pins that still hold. A pin is
    void once one of the two leaves or declines; whoever changes keeps it.
    """

    def __init__(self, ground: Ground, now: datetime) -> None:
        self._now, self._policy = now, ground.policy
        raised_by = self._lay_out(ground)
        self._market.solve(raised_by)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Ids of the matched, pinned pairs not included, in order."""
        rows, columns, _ = self._market.pairs()
        volunteers, households = (places.ids for places in self._places)
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
        side = _side(party)
        if party.id in self._places[side]:
            raise MatcherError(f"{party.id!r} takes part already")
        looking = self._prepared(party)
        self._make_room(side)
        self._enter(party, looking)
        self._market.repair()

    def leave(self, party_id: str) -> None:
        """Somebody goes; MatcherError for one who does not take part."""
        side = ROWS if party_id in self._places[ROWS] else COLUMNS
        self._find(side, party_id)
        self._remove(side, party_id)
        self._void(self._pins_of(side, party_id))
        self._market.repair()

    def change(self, party: Volunteer | Household) -> None:
        """The same person, with other wishes or a new address.

        MatcherError as in `join`, and for a pin that would no longer be possible, as in `match`:
        let it be declined first.
        """
        side = _side(party)
        self._find(side, party.id)
        looking = self._prepared(party)
        self._check_pins(party, side)
        self._make_room(side)
        self._remove(side, party.id)
        self._enter(party, looking)
        self._market.repair()

    def decline(self, volunteer_id: str, household_id: str) -> None:
        """These two are not to be; MatcherError for one who does not take part."""
        pair = volunteer_id, household_id
        row, column = (self._find(side, name) for side, name in enumerate(pair))
        self._policy = replace(self._policy, forbidden=self._policy.forbidden | {pair})
        self._market.rule_out(row, column)
        self._void(self._policy.pins & {pair})
        self._market.repair()

    def _lay_out(self, ground: Ground) -> int:
        """A market of these people, not matched yet, with room for more; what scores are raised by.

        Pinned pairs have their places set aside, but these are there, for the day a pin is void.
        """
        pins = set_aside(ground, self._now)
        self._ground = ground
        self._places: tuple[Places[Volunteer], Places[Household]] = (
            Places(ground.volunteers.ids.tolist(), ROOM),
            Places(ground.households.ids.tolist(), ROOM),
        )
        whole = replace(pins, capacity=ground.volunteers.capacity, wanted=ground.households.wanted)
        self._market: Market = market_of(ground, whole, self._now, ROOM, MOST_PLACES)
        raised_by = raise_of(self._market, ground.policy)
        for side, left in zip(self._market.sides, (pins.capacity, pins.wanted), strict=True):
            side.capacity[: len(left)] = np.minimum(side.capacity[: len(left)], left)
            side.capacity[len(left) :] = 0
        return raised_by

    def _make_room(self, side: int) -> None:
        """Where all places are taken, lay everybody out anew, as matched and priced as they are."""
        if not self._places[side].full:
            return
        before, stay = self._market, [places.all for places in self._places]
        rows, columns, scores = before.pairs()
        room = np.zeros(ROOM, np.int64)
        prices = [
            np.append(old.price[who], room) for old, who in zip(before.sides, stay, strict=True)
        ]
        raised_by = self._lay_out(self._everybody())
        now = self._market
        now.offers.raised_by = before.offers.raised_by
        now.place(
            np.searchsorted(stay[ROWS], rows),
            np.searchsorted(stay[COLUMNS], columns),
            scores,
            (prices[ROWS], prices[COLUMNS]),
        )
        if raised_by > now.offers.raised_by:
            # No other choice has more pairs, so prices can always rise with the constant.
            lift(now.offers, now.sides, raised_by - now.offers.raised_by)

    def _everybody(self) -> Ground:
        volunteers, households = self._places
        ground, words = self._ground, self._ground.volunteers.words
        return Ground(
            joined(
                some(ground.volunteers, volunteers.first),
                VolunteerColumns.of(volunteers.newcomers, words),
            ),
            joined(
                some(ground.households, households.first),
                HouseholdColumns.of(households.newcomers, words),
            ),
            self._policy,
            ground.year,
        )

    def _find(self, side: int, party_id: str) -> int:
        if party_id not in self._places[side]:
            raise MatcherError(f"{party_id!r} does not take part")
        return self._places[side][party_id]

    def _pins_of(self, side: int, party_id: str) -> frozenset[Pair]:
        return frozenset(pair for pair in self._policy.pins if pair[side] == party_id)

    def _check_pins(self, party: Volunteer | Household, side: int) -> None:
        """MatcherError when somebody as they are now could not keep their pins."""
        pins = self._pins_of(side, party.id)
        partners = [self._party(1 - side, pair[1 - side]) for pair in pins]
        both: list[Any] = [partners, partners]
        both[side] = [party]
        policy, year = replace(self._policy, pins=pins), self._ground.year
        set_aside(Ground.of(both[ROWS], both[COLUMNS], policy, year), self._now)

    def _party(self, side: int, party_id: str) -> Volunteer | Household:
        newcomer = self._places[side].newcomer(party_id)
        if newcomer:
            return newcomer
        place = self._places[side][party_id]
        return self._ground.volunteer(place) if side == ROWS else self._ground.household(place)

    def _remove(self, side: int, party_id: str) -> None:
        place = self._places[side].leave(party_id)
        self._market.let_go(side, place)
        hide_party(seen(self._market), side, place)

    def _void(self, pins: frozenset[Pair]) -> None:
        """These pins hold no longer: who still takes part has the place again."""
        self._policy = replace(self._policy, pins=self._policy.pins - pins)
        for pair in sorted(pins):
            for side, name in enumerate(pair):
                if name in self._places[side]:
                    place = self._places[side][name]
                    self._open(side, place, int(self._market.sides[side].capacity[place]) + 1)

    def _prepared(self, party: Volunteer | Household) -> Looking:
        """One party alone, in the words of the run; MatcherError if it cannot be kept."""
        wanted = _wanted(party)
        if wanted > MOST_PLACES:
            raise MatcherError(f"{party.id!r} has {wanted} places, and {MOST_PLACES} can be kept")
        words, year = self._ground.volunteers.words, self._ground.year
        try:
            if isinstance(party, Volunteer):
                return of_volunteers(VolunteerColumns.of([party], words), year)
            alone = HouseholdColumns.of([party], words)
        except KeyError as word:
            raise MatcherError(f"{party.id!r} has a word that is new here: {word}") from word
        return of_households(alone, waiting_bonuses(alone, self._policy, self._now), year)

    def _enter(self, party: Volunteer | Household, looking: Looking) -> None:
        side, offers = _side(party), seen(self._market)
        place = self._places[side].take(party)  # type: ignore[arg-type]  # its own side
        if self._market.sides[side].price[place] == GONE:
            self._market.forget_partner(side, place)
            forget_decisions(offers, side, place)
        add_party(offers, side, place, looking)
        for pair, bonus in decided_about(self._policy, party.id).items():
            if pair[side] == party.id and pair[1 - side] in self._places[1 - side]:
                row, column = (self._places[which][name] for which, name in enumerate(pair))
                offers.decide(row, column, bonus)
        self._open(side, place, _wanted(party) - len(self._pins_of(side, party.id)))

    def _open(self, side: int, place: int, wanted: int) -> None:
        """So many places for this party; who had none learns what its best pair is worth.

        Partners learn of it too. Repair afterwards.
        """
        this, other = self._market.sides[side], self._market.sides[1 - side]
        closed = this.capacity[place] == 0
        this.capacity[place] = wanted
        if not closed:
            return
        self._market.offers.prepare(side, other.price)
        self._market.list_anew(side, np.array([place], np.int32))
        this.price[place] = open_price(this, other, place)[0]
        partners, scores = self._market.offers.all_worth(side, place, other.price, NOTHING)
        missed = other.slip[0] - other.seen_slip[partners]
        bounds = scores - this.price[place] - missed
        other.bound[partners] = np.maximum(other.bound[partners], bounds)


def _side(party: Volunteer | Household) -> int:
    return ROWS if isinstance(party, Volunteer) else COLUMNS


def _wanted(party: Volunteer | Household) -> int:
    return party.capacity if isinstance(party, Volunteer) else party.wanted
