"""All feasible pairs of one party, found and scored on the fly: rules by words, points by pair.

The rules are those of `rules`, the points those of `scoring`, whose formulas fill the tables; a
test holds all three equal, pair by pair.
"""

from typing import NamedTuple

import numpy as np

from matcher import scoring
from matcher.distance import BENT, EARTH_RADIUS_M
from matcher.large.compiled import compiled, count_bits, lowest_bit
from matcher.large.looking import INTERPRETER, LEVELS, TALK, Asking, View
from matcher.large.planes import Words
from matcher.pairs import Integers, SmallIntegers
from matcher.parties import Level
from matcher.policy import Criterion, Weights
from matcher.scoring import ENOUGH_INTERESTS, ENOUGH_SLOTS, NEAR_M

_SIXTH, _NEXT, _LAST = 1.0 / 6.0, 3.0 / 40.0, 15.0 / 336.0
_DIAMETER = 2.0 * EARTH_RADIUS_M
_CONVERSATIONAL = int(Level.CONVERSATIONAL)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_NONE = np.uint64(0)
_ONE = np.uint64(1)


class Tables(NamedTuple):
    """Points by what was counted, from the formulas of `scoring`.

    language (5,), needs (asked + 1, covered + 1), availability (5,), life (2, 3), reciprocity (2,);
    `proximity` is the weight of that criterion.
    """

    proximity: float
    language: Integers
    needs: Integers
    availability: Integers
    life: Integers
    reciprocity: Integers


class Exceptions(NamedTuple):
    """Pairs that are not like the others: start (n + 1,), partner ascending, and their bonus.

    A bonus below 0 says that the pair is ruled out.
    """

    start: Integers
    partner: SmallIntegers
    bonus: Integers


class Room(NamedTuple):
    """Where the pairs of one party are written: partners and scores, as many as there may be.

    `covering` has a word for each need of a party.
    """

    partners: SmallIntegers
    scores: Integers
    covering: Words


def room_for(asking: Asking, view: View) -> Room:
    """Room for the pairs of any of these; one for each thread."""
    parties = len(view.map.party)
    most_needs = int(np.diff(asking.needs.start).max(initial=0))
    return Room(
        np.empty(parties, np.int32), np.empty(parties, np.int64), np.empty(most_needs, np.uint64)
    )


def tables(weights: Weights, most_asked: int) -> Tables:
    covered = np.arange(most_asked + 1)
    like, shared = np.arange(2)[:, None], np.arange(ENOUGH_INTERESTS + 1)

    def points(criterion: Criterion, value: scoring.Quantity) -> Integers:
        found: Integers = scoring.points(weights.of(criterion), value)
        return found

    return Tables(
        proximity=float(weights.proximity),
        language=points(Criterion.LANGUAGE, scoring.language(np.arange(LEVELS + 1))),
        needs=points(
            Criterion.NEEDS, scoring.needs(covered.astype(np.float64), covered[:, None] * 1.0)
        ),
        availability=points(
            Criterion.AVAILABILITY, scoring.availability(np.arange(ENOUGH_SLOTS + 1))
        ),
        life=points(Criterion.LIFE, scoring.life(like, shared)),
        reciprocity=points(Criterion.RECIPROCITY, scoring.reciprocity(np.arange(2))),
    )


