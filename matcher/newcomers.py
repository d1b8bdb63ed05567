"""Where somebody could be looked for, and who is assumed to be found there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, median_low

from matcher.parties import (
    DAYS,
    PARTS,
    Gender,
    Household,
    Level,
    Place,
    SpokenLanguage,
    Volunteer,
    levels,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """`members` are positions of the households in the area, with the language and the slot."""

    area: str
    language: str
    slot: int
    members: frozenset[int]
    newcomer: Volunteer


def all_cells(
    volunteers: Sequence[Volunteer], households: Sequence[Household], areas: Mapping[str, str]
) -> Iterator[Cell]:
    """Every area, language and slot of some household, ascending."""
    members: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    places: dict[str, list[Place]] = defaultdict(list)
    for position, household in enumerate(households):
        if household.id not in areas:
            continue
        area = areas[household.id]
        places[area].append(household.place)
        for language in levels(household.languages):
            for slot in range(DAYS * PARTS):
                if household.slots >> slot & 1:
                    members[area, language, slot].add(position)
    if not members:
        return
    asked = frozenset[str]().union(*(party.categories for party in households))
    reach = median_low(party.max_distance_m for party in volunteers or households)
    for area, language, slot in sorted(members):
        newcomer = _newcomer(language, slot, _middle(places[area]), asked, reach)
        yield Cell(area, language, slot, frozenset(members[area, language, slot]), newcomer)


def _newcomer(
    language: str, slot: int, place: Place, offers: frozenset[str], max_distance_m: int
) -> Volunteer:
    return Volunteer(
        id=f"radar {place.latitude} {place.longitude} {language} {slot}",
        place=place,
        languages=(SpokenLanguage(language, Level.FLUENT),),
        offers=offers,
        slots=1 << slot,
        capacity=1,
        max_distance_m=max_distance_m,
        gender=Gender.WOMAN,
        screened=True,
        step_free=True,
    )


def _middle(places: Sequence[Place]) -> Place:
    return Place(
        median(place.latitude for place in places), median(place.longitude for place in places)
    )
