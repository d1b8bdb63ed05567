"""Rows as the matcher sees them: no names, no addresses, only who is ready and has room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import (
    Session,
    defer,
    joinedload,
    subqueryload,
    with_polymorphic,
)

import matcher
from matcher import FairnessFloor, FloorsFailure, Objective, Policy, Weights
from web.models import Household, Match, Party, Scheme, Volunteer
from web.models.match_run import UNKEPT
from web.models.vocabulary import (
    NEVER_AGAIN_STATES,
    PLACE_TAKING_STATES,
    HouseholdState,
    MatchState,
    VolunteerState,
)
from web.queries import pairs, policies
from web.services import clock, pins, promises, screening
from web.services.pins import UnkeptPin
from web.services.promises import UnkeptPromises

_PAIRS = ("proposed_last_time", "pins", "forbidden", "live")
_SIDE = with_polymorphic(Party, [Volunteer, Household])
Entrants = Mapping[str, Mapping[str, int]]
_BONUSES = ("waiting_bonus_per_week", "waiting_bonus_cap", "stability_bonus")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that one run is made of; parties and pairs go by public ids."""

    volunteers: tuple[matcher.Volunteer, ...]
    households: tuple[matcher.Household, ...]
    policy: Policy
    # What people pinned and cannot be now; the policy keeps the others.
    unkept: tuple[UnkeptPin, ...] = ()
    # What was promised to groups and cannot be kept; the policy has no floors then.
    unkept_promises: UnkeptPromises | None = None

    def without_promises(self, why: FloorsFailure) -> Inputs:
        """The same people, to be matched as if nothing were promised to groups of them."""
        groups = tuple(floor.name for floor in self.policy.floors)
        policy = replace(self.policy, floors=())
        return replace(self, policy=policy, unkept_promises=UnkeptPromises(groups, why))

    def decided(self) -> dict[str, Any]:
        """The policy that was gone by, as a run keeps it, and the promises that were not kept."""
        unkept = self.unkept_promises
        told = {UNKEPT: unkept.to_json()} if unkept else {}
        return {**policy_to_json(self.policy), **told}

    def entrants(self) -> dict[str, dict[str, int]]:
        """Who took part with how many places; enough to read the same rows again."""
        return {
            "volunteers": {party.id: party.capacity for party in self.volunteers},
            "households": {party.id: party.wanted for party in self.households},
        }


def read(session: Session, scheme: Scheme, now: datetime) -> Inputs:
    """Ready volunteers with a free place, and ready households with fewer than they want."""
    return assemble_now(session, scheme, entrants_of(session, scheme.id), now)


def assemble_now(session: Session, scheme: Scheme, entrants: Entrants, now: datetime) -> Inputs:
    """These parties under the scheme's policy of today, with what it promises to groups."""
    newest = policies.in_force(session, scheme.id)
    decided = newest.decided if newest else {}
    policy = _policy(session, scheme, decided)
    inputs = assemble(session, scheme.id, entrants, policy, now)
    promised = promises.floors_of(decided, inputs.households, clock.local_date(now))
    floors = (*inputs.policy.floors, *promised)
    return replace(inputs, policy=replace(inputs.policy, floors=floors))


def entrants_of(session: Session, scheme_id: int) -> Entrants:
    """Who would take part in a run now, with how many places each. One query."""
    volunteers = (
        select(
            literal("volunteers"),
            Volunteer.public_id,
            Volunteer.capacity - _taken(Match.volunteer_id, Volunteer),
        )
        .where(Volunteer.scheme_id == scheme_id, Volunteer.state == VolunteerState.READY)
        .where(Volunteer.latitude.is_not(None))
    )
    households = (
        select(
            literal("households"),
            Household.public_id,
            Household.wanted - _taken(Match.household_id, Household),
        )
        .where(Household.scheme_id == scheme_id, Household.state == HouseholdState.READY)
        .where(Household.latitude.is_not(None))
    )
    found: dict[str, dict[str, int]] = {"volunteers": {}, "households": {}}
    for side, name, places in session.execute(union_all(volunteers, households)):
        if places > 0:
            found[side][name] = places
    return found


