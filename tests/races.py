"""Several people at once, each in a thread and with a connection of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy.orm import Session

Result = TypeVar("Result")

# Without a lock nineteen races of twenty are lost: enough rounds to see it, more when asked for.
USUAL = 8
ROUNDS = int(os.environ.get("PALIER_RACE_ROUNDS", USUAL))


def rounds(session: Session) -> Iterator[int]:
    """Each is over with a commit, so that nobody waits for the locks of the one before."""
    for number in range(ROUNDS):
        yield number
        session.commit()


def together(deeds: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each deed gives; all of them begin at the same moment."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[], Result]) -> Result:
        ready.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))
