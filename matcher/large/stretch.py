"""A stretch of positions on a map, looked at 64 at a time: rules by words, points by pair.

Blocks of words go by longitude from the middle outwards. For each of them there is a bound on what
nearness can still give, so whole words, and in the end the rest of a stretch, are passed over.
"""

from typing import Any

import numpy as np

from matcher.distance import BENT, EARTH_RADIUS_M, PER_DIAMETER
from matcher.large.compiled import compiled, lowest_bit
from matcher.large.exceptions import Exceptions, bonus_of
from matcher.large.looking import INTERPRETER, LEVELS, SLOT_BITS, SLOT_MASK, TALK, Asking, View
from matcher.large.meeting import at_least, needs_wanted
from matcher.large.nearness import Near, first_east_of, most_nearness
from matcher.large.tables import (
    ABOVE,
    BELOW,
    BEST,
    EXCEPTION,
    FLOOR,
    NOTHING,
    Room,
    Tables,
)
from matcher.pairs import Integers
from matcher.scoring import ENOUGH_SLOTS, NEAR_M

_SIXTH, _NEXT, _LAST = 1.0 / 6.0, 3.0 / 40.0, 15.0 / 336.0
_DIAMETER = 2.0 * EARTH_RADIUS_M
_ENOUGH_SLOTS: Any = np.uint64(ENOUGH_SLOTS)
_ALL: Any = np.uint64(0xFFFFFFFFFFFFFFFF)
_NONE: Any = np.uint64(0)
_ONE: Any = np.uint64(1)
_TWO: Any = np.uint64(2)
_MOST_WEIGHED: Any = np.uint64(15)


