"""Each single change that could bring a household a volunteer, tried by brute force."""

from collections.abc import Iterator
from dataclasses import replace

from matcher import (
    Asks,
    Change,
    Household,
    Matching,
    Need,
    Policy,
    Relaxation,
    Volunteer,
    explain_pair,
    match,
)
from matcher.rules import metres_between
from tests.matcher.strategies import NOW, Scheme


def eased(giver: Volunteer, taker: Household, change: Relaxation) -> tuple[Volunteer, Household]:
    """The volunteer and the household with the suggested change, and nothing else, applied."""
    match change.change, change.amount:
        case Change.SLOT, int(slot):
            return giver, replace(taker, slots=taker.slots | 1 << slot)
        case Change.CATEGORY, str(category):
            return giver, replace(taker, needs=(*taker.needs, Need(category, 3)))
        case Change.DISTANCE, int(metres):
            limit = min(giver.max_distance_m, taker.max_distance_m) + metres
            if change.asks is not Asks.HOUSEHOLD:
                giver = replace(giver, max_distance_m=max(limit, giver.max_distance_m))
            if change.asks is not Asks.VOLUNTEER:
                taker = replace(taker, max_distance_m=max(limit, taker.max_distance_m))
            return giver, taker
        case _:
            return giver, replace(taker, interpreter_available=True)


def every_change(givers: list[Volunteer], taker: Household) -> Iterator[Relaxation]:
    """Each single change there is, by trying all."""
    for slot in range(21):
        yield Relaxation(Change.SLOT, slot, 0)
    yield Relaxation(Change.INTERPRETER, None, 0)
    for category in {name for giver in givers for name in giver.offers} - taker.categories:
        yield Relaxation(Change.CATEGORY, category, 0)
    for giver in givers:
        beyond = metres_between(giver, taker) - min(giver.max_distance_m, taker.max_distance_m)
        if beyond > 0:
            for asks in Asks:
                yield Relaxation(Change.DISTANCE, beyond, 0, asks)


def who_could_give(scheme: Scheme, before: Matching) -> list[Volunteer]:
    """Those with whom there are as many pairs when they have a place less: by matching anew."""
    givers, takers, policy = scheme
    found = []
    for giver in givers:
        if giver.capacity:
            fewer = replace(giver, capacity=giver.capacity - 1)
            others = [fewer if one is giver else one for one in givers]
            if len(match(others, takers, policy, now=NOW).pairs) == len(before.pairs):
                found.append(giver)
    return found


def opened(free: list[Volunteer], taker: Household, change: Relaxation, policy: Policy) -> int:
    """How many of these volunteers suit once the change is made."""
    return sum(
        not isinstance(explain_pair(*eased(giver, taker, change), policy, NOW), list)
        for giver in free
    )
