"""All feasible pairs of one party, found and scored on the fly: who is within reach.

The rules are those of `rules`, the points those of `scoring`, whose formulas fill the tables; a
test holds all three equal, pair by pair.
"""

import numpy as np

from matcher.distance import EARTH_RADIUS_M
from matcher.large.compiled import compiled, count_bits
from matcher.large.exceptions import Exceptions
from matcher.large.looking import SLOT_MASK, Asking, View
from matcher.large.nearness import Near, first_east_of, half_width, least_haversine
from matcher.large.stretch import look
from matcher.large.tables import ABOVE, BELOW, BEST, EXCEPTION, FLOOR, Room, Tables
from matcher.pairs import Integers

_BEYOND_ALL = 720.0
"""Degrees to either side in which everybody is, wherever one begins."""


@compiled
def find_pairs(
    asking: Asking,
    view: View,
    tables: Tables,
    exceptions: Exceptions,
    one: int,
    room: Room,
    prices: Integers,
    floor: int,
    most: int,
) -> int:
    """Write the feasible pairs of party `one` with points and bonuses to `room`; returns how many.

    A pair is worth its score less the partner's price. Pairs that are worth less than `floor` may
    be left out, and as soon as there are `most` better ones, so may be others: afterwards all that
    are worth `room.floor[FLOOR]` or more have been written.
    """
    drawn = view.map
    found = 0
    room.floor[FLOOR] = floor
    if not asking.open[one]:
        return found
    room.bins[:] = 0
    room.floor[BELOW] = max(floor - tables.lowest, 0) >> tables.bin
    room.floor[ABOVE] = 0
    room.floor[BEST] = _most_points(asking, tables, one)
    room.floor[EXCEPTION] = 0
    for entry in range(exceptions.start[one], exceptions.start[one + 1]):
        room.floor[EXCEPTION] = max(room.floor[EXCEPTION], exceptions.bonus[entry])
    latitude, longitude = asking.latitude[one], asking.longitude[one]
    cosine = max(np.cos(np.radians(latitude)), 0.0)
    for kind in range(len(drawn.class_reach)):
        limit = min(asking.record[one, 3], drawn.class_reach[kind])
        bound = min(limit, tables.reach)
        radius = (bound + 1.0) / EARTH_RADIUS_M
        reach = np.sin(min(radius, np.pi) * 0.5) ** 2
        degrees = np.degrees(radius)
        height, base = drawn.class_height[kind], drawn.class_south[kind]
        bands = drawn.class_band[kind + 1] - drawn.class_band[kind]
        lowest = max(int(np.floor((latitude - degrees - base) / height)), 0)
        highest = min(int(np.floor((latitude + degrees - base) / height)), bands - 1)
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
            least = least_haversine(apart)
            left = reach - least
            if left < 0.0:
                continue
            width = half_width(left, cosines)
            if width >= 180.0:
                # Around a pole, longitude tells nothing.
                width, cosines = _BEYOND_ALL, 0.0
            for around in (0.0, -360.0, 360.0):
                middle = longitude + around
                if around != 0.0 and (
                    width == _BEYOND_ALL or middle + width < -180.0 or middle - width > 180.0
                ):
                    continue
                near = Near(middle, limit, bound, least, cosines)
                first = first_east_of(drawn.longitude, start, end, middle - width)
                last = first_east_of(drawn.longitude, first, end, middle + width)
                if first == last:
                    continue
                # Who is alike stands together, so only whole blocks are in order of longitude.
                first = max(first // drawn.block * drawn.block, start)
                last = min(-(-last // drawn.block) * drawn.block, end)
                found = look(
                    asking,
                    view,
                    tables,
                    exceptions,
                    one,
                    room,
                    prices,
                    most,
                    near,
                    first,
                    last,
                    found,
                )
    return found


@compiled
def _most_points(asking: Asking, tables: Tables, one: int) -> int:
    """What a pair can have at most, but for language, needs, nearness and bonuses."""
    best = tables.availability[min(count_bits(np.uint64(asking.whole[one, 5]) & SLOT_MASK), 4)]
    like_age = asking.births.start[one + 1] > asking.births.start[one]
    interests = min(asking.interests.start[one + 1] - asking.interests.start[one], 2)
    best += tables.life[np.int64(like_age), interests]
    wishes = asking.wishes.start[one + 1] > asking.wishes.start[one]
    best += tables.reciprocity[np.int64(wishes)]
    return int(best)
