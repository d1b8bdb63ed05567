from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher import Household, Place
from web.models.vocabulary import PromisedGroup
from web.services.promises import floors_of

TODAY = date(2026, 11, 26)


def _household(name: str, *, ready: date = TODAY, adults: int = 1, born: int = 0) -> Household:
    return Household(
        id=name,
        place=Place(50.8, 4.3),
        languages=(),
        needs=(),
        slots=1,
        max_distance_m=3000,
        ready_on=ready,
        adults=adults,
        child_birth_years=(born,) if born else (),
    )


PEOPLE = (
    _household("alone"),
    _household("couple", adults=2),
    _household("mother and child", born=2020),
    _household("long", adults=2, ready=TODAY - timedelta(weeks=26)),
    _household("nearly", adults=2, ready=TODAY - timedelta(weeks=26) + timedelta(days=1)),
)


@pytest.mark.parametrize(
    ("group", "members"),
    [
        (PromisedGroup.CHILDREN, {"mother and child"}),
        (PromisedGroup.ALONE, {"alone"}),
        (PromisedGroup.LONG_WAIT, {"long"}),
    ],
)
def test_who_is_in_a_group_is_seen_from_what_matching_knows(
    group: PromisedGroup, members: set[str]
) -> None:
    (floor,) = floors_of({"promises": {group.value: 8_000}}, PEOPLE, TODAY)
    assert (floor.name, set(floor.group), floor.share) == (group.value, members, 0.8)


@pytest.mark.parametrize("decided", [{}, {"promises": {}}, {"promises": {"children": 0}}])
def test_who_promises_nothing_sets_no_floor(decided: dict[str, dict[str, int]]) -> None:
    assert floors_of(decided, PEOPLE, TODAY) == ()


def test_the_smallest_share_that_can_be_typed_is_one_that_the_matcher_takes() -> None:
    (floor,) = floors_of({"promises": {"children": 1}}, PEOPLE, TODAY)
    assert floor.share == 0.001