def assemble(
    session: Session, scheme_id: int, entrants: Entrants, policy: Policy, now: datetime
) -> Inputs:
    """The parties of `entrants` that are still there, as they are now; nobody else is read.

    A pin that has become impossible does not stop what is computed: it is set aside.
    """
    today = clock.local_date(now)
    places, wanted = entrants["volunteers"], _at_once(entrants["households"], policy)
    volunteers: list[matcher.Volunteer] = []
    households: list[matcher.Household] = []
    for names in _some([*places, *wanted]):
        for row in session.scalars(_parties(scheme_id, names)).unique():
            if isinstance(row, Volunteer) and row.has_place:
                volunteers.append(volunteer_as_seen(row, places[row.public_id], today))
            elif isinstance(row, Household) and row.has_place:
                households.append(household_as_seen(row, wanted[row.public_id], today))
    kept, unkept = pins.sort(volunteers, households, policy, now)
    return Inputs(tuple(volunteers), tuple(households), replace(policy, pins=kept), unkept)


def _at_once(wanted: Mapping[str, int], policy: Policy) -> Mapping[str, int]:
    """How many volunteers each household gets in one run.

    Where as many households as possible shall get somebody, nobody gets a second before others
    have their first: one run gives each household one, or as many as are pinned to it.
    """
    if policy.objective is not Objective.COVERAGE:
        return wanted
    pinned = Counter(household for _, household in policy.pins)
    return {name: min(places, max(pinned[name], 1)) for name, places in wanted.items()}


def volunteer_as_seen(row: Volunteer, places: int, today: date) -> matcher.Volunteer:
    """One volunteer with so many free places. The row has a place."""
    return matcher.Volunteer(
        id=row.public_id,
        place=_place(row),
        languages=_languages(row),
        offers=frozenset(offer.category.value for offer in row.offers),
        slots=row.slots,
        capacity=places,
        max_distance_m=row.max_distance_m,
        gender=matcher.Gender(row.gender.value) if row.gender else None,
        screened=screening.is_screened(row, today),
        only_women=row.only_women,
        no_children=row.no_children,
        step_free=row.step_free,
        wants=frozenset(row.wants),
        child_birth_years=tuple(
            sorted(
                year for year in row.child_birth_years if today.year - year <= screening.ADULT_AGE
            )
        ),
    )


def household_as_seen(row: Household, wanted: int, today: date) -> matcher.Household:
    """One household that wants so many more volunteers. The row has a place."""
    children = screening.minors_of(row, today)
    return matcher.Household(
        id=row.public_id,
        place=_place(row),
        languages=_languages(row),
        needs=_needs(row),
        slots=row.slots,
        max_distance_m=row.max_distance_m,
        ready_on=clock.local_date(row.ready_at or row.created_at),
        offers=frozenset(offer.category.value for offer in row.offers),
        wanted=wanted,
        gender=matcher.Gender(row.gender.value) if row.gender else None,
        only_women=row.only_women,
        step_free_only=row.step_free_only,
        interpreter_available=row.interpreter_available,
        child_birth_years=tuple(sorted(children)),
        adults=1 + len(row.members) - len(children),
    )


def policy_of(session: Session, scheme: Scheme) -> Policy:
    """What the scheme decided, and what people decided about single pairs until now.

    Without its promises to groups of households: who is in a group only the people tell.
    """
    newest = policies.in_force(session, scheme.id)
    return _policy(session, scheme, newest.decided if newest else {})