@compiled
def look(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    one: int,
    room: Room,
    prices: Integers,
    most: int,
    near: Near,
    start: int,
    end: int,
    found_before: int,
) -> int:
    """Look at the positions from `start` to `end`; returns how many pairs are in the room now.

    One function on purpose: with a function each for what a word shares and for scoring a pair, a
    run of 40,000 a side took an eighth longer.
    """
    if start >= end:
        return found_before
    bits, first, record, whole = view.bits, view.first, view.record, view.whole
    language_planes, need_planes, slot_planes = first[0], first[1], first[2]
    birth_planes, interest_planes, wish_planes, flag_planes = first[3], first[4], first[5], first[6]
    own = asking.record[one]
    own_x, own_y, own_z, own_limit, own_falling = own[0], own[1], own[2], own[3], own[4]
    own_slots = np.uint64(asking.whole[one, 5]) & SLOT_MASK
    own_asked, own_bonus = np.uint64(asking.whole[one, 5]) >> SLOT_BITS, asking.whole[one, 6]
    proximity, language_points, need_points = tables.proximity, tables.language, tables.needs
    slot_points, life_points, wish_points = tables.availability, tables.life, tables.reciprocity
    partners, scores, covering, weights = room.partners, room.scores, room.covering, room.weights
    found = np.uint64(found_before)
    floor, below, above = room.floor[FLOOR], room.floor[BELOW], room.floor[ABOVE]
    bins, lowest = room.bins, tables.lowest
    falls, bound = 1.0 / max(near.limit - NEAR_M, 1e-9), near.bound
    most_by_words = tables.most_needs + tables.most_language
    most_by_chance = room.floor[BEST] + own_bonus + room.floor[EXCEPTION]
    most_points = most_by_words + most_by_chance + view.most_bonus
    # Sixteenths of a word count needs met up to 15; who asks for more is not weighed beforehand.
    weighed = np.int64(0 < own_asked <= _MOST_WEIGHED)
    wanted = room.wanted
    wanted[:] = 0
    first_need = asking.needs.start[one]
    needs = asking.needs.start[one + 1] - first_need
    for need in range(needs):
        weights[need] = asking.needs.weight[first_need + need]
    first_exception, last_exception = exceptions.start[one], exceptions.start[one + 1]
    longitude = view.map.longitude
    west_word, east_word = start >> 6, (end - 1) >> 6
    east = first_east_of(longitude, start, end - 1, near.longitude) >> 6
    west = east - 1
    # Where on either side the next block begins, and how near those of this one can be.
    block, east_past, west_past = view.map.block >> 6, east, west
    nearest_east, nearest_west = 0, 0
    eastwards = True
    while west >= west_word or east <= east_word:
        eastwards = west < west_word or (east <= east_word and not eastwards)
        word = east if eastwards else west
        if word == (east_past if eastwards else west_past):
            from_word = word // block * block
            within = most_nearness(
                near,
                proximity,
                falls,
                longitude[max(from_word << 6, start)],
                longitude[min((from_word + block) << 6, end) - 1],
            )
            if eastwards:
                nearest_east, east_past = within, from_word + block
            else:
                nearest_west, west_past = within, from_word - 1
        nearest = nearest_east if eastwards else nearest_west
        if eastwards:
            east += 1
        else:
            west -= 1
        if nearest < 0 or most_points + nearest < floor:
            # Farther on nothing is nearer.
            if eastwards:
                east = east_word + 1
            else:
                west = west_word - 1
            continue
        # All that a pair here can be worth besides needs met and language.
        best = most_by_chance + nearest + view.most_net[word]
        if best + most_by_words < floor:
            continue
        left = _ALL
        if word == west_word:
            left &= _ALL << np.uint64(start & 63)
        if word == east_word:
            left &= _ALL >> np.uint64(63 - ((end - 1) & 63))
        for mark in range(asking.must.start[one], asking.must.start[one + 1]):
            left &= bits[flag_planes + asking.must.number[mark], word]
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
        most_said = language_points[0]
        if native & left:
            most_said = language_points[4]
        elif fluent & left:
            most_said = language_points[3]
        elif conversational & left:
            most_said = language_points[2]
        elif basic & left:
            most_said = language_points[1]
        if best + most_said + tables.most_needs < floor:
            continue
        # Common slots, counted in three bits a place; the third stays once it is set.
        once_free, twice_free, often_free = _NONE, _NONE, _NONE
        slots_left = own_slots
        while slots_left != _NONE:
            free = bits[slot_planes + lowest_bit(slots_left), word]
            slots_left &= slots_left - _ONE
            carry = once_free & free
            once_free ^= free
            often_free |= twice_free & carry
            twice_free ^= carry
        left &= once_free | twice_free | often_free
        covered = _NONE
        for need in range(needs):
            offered = bits[need_planes + asking.needs.number[first_need + need], word]
            covering[need] = offered
            covered |= offered
        left &= covered
        if left == _NONE:
            continue
        if floor > NOTHING:
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
            missing = floor - best
            for level in range(LEVELS + 1):
                wanted[level] = needs_wanted(
                    need_points[own_asked],
                    missing - language_points[level],
                    own_asked * weighed,
                    wanted[level],
                )
            enough = at_least(wanted[4], ones, twos, fours, eights) & native
            enough |= at_least(wanted[3], ones, twos, fours, eights) & fluent
            enough |= at_least(wanted[2], ones, twos, fours, eights) & conversational
            enough |= at_least(wanted[1], ones, twos, fours, eights) & basic
            left &= enough | at_least(wanted[0], ones, twos, fours, eights)
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
        # Of whoever adds less, all that is left to be counted is not enough.
        least_net = floor - (most_by_chance + nearest + most_said + tables.most_needs)
        nearest += own_bonus + room.floor[EXCEPTION]
        while left != _NONE:
            bit = np.uint64(lowest_bit(left))
            left &= left - _ONE
            place = base + bit
            if view.net[place] < least_net:
                continue
            level = (
                (basic >> bit & _ONE)
                + (conversational >> bit & _ONE)
                + (fluent >> bit & _ONE)
                + (native >> bit & _ONE)
            )
            common = (once_free >> bit & _ONE) + (twice_free >> bit & _ONE) * _TWO
            common = min(common + (often_free >> bit & _ONE) * _ENOUGH_SLOTS, _ENOUGH_SLOTS)
            interests = (once >> bit & _ONE) + (twice >> bit & _ONE)
            score = language_points[level]
            score += slot_points[common]
            score += life_points[like_age >> bit & _ONE, interests]
            score += wish_points[wished >> bit & _ONE]
            missing = floor - score - nearest - view.net[place]
            if tables.most_needs < missing:
                continue
            met = np.uint64(0)
            for need in range(needs):
                met += (covering[need] >> bit & _ONE) * weights[need]
            met_points = need_points[own_asked + np.uint64(view.asked[place]), met]
            if met_points < missing:
                continue
            score += met_points
            # Only now the party itself is looked up, which takes longer than all before.
            party = whole[place, 7]
            price = prices[party]
            score += own_bonus + whole[place, 6]
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
            limit, falling = record[place, 3], record[place, 4]
            if own_limit <= limit:
                limit, falling = own_limit, own_falling
            if metres > limit or metres > bound:
                continue
            share = 1.0
            if metres > NEAR_M:
                share = min(max((limit - metres) * falling, 0.0), 1.0)
            score += np.int64(np.rint(proximity * (share * share)))
            if first_exception < last_exception:
                bonus = bonus_of(exceptions, first_exception, last_exception, party)
                if bonus < 0:
                    continue
                score += bonus
            value = score - price
            if value < floor:
                continue
            partners[found] = party
            scores[found] = score
            found += _ONE
            bin_of = max(value - lowest, 0) >> tables.bin
            bins[bin_of] += 1
            if bin_of > below:
                above += 1
                while above >= most:
                    floor = max(floor, ((below + 1) << tables.bin) + lowest)
                    below += 1
                    above -= bins[below]
    room.floor[FLOOR], room.floor[BELOW], room.floor[ABOVE] = floor, below, above
    count: Any = np.int64(found)  # int() would leave it unsigned
    return count
