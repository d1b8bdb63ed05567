"""Whether a volunteer may meet children: the criminal-record extract, seen and in order."""

from __future__ import annotations

from datetime import date

from web.models import Household, Volunteer

ADULT_AGE = 18


def is_screened(volunteer: Volunteer, today: date) -> bool:
    """The extract was seen, in order, and need not be seen again yet."""
    seen = volunteer.screening
    return seen is not None and seen.passed and seen.renew_on > today


def minors_of(household: Household, today: date) -> list[int]:
    """Birth years of those who may be under 18; whoever turns 18 this year still may."""
    years = [member.birth_year for member in household.members]
    return [year for year in years if today.year - year <= ADULT_AGE]


def is_missing(volunteer: Volunteer, household: Household, today: date) -> bool:
    """There are children, and the volunteer is not screened."""
    return bool(minors_of(household, today)) and not is_screened(volunteer, today)
