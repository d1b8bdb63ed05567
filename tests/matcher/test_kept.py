"""A matching that is kept through joins, leaves, changes and declines is always a fresh optimum."""

import re
from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import (
    FairnessFloor,
    Level,
    MatcherError,
    Objective,
    Policy,
    SpokenLanguage,
    keep_matching,
    match,
)
from matcher.large.kept import KeptMatching
from matcher.parties import Household, Volunteer
from matcher.rules import broken_rules
from tests.matcher.crowd import crowd
from tests.matcher.factories import household, volunteer
from tests.matcher.strategies import (
    CATEGORIES,
    INTERESTS,
    NOW,
    Scheme,
    households,
    schemes,
    volunteers,
)

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
    givers, takers = everybody
    if isinstance(event, Volunteer | Household):
        people: dict[str, Any] = givers if isinstance(event, Volunteer) else takers
        if event.id not in people:
            kept.join(event)
            people[event.id] = event
        return policy
    assert isinstance(event, tuple)
    kind, one, other, number = event
    if kind in ("decline", "decline_pin"):
        pairs = sorted(policy.pins) if kind == "decline_pin" else [*product(givers, takers)]
        if pairs:
            pair = pairs[(one + 21 * other) % len(pairs)]
            kept.decline(*pair)
            policy = replace(policy, forbidden=policy.forbidden | {pair}, pins=policy.pins - {pair})
    elif ids := [*givers, *takers]:
        name = ids[one % len(ids)]
        if kind == "leave":
            kept.leave(name)
            (givers if name in givers else takers).pop(name)
            policy = replace(policy, pins=frozenset(p for p in policy.pins if name not in p))
        elif name in givers:
            changed = replace(givers[name], capacity=other % 4, slots=0b111 << number % 19)
            change(kept, everybody, 0, changed, policy)
        else:
            wishes = replace(takers[name], wanted=other % 3, max_distance_m=1_000 * other)
            change(kept, everybody, 1, wishes, policy)
    return policy


def change(
    kept: KeptMatching,
    everybody: Everybody,
    side: int,
    party: Volunteer | Household,
    policy: Policy,
) -> None:
    """Somebody changes, or is refused as `match` would refuse the pins of all."""
    after: list[dict[str, Any]] = [*everybody]
    after[side] = after[side] | {party.id: party}
    try:
        match(after[0].values(), after[1].values(), policy, now=NOW)
    except MatcherError as error:
        with pytest.raises(MatcherError, match=re.escape(str(error))):
            kept.change(party)
    else:
        kept.change(party)
        everybody[side][party.id] = party  # type: ignore[assignment]


Story = tuple[list[Volunteer], list[Household], Policy, list[object]]


def with_pins(draw: st.DrawFn, scheme: Scheme) -> Policy:
    """Some pins that are possible."""
    givers, takers, policy = scheme
    places = Counter({giver.id: giver.capacity for giver in givers})
    wishes = Counter({taker.id: taker.wanted for taker in takers})
    pins: set[tuple[str, str]] = set()
    for giver, taker in product(givers, takers):
        possible = places[giver.id] and wishes[taker.id]
        if possible and not broken_rules(giver, taker, policy, NOW.year) and draw(st.booleans()):
            pins.add((giver.id, taker.id))
            places[giver.id] -= 1
            wishes[taker.id] -= 1
    return replace(policy, pins=frozenset(pins))


@st.composite
def stories(draw: st.DrawFn, longest: int = 8) -> Story:
    """A scheme, and what happens to it: somebody new or back, who leaves, changes or declines."""
    scheme = draw(schemes(most=5))
    givers, takers, policy = *scheme[:2], with_pins(draw, scheme)
    kinds = ["volunteer", "household", "back", "leave", "change", "decline", "decline_pin"]
    events: list[object] = []
    for number in range(draw(st.integers(1, longest))):
        kind = draw(st.sampled_from(kinds))
        if kind == "volunteer":
            events.append(draw(volunteers(f"w{number}")))
        elif kind == "household":
            events.append(draw(households(f"i{number}")))
        elif kind == "back":
            events.extend(draw(st.sampled_from([[], *([one] for one in (*givers, *takers))])))
        else:
            events.append((kind, draw(st.integers(0, 20)), draw(st.integers(0, 20)), number))
    return givers, takers, policy, events


