"""All feasible pairs of one party, found and scored on the fly: rules by words, points by pair.

The rules are those of `rules`, the points those of `scoring`, whose formulas fill the tables; a
test holds all three equal, pair by pair.
"""

from typing import Any, NamedTuple

import numpy as np

from matcher import scoring
from matcher.columns import Degrees
from matcher.distance import BENT, EARTH_RADIUS_M, PER_DIAMETER
from matcher.large.compiled import compiled, count_bits, lowest_bit
from matcher.large.looking import INTERPRETER, LEVELS, SLOTS, TALK, Asking, View
from matcher.large.planes import Words
from matcher.pairs import Integers, SmallIntegers
from matcher.policy import Criterion, Weights
from matcher.scoring import ENOUGH_INTERESTS, ENOUGH_SLOTS, NEAR_M

_SIXTH, _NEXT, _LAST = 1.0 / 6.0, 3.0 / 40.0, 15.0 / 336.0
_DIAMETER = 2.0 * EARTH_RADIUS_M
_NARROW = 0.25
_ENOUGH_SLOTS: Any = np.uint64(ENOUGH_SLOTS)
_SLOT_BITS: Any = np.uint64(SLOTS)
_SLOT_MASK: Any = np.uint64((1 << SLOTS) - 1)
_ALL: Any = np.uint64(0xFFFFFFFFFFFFFFFF)
_NONE: Any = np.uint64(0)
_ONE: Any = np.uint64(1)
_TWO: Any = np.uint64(2)
_MOST_WEIGHED: Any = np.uint64(15)
_IMPOSSIBLE = 16


MOST_BINS = 512
"""Scores are counted in so many bins at most, each a power of two wide."""

_FLOOR, _BELOW, _ABOVE, _BEST, _NEAREST, _EXCEPTION = range(6)
"""Entries of Room.floor."""


