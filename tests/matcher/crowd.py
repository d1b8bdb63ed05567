"""A crowd: more people within reach of each other than a short list holds, all different."""

from datetime import date, timedelta
from random import Random

from matcher import Gender, Household, Level, Need, Place, Policy, SpokenLanguage, Volunteer
from tests.matcher.strategies import INTERESTS, Scheme

_TAGS = ("fr", "nl", "ar", "uk", "ti")
_WORDS = ("conversation", "homework", "mail", "meal", "school", "transport")
_REACH = (1_500, 4_000, 9_000, 20_000)
_BORN = (1990, 2009, 2012, 2015, 2020)


def crowd(seed: int, givers: int, takers: int) -> Scheme:
    """So many volunteers and households around one town."""
    draw = Random(seed)  # noqa: S311 - the same crowd every time
    return (
        [_volunteer(f"v{number:04}", draw) for number in range(givers)],
        [_household(f"h{number:04}", draw) for number in range(takers)],
        Policy(),
    )


def _place(draw: Random) -> Place:
    return Place(50.85 + draw.gauss(0, 0.04), 4.35 + draw.gauss(0, 0.06))


def _languages(draw: Random) -> tuple[SpokenLanguage, ...]:
    tags = draw.sample(_TAGS, draw.randint(1, 3))
    return tuple(SpokenLanguage(tag, Level(draw.randint(1, 4))) for tag in tags)


def _slots(draw: Random) -> int:
    return draw.getrandbits(21) & draw.getrandbits(21)


def _some(words: tuple[str, ...], draw: Random) -> frozenset[str]:
    return frozenset(draw.sample(words, draw.randint(0, 3)))


def _volunteer(name: str, draw: Random) -> Volunteer:
    return Volunteer(
        id=name,
        place=_place(draw),
        languages=_languages(draw),
        offers=_some(_WORDS, draw) | {draw.choice(_WORDS)},
        slots=_slots(draw),
        capacity=draw.randint(0, 3),
        max_distance_m=draw.choice(_REACH),
        gender=draw.choice([None, *Gender]),
        screened=draw.random() < 0.8,
        only_women=draw.random() < 0.1,
        no_children=draw.random() < 0.1,
        step_free=draw.random() < 0.8,
        interests=_some(INTERESTS, draw),
        wants=_some(_WORDS, draw),
        child_birth_years=tuple(draw.sample(_BORN, draw.randint(0, 2))),
    )


def _household(name: str, draw: Random) -> Household:
    needs = draw.sample(_WORDS, draw.randint(1, 4))
    return Household(
        id=name,
        place=_place(draw),
        languages=_languages(draw),
        needs=tuple(Need(word, draw.randint(1, 3)) for word in needs),
        slots=_slots(draw),
        max_distance_m=draw.choice(_REACH),
        ready_on=date(2025, 1, 1) + timedelta(days=draw.randint(0, 500)),
        offers=_some(_WORDS, draw),
        wanted=draw.randint(0, 2),
        gender=draw.choice([None, *Gender]),
        only_women=draw.random() < 0.1,
        step_free_only=draw.random() < 0.1,
        interpreter_available=draw.random() < 0.2,
        child_birth_years=tuple(draw.sample(_BORN, draw.randint(0, 2))),
        interests=_some(INTERESTS, draw),
    )
