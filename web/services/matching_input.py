"""Rows as the matcher sees them: no names, no addresses, only who is ready and has room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, load_only, selectinload

import matcher
from matcher import FairnessFloor, Objective, Policy, Weights
from web.models import Household, Match, NeverPair, Party, Scheme, Volunteer
from web.models.vocabulary import (
    NEVER_AGAIN_STATES,
    PLACE_TAKING_STATES,
    HouseholdState,
    MatchState,
    VolunteerState,
)
from web.queries import policies
from web.services import clock

ADULT_AGE = 18
_PAIRS = ("proposed_last_time", "pins", "forbidden", "live")
# The two sides of a pair, by what they share: two joined subclasses would meet in one table.
_ONE, _OTHER = aliased(Party), aliased(Party)
_BONUSES = ("waiting_bonus_per_week", "waiting_bonus_cap", "stability_bonus")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that one run is made of; parties and pairs go by public ids."""

    volunteers: tuple[matcher.Volunteer, ...]
    households: tuple[matcher.Household, ...]
    policy: Policy

    def entrants(self) -> dict[str, dict[str, int]]:
        """Who took part with how many places; enough to read the same rows again."""
        return {
            "volunteers": {party.id: party.capacity for party in self.volunteers},
            "households": {party.id: party.wanted for party in self.households},
        }


def read(session: Session, scheme: Scheme, now: datetime) -> Inputs:
    """Everybody who would take part now, under the policy in force."""
    policy = policy_of(session, scheme)
    return assemble(session, scheme.id, entrants(session, scheme), policy, now)


def entrants(session: Session, scheme: Scheme) -> dict[str, dict[str, int]]:
    """Ready volunteers with their free places, ready households with how many more they want."""
    volunteers = session.execute(
        select(Volunteer.public_id, Volunteer.capacity - _taken(Match.volunteer_id, Volunteer))
        .where(Volunteer.scheme_id == scheme.id, Volunteer.state == VolunteerState.READY)
        .where(Volunteer.latitude.is_not(None))
    )
    households = session.execute(
        select(Household.public_id, Household.wanted - _taken(Match.household_id, Household))
        .where(Household.scheme_id == scheme.id, Household.state == HouseholdState.READY)
        .where(Household.latitude.is_not(None))
    )
    return {
        "volunteers": {name: places for name, places in volunteers if places > 0},
        "households": {name: wanted for name, wanted in households if wanted > 0},
    }


def assemble(
    session: Session,
    scheme_id: int,
    entrants: Mapping[str, Mapping[str, int]],
    policy: Policy,
    now: datetime,
) -> Inputs:
    """The parties of `entrants` that are still there, as they are now; nobody else is read."""
    today = clock.local_date(now)
    places, wanted = entrants["volunteers"], entrants["households"]
    return Inputs(
        volunteers=tuple(
            volunteer_as_seen(row, places[row.public_id], today)
            for names in _some(places)
            for row in session.scalars(_volunteers(scheme_id, names))
            if row.has_place
        ),
        households=tuple(
            household_as_seen(row, wanted[row.public_id], today)
            for names in _some(wanted)
            for row in session.scalars(_households(scheme_id, names))
            if row.has_place
        ),
        policy=policy,
    )


def volunteer_as_seen(row: Volunteer, places: int, today: date) -> matcher.Volunteer:
    """One volunteer with so many free places. The row has a place."""
    screening = row.screening
    return matcher.Volunteer(
        id=row.public_id,
        place=_place(row),
        languages=_languages(row),
        offers=frozenset(offer.category.value for offer in row.offers),
        slots=row.slots,
        capacity=places,
        max_distance_m=row.max_distance_m,
        gender=matcher.Gender(row.gender.value) if row.gender else None,
        screened=screening is not None and screening.passed and screening.renew_on > today,
        only_women=row.only_women,
        no_children=row.no_children,
        step_free=row.step_free,
        wants=frozenset(row.wants),
        child_birth_years=tuple(
            sorted(year for year in row.child_birth_years if today.year - year <= ADULT_AGE)
        ),
    )