@compiled
def _bisect(longitude, low, high, value):  # type: ignore[no-untyped-def]
    while low < high:
        middle = (low + high) >> 1
        if longitude[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _half_width(latitude: float, reach: float, south: float, north: float) -> float:
    """The widest that a circle is between two parallels, in degrees to either side; 360 for all.

    Degrees and metres in; cos(width) = (cos r - sin a sin b) / (cos a cos b), widest where
    sin b = sin a / cos r. A margin of a metre covers rounding.
    """
    radius = (reach + 1.0) / EARTH_RADIUS_M
    phi = np.radians(latitude)
    if radius + abs(phi) >= np.pi / 2 - 1e-9:
        return 360.0
    widest = np.arcsin(min(max(np.sin(phi) / np.cos(radius), -1.0), 1.0))
    at = min(max(widest, np.radians(south)), np.radians(north))
    if abs(at) >= np.pi / 2 - 1e-9:
        return 360.0
    cosine = (np.cos(radius) - np.sin(phi) * np.sin(at)) / (np.cos(phi) * np.cos(at))
    if cosine >= 1.0:
        # The parallels only graze the circle; nothing but rounding could lie there.
        return 1e-4
    if cosine <= -1.0:
        return 360.0
    return np.degrees(np.arccos(cosine)) + 1e-9


@compiled
def find_pairs(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    one: int,
    room: Room,
) -> int:
    """Write every feasible pair of party `one` with its points and bonuses to `room`; returns how many."""
    drawn = view.map
    found = 0
    latitude, longitude = asking.latitude[one], asking.longitude[one]
    for kind in range(len(drawn.class_reach)):
        reach = min(asking.limit[one], drawn.class_reach[kind])
        degrees = np.degrees((reach + 1.0) / EARTH_RADIUS_M)
        height, base = drawn.class_height[kind], drawn.class_south[kind]
        bands = drawn.class_band[kind + 1] - drawn.class_band[kind]
        lowest = max(int(np.floor((latitude - degrees - base) / height)), 0)
        highest = min(int(np.floor((latitude + degrees - base) / height)), bands - 1)
        for band in range(lowest, highest + 1):
            start = drawn.band_start[drawn.class_band[kind] + band]
            end = drawn.band_start[drawn.class_band[kind] + band + 1]
            if start == end:
                continue
            south = base + band * height - 1e-9
            width = _half_width(latitude, reach, south, south + height + 2e-9)
            west, east = longitude - width, longitude + width
            if width >= 180.0:
                found = _look(asking, view, tables, exceptions, one, start, end, room, found)
                continue
            first = _bisect(drawn.longitude, start, end, west)
            last = _bisect(drawn.longitude, first, end, east)
            while last < end and drawn.longitude[last] <= east:
                last += 1
            found = _look(asking, view, tables, exceptions, one, first, last, room, found)
            if west < -180.0:
                again = _bisect(drawn.longitude, last, end, west + 360.0)
                found = _look(asking, view, tables, exceptions, one, again, end, room, found)
            if east > 180.0:
                again = _bisect(drawn.longitude, start, first, east - 360.0 + 1e-9)
                found = _look(asking, view, tables, exceptions, one, start, again, room, found)
    return found


@compiled
def _look(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    one: int,
    start: int,
    end: int,
    room: Room,
    found: int,
) -> int:
    """Look at the positions from `start` to `end`, a word of 64 at a time."""
    if start >= end:
        return found
    drawn, bits, first = view.map, view.bits, view.first
    language_planes, need_planes, slot_planes = first[0], first[1], first[2]
    birth_planes, interest_planes, wish_planes, flag_planes = first[3], first[4], first[5], first[6]
    own_slots = asking.slots[one]
    first_need, last_need = asking.needs.start[one], asking.needs.start[one + 1]
    first_exception, last_exception = exceptions.start[one], exceptions.start[one + 1]
    for word in range(start >> 6, ((end - 1) >> 6) + 1):
        left = _ALL
        if word == start >> 6:
            left &= _ALL << np.uint64(start & 63)
        if word == (end - 1) >> 6:
            left &= _ALL >> np.uint64(63 - ((end - 1) & 63))
        for mark in range(asking.must.start[one], asking.must.start[one + 1]):
            left &= bits[flag_planes + asking.must.number[mark], word]
        if left == _NONE:
            continue
        free = _NONE
        slots_left = np.uint64(own_slots)
        while slots_left != _NONE:
            free |= bits[slot_planes + lowest_bit(slots_left), word]
            slots_left &= slots_left - _ONE
        left &= free
        covered = _NONE
        for mark in range(first_need, last_need):
            need = bits[need_planes + asking.needs.number[mark], word]
            room.covering[mark - first_need] = need
            covered |= need
        left &= covered
        if left == _NONE:
            continue
        basic, conversational, fluent, native, practice = _NONE, _NONE, _NONE, _NONE, _NONE
        for mark in range(asking.speaks.start[one], asking.speaks.start[one + 1]):
            language = language_planes + LEVELS * asking.speaks.number[mark]
            level = asking.speaks.weight[mark]
            basic |= bits[language, word]
            if level >= 2:
                conversational |= bits[language + 1, word]
            if level >= 3:
                fluent |= bits[language + 2, word]
            if level >= 4:
                native |= bits[language + 3, word]
            if asking.talks[one] and level >= asking.own_level:
                practice |= bits[language + asking.other_level - 1, word]
        if not asking.any_language[one]:
            heard = conversational | bits[flag_planes + INTERPRETER, word]
            left &= heard | practice & bits[flag_planes + TALK, word]
            if left == _NONE:
                continue
        like_age = _NONE
        for mark in range(asking.births.start[one], asking.births.start[one + 1]):
            like_age |= bits[birth_planes + asking.births.number[mark], word]
        once, twice = _NONE, _NONE
        for mark in range(asking.interests.start[one], asking.interests.start[one + 1]):
            interest = bits[interest_planes + asking.interests.number[mark], word]
            twice |= once & interest
            once |= interest
        wished = _NONE
        for mark in range(asking.wishes.start[one], asking.wishes.start[one + 1]):
            wished |= bits[wish_planes + asking.wishes.number[mark], word]
        while left != _NONE:
            bit = np.uint64(lowest_bit(left))
            left &= left - _ONE
            place = (word << 6) + np.int64(bit)
            dx = asking.x[one] - drawn.x[place]
            dy = asking.y[one] - drawn.y[place]
            dz = asking.z[one] - drawn.z[place]
            chord = np.sqrt(dx * dx + dy * dy + dz * dz) / 100.0
            half = chord / _DIAMETER
            u = half * half
            if u < BENT:
                metres = np.rint(chord * (1.0 + u * (_SIXTH + u * (_NEXT + u * _LAST))))
            else:
                metres = np.rint(_DIAMETER * np.arcsin(min(half, 1.0)))
            limit = min(asking.limit[one], drawn.limit[place])
            if metres > limit:
                continue
            share = 1.0
            if metres > NEAR_M:
                share = (limit - metres) / max(limit - NEAR_M, 1e-9)
                share = min(max(share, 0.0), 1.0)
            score = np.int64(np.rint(tables.proximity * (share * share)))
            level = (
                (basic >> bit & _ONE)
                + (conversational >> bit & _ONE)
                + (fluent >> bit & _ONE)
                + (native >> bit & _ONE)
            )
            met = np.int64(0)
            for mark in range(first_need, last_need):
                met += (
                    np.int64(room.covering[mark - first_need] >> bit & _ONE)
                    * asking.needs.weight[mark]
                )
            common = min(count_bits(np.uint64(own_slots & view.slots[place])), ENOUGH_SLOTS)
            interests = np.int64(once >> bit & _ONE) + np.int64(twice >> bit & _ONE)
            score += tables.language[np.int64(level)]
            score += tables.needs[asking.asked[one] + view.asked[place], met]
            score += tables.availability[common]
            score += tables.life[np.int64(like_age >> bit & _ONE), interests]
            score += tables.reciprocity[np.int64(wished >> bit & _ONE)]
            score += asking.bonus[one] + view.bonus[place]
            party = drawn.party[place]
            if first_exception < last_exception:
                bonus = _exception(exceptions, first_exception, last_exception, party)
                if bonus < 0:
                    continue
                score += bonus
            room.partners[found] = party
            room.scores[found] = score
            found += 1
    return found


@compiled
def _exception(exceptions: Exceptions, first: int, last: int, party: int) -> int:
    for entry in range(first, last):
        if exceptions.partner[entry] == party:
            return exceptions.bonus[entry]
    return 0