def _policy(session: Session, scheme: Scheme, decided: Mapping[str, Any]) -> Policy:
    known = pairs.of_scheme(session, scheme.id)
    tried = known.in_states(NEVER_AGAIN_STATES, but_lifted=True)
    return policy_from(
        {
            **decided,
            "proposed_last_time": known.in_states({MatchState.PROPOSED}),
            "pins": known.pinned,
            "forbidden": tried | known.never,
            "live": known.in_states(PLACE_TAKING_STATES),
        }
    )


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """A policy from JSON; what is missing is the matcher's default.

    Raises:
        MatcherError: weights that do not sum to 10,000, a negative number, a reach of nothing, or
            a floor that makes no sense.
    """
    given: dict[str, Any] = {name: int(stored[name]) for name in _BONUSES if name in stored}
    given |= {name: _as_pairs(stored.get(name, ())) for name in _PAIRS}
    return Policy(
        weights=Weights(**stored.get("weights", {})),
        objective=Objective(stored.get("objective", Objective.COVERAGE)),
        floors=tuple(
            FairnessFloor(
                name=floor["name"], group=frozenset(floor["group"]), share=float(floor["share"])
            )
            for floor in stored.get("floors", ())
        ),
        reach_m=stored.get("reach_m"),
        **given,
    )


def policy_to_json(policy: Policy) -> dict[str, Any]:
    """The inverse of `policy_from`."""
    return {
        "weights": {name.value: policy.weights.of(name) for name in matcher.Criterion},
        "objective": policy.objective.value,
        **{name: getattr(policy, name) for name in _BONUSES},
        **{name: sorted(list(pair) for pair in getattr(policy, name)) for name in _PAIRS},
        "floors": [
            {"name": floor.name, "group": sorted(floor.group), "share": floor.share}
            for floor in policy.floors
        ],
        "reach_m": policy.reach_m,
    }


def _as_pairs(pairs: Iterable[Iterable[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((volunteer, household) for volunteer, household in pairs)


def _taken(column: Any, party: type[Volunteer | Household]) -> Any:  # noqa: ANN401 - SQL
    return (
        select(func.count())
        .select_from(Match)
        .where(column == party.id, Match.state.in_(PLACE_TAKING_STATES))
        .correlate(party)
        .scalar_subquery()
    )


# Names and contacts stay in the database: matching needs none, and decrypting takes time.
_UNSEEN = (
    *(_SIDE.first_name, _SIDE.last_name, _SIDE.email, _SIDE.phone),
    *(_SIDE.Household.alias, _SIDE.Household.note),
)


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    """No statement names more rows than a database takes parameters."""
    ordered = sorted(names)
    for first in range(0, len(ordered), 30_000):
        yield ordered[first : first + 30_000]


def _parties(scheme_id: int, names: list[str]) -> Any:  # noqa: ANN401 - a select
    return (
        select(_SIDE)
        .where(_SIDE.scheme_id == scheme_id, _SIDE.public_id.in_(names))
        .options(
            *(defer(column) for column in _UNSEEN),
            # One query each whatever the number of people; `selectinload` asks anew for every 500.
            subqueryload(_SIDE.languages),
            subqueryload(_SIDE.Household.needs),
            joinedload(_SIDE.offers),
            joinedload(_SIDE.Household.members),
            joinedload(_SIDE.Volunteer.screening),
        )
    )


def _place(row: Volunteer | Household) -> matcher.Place:
    if row.latitude is None or row.longitude is None:
        raise ValueError(f"{row.public_id} has no place")
    return matcher.Place(row.latitude, row.longitude)


def _languages(row: Volunteer | Household) -> tuple[matcher.SpokenLanguage, ...]:
    spoken = sorted(row.languages, key=lambda language: language.tag)
    return tuple(matcher.SpokenLanguage(one.tag, matcher.Level(one.level)) for one in spoken)


def _needs(row: Household) -> tuple[matcher.Need, ...]:
    needs = [matcher.Need(need.category.value, need.priority) for need in row.needs]
    return tuple(sorted(needs, key=lambda need: (need.priority, need.category)))