def household_as_seen(row: Household, wanted: int, today: date) -> matcher.Household:
    """One household that wants so many more volunteers. The row has a place."""
    children = [m.birth_year for m in row.members if today.year - m.birth_year <= ADULT_AGE]
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
    """What the scheme decided, and what people decided about single pairs until now."""
    matches = _pairs(session, scheme.id)
    named = session.execute(
        select(_ONE.public_id, _OTHER.public_id)
        .select_from(NeverPair)
        .join(_ONE, _ONE.id == NeverPair.volunteer_id)
        .join(_OTHER, _OTHER.id == NeverPair.household_id)
        .where(NeverPair.scheme_id == scheme.id)
    )
    newest = policies.in_force(session, scheme.id)
    tried = {pair for state, lifted, pair in matches if state in NEVER_AGAIN_STATES and not lifted}
    return policy_from(
        {
            **(newest.decided if newest else {}),
            "proposed_last_time": [p for s, _, p in matches if s is MatchState.PROPOSED],
            "forbidden": tried | {(one, other) for one, other in named},
            "live": [pair for state, _, pair in matches if state in PLACE_TAKING_STATES],
        }
    )


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """A policy from JSON; what is missing is the matcher's default.

    Raises:
        MatcherError: weights that do not sum to 10,000, a negative number, or a floor that makes
            no sense.
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
    }


def _as_pairs(pairs: Iterable[Iterable[str]]) -> frozenset[tuple[str, str]]:
    return frozenset((volunteer, household) for volunteer, household in pairs)


def _pairs(session: Session, scheme_id: int) -> list[tuple[MatchState, bool, tuple[str, str]]]:
    """State, whether lifted, and public ids of every match of the scheme that still counts."""
    rows = session.execute(
        select(Match.state, Match.lifted_at, _ONE.public_id, _OTHER.public_id)
        .join(_ONE, _ONE.id == Match.volunteer_id)
        .join(_OTHER, _OTHER.id == Match.household_id)
        .where(Match.scheme_id == scheme_id, Match.state != MatchState.LAPSED)
    )
    return [
        (state, lifted is not None, (volunteer, household))
        for state, lifted, volunteer, household in rows
    ]


def _taken(column: Any, party: type[Volunteer | Household]) -> Any:  # noqa: ANN401 - SQL
    return (
        select(func.count())
        .select_from(Match)
        .where(column == party.id, Match.state.in_(PLACE_TAKING_STATES))
        .correlate(party)
        .scalar_subquery()
    )


# Encrypted columns stay in the database: matching needs none, and decrypting takes time.
_SEEN = (
    *("public_id", "kind", "latitude", "longitude", "slots", "max_distance_m"),
    *("gender", "only_women", "created_at"),
)


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    """No statement names more rows than a database takes parameters."""
    ordered = sorted(names)
    for first in range(0, len(ordered), 1000):
        yield ordered[first : first + 1000]


def _volunteers(scheme_id: int, names: list[str]) -> Any:  # noqa: ANN401 - a select
    own = (
        *(Volunteer.no_children, Volunteer.step_free),
        *(Volunteer.wants, Volunteer.child_birth_years),
    )
    return (
        select(Volunteer)
        .where(Volunteer.scheme_id == scheme_id, Volunteer.public_id.in_(names))
        .options(
            load_only(*(getattr(Volunteer, name) for name in _SEEN), *own),
            selectinload(Volunteer.languages),
            selectinload(Volunteer.offers),
            selectinload(Volunteer.screening),
        )
    )


def _households(scheme_id: int, names: list[str]) -> Any:  # noqa: ANN401 - a select
    own = (Household.step_free_only, Household.interpreter_available, Household.ready_at)
    return (
        select(Household)
        .where(Household.scheme_id == scheme_id, Household.public_id.in_(names))
        .options(
            load_only(*(getattr(Household, name) for name in _SEEN), *own),
            selectinload(Household.languages),
            selectinload(Household.offers),
            selectinload(Household.needs),
            selectinload(Household.members),
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