class Tables(NamedTuple):
    """Points by what was counted, from the formulas of `scoring`.

    language (5,), needs (asked + 1, covered + 1), availability (5,), life (2, 3), reciprocity (2,);
    `proximity` and `most_needs` are the weights of those criteria, `bin` the
    width of a bin of scores.
    """

    bin: int
    proximity: float
    language: Integers
    needs: Integers
    most_needs: int
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

    `covering` and `weights` have an entry for each need of a party; `bins` count scores found, a
    2^bin each; `floor` holds the lowest score of interest, its bin, how many are above that bin,
    the most that all but language and nearness can give, the most for nearness, and for exceptions;
    `wanted` is how much of the needs has to be met at each level of language.
    """

    partners: SmallIntegers
    scores: Integers
    covering: Words
    weights: Words
    bins: Integers
    floor: Integers
    wanted: Integers


def room_for(view: View, largest: int) -> Room:
    """Room for the pairs of anybody who looks through this; one for each thread."""
    parties = len(view.record)
    most_needs = int(view.first[2] - view.first[1])
    return Room(
        np.empty(parties, np.int32),
        np.empty(parties, np.int64),
        np.empty(most_needs, np.uint64),
        np.empty(most_needs, np.uint64),
        np.zeros((largest >> bin_width(largest)) + 2, np.int64),
        np.zeros(6, np.int64),
        np.zeros(LEVELS + 1, np.int64),
    )


def bin_width(largest: int) -> int:
    """As a power of two."""
    return max(0, largest.bit_length() - MOST_BINS.bit_length() + 1)


def tables(weights: Weights, most_asked: int, largest: int) -> Tables:
    """For weights, the weight of all needs of one household, and scores with bonuses."""
    covered = np.arange(most_asked + 1)
    like, shared = np.arange(2)[:, None], np.arange(ENOUGH_INTERESTS + 1)

    def points(criterion: Criterion, value: scoring.Quantity) -> Integers:
        found: Integers = scoring.points(weights.of(criterion), value)
        return found

    return Tables(
        bin=bin_width(largest),
        proximity=float(weights.proximity),
        language=points(Criterion.LANGUAGE, scoring.language(np.arange(LEVELS + 1))),
        needs=points(
            Criterion.NEEDS, scoring.needs(covered.astype(np.float64), covered[:, None] * 1.0)
        ),
        most_needs=weights.needs,
        availability=points(
            Criterion.AVAILABILITY, scoring.availability(np.arange(ENOUGH_SLOTS + 1))
        ),
        life=points(Criterion.LIFE, scoring.life(like, shared)),
        reciprocity=points(Criterion.RECIPROCITY, scoring.reciprocity(np.arange(2))),
    )


@compiled
def _bisect(longitude: Degrees, low: int, high: int, value: float) -> int:
    """The first position of a stretch that is not west of a longitude."""
    while low < high:
        middle = (low + high) >> 1
        if longitude[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _half_width(reach: float, apart: float, cosines: float) -> float:
    """How far a circle reaches to either side between two parallels, in degrees; 360 for all.

    Args:
        reach: sin^2 of half the radius.
        apart: radians from the middle of the circle to the nearer parallel; 0 between them.
        cosines: the cosine of the middle's latitude times the least cosine between the parallels.

    hav(d) = hav(difference in latitude) + cos cos hav(difference in longitude), for the difference
    in longitude; bounded from above, so that nobody within reach is left out.
    """
    half = apart * 0.5
    sine = half * (1.0 - half * half * _SIXTH)
    left = reach - sine * sine
    left = max(left, 0.0)
    if left >= cosines * _NARROW:
        return 360.0
    # arcsin(x) <= x (1 + x^2 / 4) while x^2 <= NARROW.
    share = left / cosines
    return np.degrees(2.0 * np.sqrt(share) * (1.0 + 0.25 * share)) + 1e-7


@compiled
def find_pairs(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    one: int,
    room: Room,
    floor: int,
    most: int,
) -> int:
    """Write the feasible pairs of party `one` with points and bonuses to `room`; returns how many.

    Pairs that score less than `floor` may be left out, and as soon as there are `most` better ones,
    so may be others: afterwards all that score `room.floor[0]` or more have been written.
    """
    drawn = view.map
    found = 0
    if not asking.open[one]:
        return found
    room.bins[:] = 0
    room.floor[_FLOOR] = floor
    room.floor[_BELOW] = max(floor, 0) >> tables.bin
    room.floor[_ABOVE] = 0
    room.floor[_BEST] = _most_points(asking, view, tables, one)
    room.floor[_EXCEPTION] = 0
    for entry in range(exceptions.start[one], exceptions.start[one + 1]):
        room.floor[_EXCEPTION] = max(room.floor[_EXCEPTION], exceptions.bonus[entry])
    latitude, longitude = asking.latitude[one], asking.longitude[one]
    cosine = max(np.cos(np.radians(latitude)), 0.0)
    for kind in range(len(drawn.class_reach)):
        radius = (min(asking.record[one, 3], drawn.class_reach[kind]) + 1.0) / EARTH_RADIUS_M
        reach = np.sin(min(radius, np.pi) * 0.5) ** 2
        degrees = np.degrees(radius)
        height, base = drawn.class_height[kind], drawn.class_south[kind]
        bands = drawn.class_band[kind + 1] - drawn.class_band[kind]
        lowest = max(int(np.floor((latitude - degrees - base) / height)), 0)
        highest = min(int(np.floor((latitude + degrees - base) / height)), bands - 1)
        limit = min(asking.record[one, 3], drawn.class_reach[kind])
        # From the middle outwards: good pairs come first, and rule most of the others out.
        home = min(max(int(np.floor((latitude - base) / height)), lowest), highest)
        for turn in range(2 * (highest - lowest) + 2):
            within = home + (turn + 1) // 2 * (1 if turn & 1 else -1)
            if within < lowest or within > highest:
                continue
            band = drawn.class_band[kind] + within
            start, end = drawn.band_start[band], drawn.band_start[band + 1]
            if start == end:
                continue
            south = base + within * height
            apart = np.radians(max(south - latitude, latitude - south - height, 1e-9) - 1e-9)
            cosines = cosine * drawn.band_cosine[band]
            width = _half_width(reach, apart, cosines)
            if width >= 180.0:
                _come_near(tables, room, limit, 0.0)
                found = _look(asking, view, tables, exceptions, one, start, end, room, most, found)
                continue
            west, east = longitude - width, longitude + width
            first = _bisect(drawn.longitude, start, end, west)
            last = _bisect(drawn.longitude, first, end, east)
            _come_near(tables, room, limit, EARTH_RADIUS_M * apart - 2.0)
            found = _look(asking, view, tables, exceptions, one, first, last, room, most, found)
            if west < -180.0:
                again = _bisect(drawn.longitude, last, end, west + 360.0)
                found = _look(asking, view, tables, exceptions, one, again, end, room, most, found)
            if east > 180.0:
                again = _bisect(drawn.longitude, start, first, east - 360.0)
                found = _look(
                    asking, view, tables, exceptions, one, start, again, room, most, found
                )
    return found


@compiled
def _come_near(tables: Tables, room: Room, limit: float, metres: float) -> None:
    """The most that nearness can give from that far on, with an exception's bonus."""
    share = 1.0
    if metres > NEAR_M:
        share = min(max((limit - metres) / max(limit - NEAR_M, 1e-9), 0.0), 1.0)
    nearness = np.int64(tables.proximity * share * share) + 2
    room.floor[_NEAREST] = min(nearness, np.int64(tables.proximity)) + room.floor[_EXCEPTION]


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
    most: int,
    found_before: int,
) -> int:
    """Look at the positions from `start` to `end`, a word of 64 at a time."""
    if start >= end:
        return found_before
    bits, first, record, whole = view.bits, view.first, view.record, view.whole
    language_planes, need_planes, slot_planes = first[0], first[1], first[2]
    birth_planes, interest_planes, wish_planes, flag_planes = first[3], first[4], first[5], first[6]
    own = asking.record[one]
    own_x, own_y, own_z, own_limit, own_falling = own[0], own[1], own[2], own[3], own[4]
    own_slots = np.uint64(asking.whole[one, 5]) & _SLOT_MASK
    own_asked, own_bonus = np.uint64(asking.whole[one, 5]) >> _SLOT_BITS, asking.whole[one, 6]
    proximity, language_points, need_points = tables.proximity, tables.language, tables.needs
    slot_points, life_points, wish_points = tables.availability, tables.life, tables.reciprocity
    partners, scores, covering, weights = room.partners, room.scores, room.covering, room.weights
    found = np.uint64(found_before)
    floor, below, above = room.floor[_FLOOR], room.floor[_BELOW], room.floor[_ABOVE]
    bins = room.bins
    nearest = room.floor[_NEAREST]
    best = room.floor[_BEST] + nearest
    if best + tables.most_needs + language_points[4] < floor:
        return found_before
    # Sixteenths of a word count needs met up to 15; who asks for more is not weighed beforehand.
    weighed = np.int64(0 < own_asked <= _MOST_WEIGHED)
    wanted = room.wanted
    for level in range(LEVELS + 1):
        wanted[level] = _needs_wanted(
            need_points[own_asked], floor - best - language_points[level], own_asked * weighed
        )
    first_need = asking.needs.start[one]
    needs = asking.needs.start[one + 1] - first_need
    for need in range(needs):
        weights[need] = asking.needs.weight[first_need + need]
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
        slots_left = own_slots
        while slots_left != _NONE:
            free |= bits[slot_planes + lowest_bit(slots_left), word]
            slots_left &= slots_left - _ONE
        left &= free
        covered = _NONE
        for need in range(needs):
            offered = bits[need_planes + asking.needs.number[first_need + need], word]
            covering[need] = offered
            covered |= offered
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
        if floor > 0:
            ones, twos, fours, eights = _NONE, _NONE, _NONE, _NONE
            for need in range(needs * weighed):
                offered, weight = covering[need], weights[need]
                carry = _NONE
                if weight & _ONE:
                    carry = ones & offered
                    ones ^= offered
                if weight & _TWO:
                    both = twos & offered
                    twos ^= offered
                    also = twos & carry
                    twos ^= carry
                    carry = both | also
                else:
                    also = twos & carry
                    twos ^= carry
                    carry = also
                eights |= fours & carry
                fours ^= carry
            enough = _at_least(wanted[4], ones, twos, fours, eights) & native
            enough |= _at_least(wanted[3], ones, twos, fours, eights) & fluent
            enough |= _at_least(wanted[2], ones, twos, fours, eights) & conversational
            enough |= _at_least(wanted[1], ones, twos, fours, eights) & basic
            left &= enough | _at_least(wanted[0], ones, twos, fours, eights)
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
        base = np.uint64(word) << np.uint64(6)
        while left != _NONE:
            bit = np.uint64(lowest_bit(left))
            left &= left - _ONE
            place = base + bit
            met = np.uint64(0)
            for need in range(needs):
                met += (covering[need] >> bit & _ONE) * weights[need]
            level = (
                (basic >> bit & _ONE)
                + (conversational >> bit & _ONE)
                + (fluent >> bit & _ONE)
                + (native >> bit & _ONE)
            )
            packed = np.uint64(whole[place, 5])
            common = min(np.uint64(count_bits(own_slots & packed)), _ENOUGH_SLOTS)
            interests = (once >> bit & _ONE) + (twice >> bit & _ONE)
            score = language_points[level]
            score += need_points[own_asked + (packed >> _SLOT_BITS), met]
            score += slot_points[common]
            score += life_points[like_age >> bit & _ONE, interests]
            score += wish_points[wished >> bit & _ONE]
            score += own_bonus + whole[place, 6]
            if score + nearest < floor:
                continue
            dx, dy, dz = (
                own_x - record[place, 0],
                own_y - record[place, 1],
                own_z - record[place, 2],
            )
            squared = dx * dx + dy * dy + dz * dz
            u = squared * PER_DIAMETER
            if u < BENT:
                terms = 1.0 + u * (_SIXTH + u * (_NEXT + u * _LAST))
                metres = np.rint(np.sqrt(squared) * 0.01 * terms)
            else:
                metres = np.rint(_DIAMETER * np.arcsin(min(np.sqrt(u), 1.0)))
            limit, falls = record[place, 3], record[place, 4]
            if own_limit <= limit:
                limit, falls = own_limit, own_falling
            if metres > limit:
                continue
            share = 1.0
            if metres > NEAR_M:
                share = min(max((limit - metres) * falls, 0.0), 1.0)
            score += np.int64(np.rint(proximity * (share * share)))
            party = whole[place, 7]
            if first_exception < last_exception:
                bonus = _exception(exceptions, first_exception, last_exception, party)
                if bonus < 0:
                    continue
                score += bonus
            partners[found] = party
            scores[found] = score
            found += _ONE
            bin_of = score >> tables.bin
            bins[bin_of] += 1
            if bin_of > below:
                above += 1
                while above >= most:
                    floor = max(floor, (below + 1) << tables.bin)
                    below += 1
                    above -= bins[below]
    room.floor[_FLOOR], room.floor[_BELOW], room.floor[_ABOVE] = floor, below, above
    count: Any = np.int64(found)  # int() would leave it unsigned
    return count


