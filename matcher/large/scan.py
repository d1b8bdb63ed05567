"""All feasible pairs of one party, found and scored on the fly: who is within reach.

The rules are those of `rules`, the points those of `scoring`, whose formulas fill the tables; a
test holds all three equal, pair by pair.
"""

import numpy as np

from matcher.columns import Degrees
from matcher.distance import EARTH_RADIUS_M
from matcher.large.compiled import compiled, count_bits
from matcher.large.exceptions import Exceptions
from matcher.large.looking import SLOT_MASK, Asking, View
from matcher.large.stretch import Near, look
from matcher.large.tables import ABOVE, BELOW, BEST, EXCEPTION, FLOOR, Room, Tables
from matcher.pairs import Integers

_SIXTH = 1.0 / 6.0
_NARROW = 0.25


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
        radius = (limit + 1.0) / EARTH_RADIUS_M
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
            least = _least_haversine(apart)
            left = reach - least
            if left < 0.0:
                continue
            width = _half_width(left, cosines)
            if width >= 180.0:
                near = Near(longitude, limit, least, 0.0)
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
                    start,
                    end,
                    found,
                )
                continue
            near = Near(longitude, limit, least, cosines)
            west, east = longitude - width, longitude + width
            first = _bisect(drawn.longitude, start, end, west)
            last = _bisect(drawn.longitude, first, end, east)
            found = look(
                asking, view, tables, exceptions, one, room, prices, most, near, first, last, found
            )
            if west < -180.0:
                again = _bisect(drawn.longitude, last, end, west + 360.0)
                near = Near(longitude + 360.0, limit, least, cosines)
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
                    again,
                    end,
                    found,
                )
            if east > 180.0:
                again = _bisect(drawn.longitude, start, first, east - 360.0)
                near = Near(longitude - 360.0, limit, least, cosines)
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
                    start,
                    again,
                    found,
                )
    return found


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
def _least_haversine(apart: float) -> float:
    """At most the haversine, sin^2 of half, of so many radians."""
    half = apart * 0.5
    sine = half * (1.0 - half * half * _SIXTH)
    return float(sine * sine)


@compiled
def _half_width(left: float, cosines: float) -> float:
    """How far a circle reaches to either side between two parallels, in degrees; 360 for all.

    Args:
        left: sin^2 of half the radius, less that of half the way to the nearer parallel.
        cosines: the cosine of the middle's latitude times the least cosine between the parallels.

    hav(d) = hav(difference in latitude) + cos cos hav(difference in longitude), for the difference
    in longitude; bounded from above, so that nobody within reach is left out.
    """
    if left >= cosines * _NARROW:
        return 360.0
    # arcsin(x) <= x (1 + x^2 / 4) while x^2 <= NARROW.
    share = left / cosines
    return np.degrees(2.0 * np.sqrt(share) * (1.0 + 0.25 * share)) + 1e-7


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
