"""Work on many parties, spread over the cores."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

SHARE = 256
"""Parties that a thread takes in one go."""


CORES = cpu_count() or 1

_POOL = ThreadPoolExecutor(CORES, thread_name_prefix="matcher")


def on_all_cores(
    work: Callable[[Part], Result],
    parts: Iterable[Part],
    tell: Callable[[float], None] | None = None,
) -> list[Result]:
    """What `work` gives for each part, in order; the compiled loops run at the same time.

    `tell` hears the share of work done in the thread that asks for it: what it calls need not bear
    other threads, and what it raises ends the work.
    """
    asked = [*parts]
    found: list[Result] = []
    for result in _POOL.map(work, asked):
        found.append(result)
        if tell is not None:
            tell(len(found) / len(asked))
    return found
