"""How much of the needs has to be met, and in which of 64 places it is."""

from typing import Any

import numpy as np

from matcher.large.compiled import compiled
from matcher.pairs import Integers

_ALL: Any = np.uint64(0xFFFFFFFFFFFFFFFF)
_NONE: Any = np.uint64(0)
_IMPOSSIBLE = 16


@compiled
def needs_wanted(points: Integers, missing: int, asked: int, before: int) -> int:
    """How much of the needs has to be met for so many points; 16 where all is too little.

    `before` is what it was a moment ago, when not much else was missing.
    """
    if asked == 0:
        return 0
    met = min(before, asked)
    while met > 0 and points[met - 1] >= missing:
        met -= 1
    while met <= asked and points[met] < missing:
        met += 1
    return int(met) if met <= asked else _IMPOSSIBLE


@compiled
def at_least(number: int, ones: Any, twos: Any, fours: Any, eights: Any) -> Any:  # noqa: ANN401 - words
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
