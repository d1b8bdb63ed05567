"""Each hard rule, alone and over whole columns."""

from typing import Any

import pytest
from hypothesis import given

from matcher import (
    DistanceFacts,
    Gender,
    Level,
    Need,
    Place,
    Policy,
    Reason,
    Rule,
    SpokenLanguage,
    explain_pair,
)
from matcher.candidates import Ground
from matcher.rules import broken_rules
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import NOW, Scheme, schemes

CHILD = (2018,)
TALK = {"offers": frozenset({"conversation"})}
WANTS_TALK = {"needs": (Need("conversation", 1),)}


def broken(
    giver: dict[str, Any], taker: dict[str, Any], policy: Policy | None = None
) -> list[Rule]:
    found = explain_pair(volunteer(**giver), household(**taker), policy or Policy(), NOW)
    return [reason.rule for reason in found] if isinstance(found, list) else []


def speaks(tag: str, level: Level) -> dict[str, Any]:
    return {"languages": (SpokenLanguage(tag, level),)}


@pytest.mark.parametrize(
    ("giver", "taker", "rules"),
    [
        ({}, {}, []),
        ({"capacity": 0}, {}, [Rule.CAPACITY]),
        ({}, {"wanted": 0}, [Rule.CAPACITY]),
        ({"max_distance_m": 1_000, "place": Place(50.86, 4.35)}, {}, [Rule.DISTANCE]),
        ({"place": Place(50.86, 4.35)}, {"max_distance_m": 1_111}, [Rule.DISTANCE]),
        ({"place": Place(50.86, 4.35)}, {"max_distance_m": 1_112}, []),
        (speaks("fr", Level.BASIC), {}, [Rule.LANGUAGE]),
        (speaks("fr-CA", Level.CONVERSATIONAL), speaks("FR", Level.CONVERSATIONAL), []),
        (speaks("nl", Level.NATIVE), {}, [Rule.LANGUAGE]),
        (speaks("nl", Level.NATIVE), {"interpreter_available": True}, []),
        (TALK, WANTS_TALK | speaks("fr", Level.BASIC), []),
        (TALK, WANTS_TALK | speaks("ar", Level.NATIVE), [Rule.LANGUAGE]),
        (
            TALK | speaks("fr", Level.CONVERSATIONAL),
            WANTS_TALK | speaks("fr", Level.BASIC),
            [Rule.LANGUAGE],
        ),
        ({}, {"needs": (Need("meal", 1),)}, [Rule.NEEDS]),
        ({"slots": 0b10}, {}, [Rule.AVAILABILITY]),
        ({}, {"only_women": True}, [Rule.WOMEN_FOR_HOUSEHOLD]),
        ({"gender": Gender.WOMAN}, {"only_women": True}, []),
        ({"only_women": True}, {"gender": Gender.MAN}, [Rule.WOMEN_FOR_VOLUNTEER]),
        ({"no_children": True}, {"child_birth_years": CHILD}, [Rule.NO_CHILDREN]),
        ({}, {"step_free_only": True}, [Rule.STEP_FREE]),
        ({"screened": False}, {"child_birth_years": CHILD}, [Rule.SCREENING]),
        ({"screened": False}, {"child_birth_years": (2008,)}, [Rule.SCREENING]),
        ({"screened": False}, {"child_birth_years": (2007,)}, []),
        ({"slots": 0, "capacity": 0}, {}, [Rule.CAPACITY, Rule.AVAILABILITY]),
    ],
)
def test_a_pair_breaks_exactly_the_rules_it_should(
    giver: dict[str, Any], taker: dict[str, Any], rules: list[Rule]
) -> None:
    assert broken(giver, taker) == rules
    ground = Ground.of([volunteer(**giver)], [household(**taker)], Policy(), NOW.year)
    ((block, _),) = ground.blocks()
    assert [rule for rule, kept in block.holds.items() if not kept.all()] == rules


def test_a_forbidden_pair_and_a_live_one_are_never_proposed() -> None:
    pair = frozenset({("v", "h")})
    assert broken({}, {}, Policy(forbidden=pair)) == [Rule.FORBIDDEN]
    assert broken({}, {}, Policy(live=pair)) == [Rule.LIVE]


def test_a_reason_carries_the_numbers_for_its_sentence() -> None:
    reasons = broken_rules(
        volunteer(place=Place(50.86, 4.35), max_distance_m=900), household(), Policy(), 2026
    )
    assert reasons == [Reason(Rule.DISTANCE, DistanceFacts(1_112, 900, 5_000, reach_m=None))]


@given(schemes())
def test_rules_over_columns_equal_the_rules_of_each_pair(scheme: Scheme) -> None:
    givers, takers, policy = scheme
    for block, positions in Ground.of(givers, takers, policy, NOW.year).blocks():
        assert list(block.holds) == list(Rule)
        for row, giver in enumerate(givers):
            for column, taker in enumerate(takers[position] for position in positions):
                by_columns = [rule for rule, kept in block.holds.items() if not kept[row, column]]
                reasons: list[Reason] = broken_rules(giver, taker, policy, NOW.year)
                assert by_columns == [reason.rule for reason in reasons]
