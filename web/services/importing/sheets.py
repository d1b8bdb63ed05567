from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text that can be read more than once.

    Attributes:
        name: what its tab says; empty for delimited text.
        expected: about how many rows there are, for a progress bar.
        open: begins to read: (number from 1, cells), empty rows included as far as they count.
    """

    name: str
    expected: int
    open: Callable[[], Iterator[Row]]
