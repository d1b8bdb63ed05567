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


def on_all_cores(work: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
    """What `work` gives for each part, in order; the compiled loops run at the same time."""
    return list(_POOL.map(work, parts))
