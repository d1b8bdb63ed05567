import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from web.geocoding import CELL_METRES, snap

latitudes = st.floats(49.5, 51.5)
longitudes = st.floats(2.5, 6.4)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle, on a sphere of 6 371 km."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


@given(latitudes, longitudes)
def test_snapping_twice_is_snapping_once(latitude: float, longitude: float) -> None:
    once = snap(latitude, longitude)
    assert snap(*once) == once


@given(latitudes, longitudes)
def test_a_point_moves_at_most_half_the_diagonal_of_a_cell(
    latitude: float, longitude: float
) -> None:
    assert metres((latitude, longitude), snap(latitude, longitude)) <= 177 + 2


@given(st.floats(50.45, 51.5), longitudes)
def test_where_most_people_live_it_moves_at_most_177_metres(
    latitude: float, longitude: float
) -> None:
    assert metres((latitude, longitude), snap(latitude, longitude)) <= 177.5


@given(latitudes, longitudes)
def test_a_small_step_reaches_at_most_the_next_cell(latitude: float, longitude: float) -> None:
    here, there = snap(latitude, longitude), snap(latitude + 0.0001, longitude + 0.0001)
    assert metres(here, there) <= CELL_METRES * math.sqrt(2) * 1.02


def test_many_addresses_share_a_cell() -> None:
    random = np.random.default_rng(1)
    # 4,000 doors in one square kilometre of Kortrijk
    doors = np.column_stack(
        [50.82 + random.random(4000) * 0.009, 3.26 + random.random(4000) * 0.0142]
    )
    cells = {snap(float(latitude), float(longitude)) for latitude, longitude in doors}
    assert len(cells) <= 36