def check_story(story: Story, look_every: int = 1) -> None:
    givers, takers, policy, events = story
    everybody = {giver.id: giver for giver in givers}, {taker.id: taker for taker in takers}
    kept = keep_matching([*givers, KNOWN_VOLUNTEER], [*takers, KNOWN_HOUSEHOLD], policy, now=NOW)
    for number, event in enumerate(events):
        policy = happen(kept, everybody, policy, event)
        if number % look_every == 0 or number == len(events) - 1:
            fresh = match(everybody[0].values(), everybody[1].values(), policy, now=NOW)
            assert kept.total == fresh.certificate.total
            assert len({*kept.pairs, *policy.pins}) == len(fresh.pairs)
            assert kept.is_proven()


@settings(max_examples=150)
@given(stories())
def test_after_every_change_it_is_as_good_as_a_fresh_matching(story: Story) -> None:
    check_story(story)


@settings(max_examples=80)
@given(stories(longest=12))
def test_places_are_given_again_and_all_are_laid_out_anew_where_they_do_not_suffice(
    story: Story,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.large.kept.ROOM", 2)
        check_story(story)


@pytest.mark.parametrize("objective", Objective)
def test_hundreds_come_and_go(objective: Objective) -> None:
    random = Random(5)  # noqa: S311 - the same story every time
    givers, takers, _ = crowd(1, 40, 40)
    newcomers = crowd(2, 400, 400)
    strangers = [replace(one, id=f"new {one.id}") for side in newcomers[:2] for one in side]
    events: list[object] = []
    for number, stranger in enumerate(random.sample(strangers, 600)):
        kind = random.choice(["leave", "leave", "leave", "change", "decline"])
        events += [stranger, (kind, random.randrange(10**6), random.randrange(21), number)]
    check_story((givers, takers, Policy(objective=objective), events), look_every=60)


@pytest.fixture
def pinned() -> KeptMatching:
    """One volunteer pinned to one of two households."""
    policy = Policy(pins=frozenset({("v", "a")}))
    return keep_matching([volunteer()], [household(id="a"), household(id="b")], policy, now=NOW)


def test_whoever_leaves_gives_the_place_back_to_whom_they_were_pinned(
    pinned: KeptMatching,
) -> None:
    assert not pinned.pairs
    pinned.leave("a")
    assert pinned.pairs == (("v", "b"),)
    pinned.join(household(id="a"))
    assert pinned.pairs in ((("v", "a"),), (("v", "b"),))


def test_whoever_changes_keeps_the_pin_and_its_place(pinned: KeptMatching) -> None:
    pinned.change(volunteer())
    assert not pinned.pairs
    pinned.change(volunteer(capacity=2))
    assert pinned.pairs == (("v", "b"),)


def test_a_change_that_a_pin_does_not_allow_changes_nothing(pinned: KeptMatching) -> None:
    with pytest.raises(MatcherError, match=r"pin \('v', 'a'\) breaks: availability"):
        pinned.change(volunteer(slots=0b10))
    with pytest.raises(MatcherError, match=r"pin \('v', 'a'\) breaks: capacity"):
        pinned.change(volunteer(capacity=0))
    assert not pinned.pairs
    assert pinned.is_proven()


def test_a_pin_that_is_declined_frees_both(pinned: KeptMatching) -> None:
    pinned.decline("v", "a")
    assert pinned.pairs == (("v", "b"),)
    with pytest.raises(MatcherError, match="'b' does not take part"):
        pinned.decline("b", "v")


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
