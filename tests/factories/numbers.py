from __future__ import annotations

from itertools import count

_COUNTER = count(1)


def next_number() -> int:
    """A number that nobody had before, for values that must be unique."""
    return next(_COUNTER)


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def in_letters(number: int) -> str:
    """For names, which many a test searches for years and postcodes that must not be there."""
    return str(number).translate(_LETTERS)
