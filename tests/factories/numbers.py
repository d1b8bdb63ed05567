from __future__ import annotations

from itertools import count

_COUNTER = count(1)


def next_number() -> int:
    """A number that nobody had before, for values that must be unique."""
    return next(_COUNTER)
