"""How far, and how long on foot.

Points on a sphere become whole centimetres in space, and metres follow by additions, products, one
root and rounding only: every machine, and every way of computing here, gets the same metre.
"""

from typing import Any

import numpy as np

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius; the sphere is off by at most 0.6 % of a distance."""

DETOUR = 1.3
"""Streets are that much longer than the straight line."""

METRES_PER_MINUTE = 80.0
"""An easy walk: 4.8 km an hour."""

BENT = 0.01
"""Up to (chord / diameter)^2 = 0.01, a chord of 1,274 km, four terms of the arcsine are exact to a
centimetre."""

PER_DIAMETER = 1.0 / (2.0 * EARTH_RADIUS_M * 100.0) ** 2
"""Makes the square of a chord in centimetres one of its share of the diameter."""


def position_cm(latitude: Any, longitude: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - numbers or arrays
    """Degrees as whole centimetres from the centre of the earth along three axes."""
    phi, lamda = np.radians(latitude), np.radians(longitude)
    radius = EARTH_RADIUS_M * 100
    across = np.cos(phi)
    return (
        np.rint(radius * across * np.cos(lamda)),
        np.rint(radius * across * np.sin(lamda)),
        np.rint(radius * np.sin(phi)),
    )


def distance_m(latitude: Any, longitude: Any, to_latitude: Any, to_longitude: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Whole metres along the sphere between points in degrees; numbers or arrays that broadcast."""
    here, there = position_cm(latitude, longitude), position_cm(to_latitude, to_longitude)
    squares = [(one - other) * (one - other) for one, other in zip(here, there, strict=True)]
    return np.rint(arc_m(squares[0] + squares[1] + squares[2])).astype(np.int64)


def arc_m(squared: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Metres along the sphere, 2 R arcsin(chord / 2 R), by the square of a chord in centimetres."""
    u = squared * PER_DIAMETER
    near = np.sqrt(squared) * 0.01 * arcsine_terms(u)
    # A scheme is a town: nobody is so far that the earth bends, and an arcsine takes longest.
    if np.all(u < BENT):
        return near
    far = 2.0 * EARTH_RADIUS_M * np.arcsin(np.minimum(np.sqrt(u), 1.0))
    return np.where(u < BENT, near, far)


def arcsine_terms(u: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """arcsin(x) / x by its series, with u = x^2."""
    return 1.0 + u * (1.0 / 6.0 + u * (3.0 / 40.0 + u * (15.0 / 336.0)))


def walking_minutes(metres: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Minutes on foot for metres as the crow flies: metres x 1.3 / 80."""
    return metres * DETOUR / METRES_PER_MINUTE
