"""Keeping small numbers from readers: a cell below five could point at somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

SMALLEST = 5
Key = TypeVar("Key")


def suppressed(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """The counts of one distribution, with None for those a reader may not see.

    The total is usually on the same page, so one hidden cell alone could be worked out by
    subtraction: then the smallest of the others is hidden with it.
    """
    shown: dict[Key, int | None] = {
        key: count if count >= SMALLEST else None for key, count in cells.items()
    }
    visible = [key for key, count in shown.items() if count is not None]
    if len(visible) == len(cells) - 1 and visible:
        shown[min(visible, key=lambda key: cells[key])] = None
    return shown