@compiled
def _needs_wanted(points: Integers, missing: int, asked: int) -> int:
    """How much of the needs has to be met for so many points; 16 where all is too little."""
    if asked == 0:
        return 0
    met = np.uint64(0)
    while met <= asked and points[met] < missing:
        met += _ONE
    return int(met) if met <= asked else _IMPOSSIBLE


@compiled
def _at_least(number: int, ones: Any, twos: Any, fours: Any, eights: Any) -> Any:  # noqa: ANN401 - words
    """In which of 64 places a number of four bits, one in each of these words, is so large."""
    if number <= 0:
        return _ALL
    if number >= _IMPOSSIBLE:
        return _NONE
    more, equal = _NONE, _ALL
    if number & 8:
        equal = eights
    else:
        more, equal = eights, ~eights
    if number & 4:
        equal &= fours
    else:
        more |= equal & fours
        equal &= ~fours
    if number & 2:
        equal &= twos
    else:
        more |= equal & twos
        equal &= ~twos
    if number & 1:
        return more | equal & ones
    return more | equal


@compiled
def _most_points(asking: Asking, view: View, tables: Tables, one: int) -> int:
    """What a pair can have at most, but for language, needs, nearness and exceptions."""
    best = tables.availability[min(count_bits(np.uint64(asking.whole[one, 5]) & _SLOT_MASK), 4)]
    like_age = asking.births.start[one + 1] > asking.births.start[one]
    interests = min(asking.interests.start[one + 1] - asking.interests.start[one], 2)
    best += tables.life[np.int64(like_age), interests]
    wishes = asking.wishes.start[one + 1] > asking.wishes.start[one]
    best += tables.reciprocity[np.int64(wishes)] + asking.whole[one, 6] + view.most_bonus
    return int(best)


@compiled
def _exception(exceptions: Exceptions, first: int, last: int, party: int) -> int:
    for entry in range(first, last):
        if exceptions.partner[entry] == party:
            return exceptions.bonus[entry]
    return 0
