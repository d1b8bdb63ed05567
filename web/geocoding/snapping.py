"""The grid that hides addresses: matching knows a cell of 250 m, never a door.

The grid is equirectangular, true to scale at the latitude of the middle of Belgium. Its cells
are 250 m from south to north everywhere, and 245–255 m from west to east within the country.
"""

import math

CELL_METRES = 250.0
_METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6 371 km."""
_CELL_NORTH = CELL_METRES / _METRES_PER_DEGREE
_CELL_EAST = _CELL_NORTH / math.cos(math.radians(50.6))
_DECIMALS = 6
"""A tenth of a metre: equal cells give equal numbers, whatever the rounding before."""


def snap(latitude: float, longitude: float) -> tuple[float, float]:
    """The centre of the grid cell in which a point lies.

    Args:
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.

    Returns:
        Latitude and longitude in degrees, at most 177 m from the point, half the diagonal of
        a cell (two metres more in the far south of the country).
    """
    return _centre(latitude, _CELL_NORTH), _centre(longitude, _CELL_EAST)


def _centre(degrees: float, cell: float) -> float:
    return round((math.floor(degrees / cell) + 0.5) * cell, _DECIMALS)
