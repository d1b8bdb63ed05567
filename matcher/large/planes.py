"""One side of a run as bit planes over a map: what the other side looks through.

The parties stand in bands of latitude, one set of bands for each class of distance limits, and by
longitude within a band; so all who are within reach of a point are a few stretches of positions.
In a crowded land the neighbours of a block stand by the languages they speak: a word of 64 people
who are alike is passed over as a whole more often than one of 64 who are not.
Every feature is a plane of bits, one bit per position: 64 parties are asked at once whether they
speak Arabic, offer homework help or are free on Wednesday afternoon.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.columns import Degrees
from matcher.distance import EARTH_RADIUS_M
from matcher.pairs import Booleans, Integers, SmallIntegers

Words: TypeAlias = npt.NDArray[np.uint64]
Reals: TypeAlias = npt.NDArray[np.float64]

WORD = 64

CROWDED = 100_000
"""For so many people each, neighbours of one more word stand together by likeness."""

BANDS_PER_LIMIT = 4
"""Bands in the radius of a class: more make stretches tighter, fewer make them longer."""

NARROWEST_M = 500.0

HALFWAY_ROUND_M = 2.1e7

_ROUNDING = 1e-9
"""Degrees: a tenth of a millimetre, more than any rounding here."""


class Map(NamedTuple):
    """Where the parties of a side stand; positions count classes, then bands, then longitude.

    Attributes:
        party: (positions,), who stands there.
        longitude: (positions,), in degrees: of who would stand there by longitude alone.
        block: so many positions, from multiples of it, are in order of likeness instead.
        class_reach: (classes,), the largest limit of each.
        class_height: (classes,), the height of its bands in degrees.
        class_south: (classes,), where its first band begins, in degrees of latitude.
        class_band: (classes + 1,), its first band.
        band_start: (bands + 1,), its first position.
        band_cosine: (bands,), of the latitude in it that is farthest from the equator.
    """

    party: SmallIntegers
    longitude: Degrees
    block: int
    class_reach: Reals
    class_height: Reals
    class_south: Reals
    class_band: Integers
    band_start: Integers
    band_cosine: Reals


def draw_map(
    latitude: Degrees, longitude: Degrees, limit: Integers, likeness: Integers, room: int
) -> Map:
    """The map of a side; every party stands on it once, near those of about the same `likeness`.

    The last `room` parties are places for people who may join. They are a class of their own, in
    one band from pole to pole, so that everybody looks at all of them wherever they will live.
    """
    n = len(latitude) - room
    to_come = longitude[n:]
    latitude, longitude, limit = latitude[:n], longitude[:n], limit[:n]
    classes = np.ceil(np.log2(np.maximum(limit, 1))).astype(np.int64)
    kinds, kind = np.unique(classes, return_inverse=True)
    reach = np.zeros(len(kinds))
    np.maximum.at(reach, kind, limit)
    metres_per_degree = EARTH_RADIUS_M * np.pi / 180
    height = np.maximum(reach / BANDS_PER_LIMIT, NARROWEST_M) / metres_per_degree
    south = np.full(len(kinds), 90.0)
    np.minimum.at(south, kind, latitude)
    band = ((latitude - south[kind]) / height[kind]).astype(np.int64)
    bands = np.zeros(len(kinds), np.int64)
    np.maximum.at(bands, kind, band + 1)
    class_band = np.concatenate([[0], np.cumsum(bands)]).astype(np.int64)
    band += class_band[kind]
    party = np.lexsort((longitude, band)).astype(np.int32)
    eastwards = longitude[party]
    block = WORD * max(n // CROWDED, 1)
    party = party[np.lexsort((likeness[party], np.arange(n) // block, band[party]))]
    counts = np.bincount(band, minlength=int(class_band[-1]))
    own_class = np.repeat(np.arange(len(kinds)), bands)
    edge = south[own_class] + (np.arange(len(counts)) - class_band[own_class]) * height[own_class]
    farthest = np.maximum(np.abs(edge), np.abs(edge + height[own_class])) + _ROUNDING
    party = np.concatenate([party, np.arange(n, n + room, dtype=np.int32)])
    return Map(
        party=party,
        longitude=np.concatenate([eastwards, to_come]).astype(np.float64),
        block=block,
        class_reach=np.append(reach, HALFWAY_ROUND_M),
        class_height=np.append(height, 180.0),
        class_south=np.append(south, -90.0),
        class_band=np.append(class_band, class_band[-1] + 1),
        band_start=np.concatenate([[0], np.cumsum(np.append(counts, room))]).astype(np.int64),
        band_cosine=np.append(np.maximum(np.cos(np.radians(farthest)), 0.0), 0.0),
    )


def plane(marked: Booleans) -> Words:
    """One bit per position, the first in the lowest bit of the first word."""
    words = -(-len(marked) // WORD)
    padded = np.zeros(words * WORD, np.bool_)
    padded[: len(marked)] = marked
    return np.packbits(padded, bitorder="little").view(np.uint64)


def planes(features: Sequence[npt.NDArray[np.bool_]], party: SmallIntegers) -> Words:
    """(features, words): each is a boolean per party, laid out by position."""
    words = -(-len(party) // WORD)
    found = np.zeros((len(features), words), np.uint64)
    for row, feature in enumerate(features):
        found[row] = plane(feature[party])
    return found
