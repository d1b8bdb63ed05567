"""Hard limits: each rule gives a typed reason why a pair cannot be, or nothing.

The same rules over whole columns are in `candidates`; a test holds the two equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matcher.distance import distance_m
from matcher.parties import (
    CONVERSATION,
    Gender,
    Household,
    Level,
    SpokenLanguage,
    Volunteer,
    levels,
    minors,
)
from matcher.policy import Policy


class Rule(StrEnum):
    """The hard limits, in the order in which a funnel counts them."""

    CAPACITY = "capacity"
    DISTANCE = "distance"
    LANGUAGE = "language"
    NEEDS = "needs"
    AVAILABILITY = "availability"
    WOMEN_FOR_HOUSEHOLD = "women_for_household"
    WOMEN_FOR_VOLUNTEER = "women_for_volunteer"
    NO_CHILDREN = "no_children"
    STEP_FREE = "step_free"
    SCREENING = "screening"
    FORBIDDEN = "forbidden"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class CapacityFacts:
    volunteer_places: int
    household_wanted: int


@dataclass(frozen=True, slots=True)
class DistanceFacts:
    """Metres as the crow flies; `reach_m` is that of the policy, None where it has none."""

    metres: int
    volunteer_limit_m: int
    household_limit_m: int
    reach_m: int | None = None


@dataclass(frozen=True, slots=True)
class SpeechFacts:
    volunteer: tuple[SpokenLanguage, ...]
    household: tuple[SpokenLanguage, ...]


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    offered: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """Slot masks."""

    volunteer: int
    household: int


ReasonFacts = CapacityFacts | DistanceFacts | SpeechFacts | CategoryFacts | SlotFacts


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule that a pair breaks; `facts` where the rule alone does not say it all."""

    rule: Rule
    facts: ReasonFacts | None = None


def broken_rules(
    volunteer: Volunteer, household: Household, policy: Policy, year: int
) -> list[Reason]:
    """Every reason why this pair cannot be, in the order of `Rule`; empty when it can."""
    pair = (volunteer.id, household.id)
    found = (
        no_place_left(volunteer, household),
        too_far(volunteer, household, policy.reach_m),
        no_shared_language(volunteer, household),
        no_need_covered(volunteer, household),
        no_common_slot(volunteer, household),
        household_wants_a_woman(volunteer, household),
        volunteer_wants_a_woman(volunteer, household),
        volunteer_wants_no_children(volunteer, household, year),
        not_step_free(volunteer, household),
        not_screened(volunteer, household, year),
        Reason(Rule.FORBIDDEN) if pair in policy.forbidden else None,
        Reason(Rule.LIVE) if pair in policy.live else None,
    )
    return [reason for reason in found if reason]


def no_place_left(volunteer: Volunteer, household: Household) -> Reason | None:
    if volunteer.capacity and household.wanted:
        return None
    return Reason(Rule.CAPACITY, CapacityFacts(volunteer.capacity, household.wanted))


def too_far(volunteer: Volunteer, household: Household, reach_m: int | None) -> Reason | None:
    metres = metres_between(volunteer, household)
    limits = volunteer.max_distance_m, household.max_distance_m
    if metres <= min(limits) and (reach_m is None or metres <= reach_m):
        return None
    facts = DistanceFacts(metres, *limits, reach_m)
    return Reason(Rule.DISTANCE, facts)


def no_shared_language(volunteer: Volunteer, household: Household) -> Reason | None:
    """They must get by in a language, have an interpreter, or meet to practise one."""
    heard, spoken = levels(household.languages), levels(volunteer.languages)
    shared = any(
        min(level, spoken[tag]) >= Level.CONVERSATIONAL
        for tag, level in heard.items()
        if tag in spoken
    )
    if shared or household.interpreter_available or can_practise(volunteer, household):
        return None
    return Reason(Rule.LANGUAGE, SpeechFacts(volunteer.languages, household.languages))


def can_practise(volunteer: Volunteer, household: Household) -> bool:
    """Conversation practice is asked and offered, in a language the household has begun."""
    begun, spoken = levels(household.languages), levels(volunteer.languages)
    return (
        CONVERSATION in volunteer.offers
        and CONVERSATION in household.categories
        and any(level >= Level.FLUENT and tag in begun for tag, level in spoken.items())
    )


def no_need_covered(volunteer: Volunteer, household: Household) -> Reason | None:
    if volunteer.offers & household.categories:
        return None
    facts = CategoryFacts(tuple(sorted(volunteer.offers)), tuple(sorted(household.categories)))
    return Reason(Rule.NEEDS, facts)


def no_common_slot(volunteer: Volunteer, household: Household) -> Reason | None:
    if volunteer.slots & household.slots:
        return None
    return Reason(Rule.AVAILABILITY, SlotFacts(volunteer.slots, household.slots))


def household_wants_a_woman(volunteer: Volunteer, household: Household) -> Reason | None:
    if not household.only_women or volunteer.gender is Gender.WOMAN:
        return None
    return Reason(Rule.WOMEN_FOR_HOUSEHOLD)


def volunteer_wants_a_woman(volunteer: Volunteer, household: Household) -> Reason | None:
    if not volunteer.only_women or household.gender is Gender.WOMAN:
        return None
    return Reason(Rule.WOMEN_FOR_VOLUNTEER)


def volunteer_wants_no_children(
    volunteer: Volunteer, household: Household, year: int
) -> Reason | None:
    if not (volunteer.no_children and minors(household.child_birth_years, year)):
        return None
    return Reason(Rule.NO_CHILDREN)


def not_step_free(volunteer: Volunteer, household: Household) -> Reason | None:
    if volunteer.step_free or not household.step_free_only:
        return None
    return Reason(Rule.STEP_FREE)


def not_screened(volunteer: Volunteer, household: Household, year: int) -> Reason | None:
    if volunteer.screened or not minors(household.child_birth_years, year):
        return None
    return Reason(Rule.SCREENING)


def metres_between(volunteer: Volunteer, household: Household) -> int:
    """Whole metres as the crow flies."""
    return metres_apart([volunteer], [household])[0]


def metres_apart(volunteers: Sequence[Volunteer], households: Sequence[Household]) -> list[int]:
    """Whole metres from each volunteer to the household at the same place in its list."""
    here = np.array([(one.place.latitude, one.place.longitude) for one in volunteers])
    there = np.array([(one.place.latitude, one.place.longitude) for one in households])
    if not len(here):
        return []
    metres: list[int] = distance_m(here[:, 0], here[:, 1], there[:, 0], there[:, 1]).tolist()
    return metres
