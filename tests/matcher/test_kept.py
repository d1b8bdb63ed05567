"""A matching that is kept through joins, leaves, changes and declines is always a fresh optimum."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import (
    FairnessFloor,
    Level,
    MatcherError,
    Policy,
    SpokenLanguage,
    keep_matching,
    match,
)
from matcher.large.kept import KeptMatching
from matcher.parties import Household, Volunteer
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import CATEGORIES, INTERESTS, NOW, households, schemes, volunteers

Everybody = tuple[dict[str, Volunteer], dict[str, Household]]

# Nobody can be matched with these; they make every word known from the start.
KNOWN_VOLUNTEER = volunteer(
    id="known",
    capacity=0,
    offers=frozenset(CATEGORIES),
    interests=frozenset(INTERESTS),
    languages=tuple(SpokenLanguage(tag, Level.BASIC) for tag in ("fr", "nl", "pt")),
)
KNOWN_HOUSEHOLD = household(id="known", wanted=0)


def happen(kept: KeptMatching, everybody: Everybody, policy: Policy, event: object) -> Policy:
    """Let it happen to the kept matching and to the list of people; the policy that now holds."""
    if isinstance(event, Volunteer | Household):
        kept.join(event)
        everybody[isinstance(event, Household)][event.id] = event  # type: ignore[assignment]
        return policy
    assert isinstance(event, tuple)
    kind, one, other, number = event
    givers, takers = everybody
    if kind == "decline":
        if givers and takers:
            pair = [*givers][one % len(givers)], [*takers][other % len(takers)]
            kept.decline(*pair)
            return replace(policy, forbidden=policy.forbidden | {pair})
        return policy
    people = [*givers, *takers]
    if not people:
        return policy
    name = people[one % len(people)]
    if kind == "leave":
        kept.leave(name)
        (givers if name in givers else takers).pop(name)
    elif name in givers:
        givers[name] = replace(givers[name], capacity=other % 4, slots=0b111 << number)
        kept.change(givers[name])
    else:
        takers[name] = replace(takers[name], wanted=other % 3, max_distance_m=1_000 * other)
        kept.change(takers[name])
    return policy


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Volunteer], list[Household], Policy, list[object]]:
    """A scheme, and what happens to it: somebody new, an id that leaves or changes, a pair."""
    givers, takers, policy = draw(schemes(most=5))
    events: list[object] = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["volunteer", "household", "leave", "change", "decline"]))
        if kind == "volunteer":
            events.append(draw(volunteers(f"w{number}")))
        elif kind == "household":
            events.append(draw(households(f"i{number}")))
        else:
            events.append((kind, draw(st.integers(0, 20)), draw(st.integers(0, 20)), number))
    return givers, takers, policy, events


@settings(max_examples=100)
@given(stories())
def test_after_every_change_it_is_as_good_as_a_fresh_matching(
    story: tuple[list[Volunteer], list[Household], Policy, list[object]],
) -> None:
    givers, takers, policy, events = story
    everybody = {giver.id: giver for giver in givers}, {taker.id: taker for taker in takers}
    kept = keep_matching([*givers, KNOWN_VOLUNTEER], [*takers, KNOWN_HOUSEHOLD], policy, now=NOW)
    for event in events:
        policy = happen(kept, everybody, policy, event)
        fresh = match(everybody[0].values(), everybody[1].values(), policy, now=NOW)
        assert kept.total == fresh.certificate.total
        assert len(kept.pairs) == len(fresh.pairs)
        assert kept.is_proven()


def test_what_cannot_be_kept_says_so() -> None:
    kept = keep_matching([volunteer()], [household()], Policy(), now=NOW)
    with pytest.raises(MatcherError, match="'v' takes part already"):
        kept.join(volunteer())
    with pytest.raises(MatcherError, match="'nobody' does not take part"):
        kept.leave("nobody")
    with pytest.raises(MatcherError, match="'far' has 5 places"):
        kept.join(volunteer(id="far", capacity=5))
    with pytest.raises(MatcherError, match="'w' has a word that is new here: 'dancing'"):
        kept.join(volunteer(id="w", offers=frozenset({"dancing"})))
    floor = FairnessFloor(name="all", group=frozenset({"h"}), share=1)
    with pytest.raises(MatcherError, match="floors cannot be kept"):
        keep_matching([volunteer()], [household()], Policy(floors=(floor,)), now=NOW)
