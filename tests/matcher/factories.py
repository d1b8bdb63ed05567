"""A volunteer and a household who suit each other, to change one thing at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from matcher import Household, Level, Need, Place, SpokenLanguage, Volunteer

HERE = Place(50.85, 4.35)
A_KILOMETRE_NORTH = Place(50.859, 4.35)
FRENCH = (SpokenLanguage("fr", Level.FLUENT),)
MONDAY_MORNING = 0b1


def volunteer(**changes: Any) -> Volunteer:
    fitting = Volunteer(
        id="v",
        place=HERE,
        languages=FRENCH,
        offers=frozenset({"mail"}),
        slots=MONDAY_MORNING,
        capacity=1,
        max_distance_m=5_000,
        screened=True,
    )
    return replace(fitting, **changes)


def household(**changes: Any) -> Household:
    fitting = Household(
        id="h",
        place=HERE,
        languages=FRENCH,
        needs=(Need("mail", 1),),
        slots=MONDAY_MORNING,
        max_distance_m=5_000,
        ready_on=date(2026, 3, 4),
    )
    return replace(fitting, **changes)
