"""How near the people of a stretch of a map can be at best, in a few operations."""

from typing import NamedTuple

import numpy as np

from matcher.columns import Degrees
from matcher.distance import EARTH_RADIUS_M
from matcher.large.compiled import compiled
from matcher.scoring import NEAR_M

_SIXTH = 1.0 / 6.0
_NARROW = 0.25
_DIAMETER = 2.0 * EARTH_RADIUS_M
ROUNDED = 2
"""Metres, and points, that rounding can add."""


class Near(NamedTuple):
    """How far the positions of a stretch are at least.

    Attributes:
        longitude: of who looks, in degrees of the same turn as the stretch.
        limit: metres, of the people; at it, nearness gives nothing any more.
        bound: metres, at most `limit`; nobody beyond is a partner.
        apart: (radians / 2)^2 of the way to the nearer parallel, or less.
        cosines: the product of both latitudes' cosines, or less; 0 where longitude tells nothing.
    """

    longitude: float
    limit: float
    bound: float
    apart: float
    cosines: float


@compiled
def most_nearness(near: Near, proximity: float, falls: float, west: float, east: float) -> int:
    """The most points for nearness from one longitude to another; below 0 beyond reach."""
    degrees = max(west - near.longitude, near.longitude - east, 0.0)
    half = np.radians(degrees) * 0.5
    sine = half * (1.0 - half * half * _SIXTH)
    metres = _DIAMETER * np.sqrt(near.apart + near.cosines * (sine * sine)) - ROUNDED
    if metres > near.bound:
        return -1
    if metres <= NEAR_M:
        return int(proximity)
    share = min((near.limit - metres) * falls, 1.0)
    return int(min(proximity * (share * share) + ROUNDED, proximity))


@compiled
def first_east_of(longitude: Degrees, low: int, high: int, value: float) -> int:
    """The first position of a stretch that is not west of a longitude."""
    while low < high:
        middle = (low + high) >> 1
        if longitude[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def least_haversine(apart: float) -> float:
    """At most the haversine, sin^2 of half, of so many radians."""
    half = apart * 0.5
    sine = half * (1.0 - half * half * _SIXTH)
    return float(sine * sine)


@compiled
def half_width(left: float, cosines: float) -> float:
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
