"""Whether this worker was told to end: known to its processes, not only to the one they are of."""

from __future__ import annotations

import multiprocessing

from celery.signals import worker_shutting_down

# In memory that the processes share with the one that forks them; without a lock, since it is
# written where a signal is handled.
_told = multiprocessing.RawValue("b", 0)


@worker_shutting_down.connect
def tell(**_: object) -> None:
    _told.value = 1


def was_told() -> bool:
    """What is in hand is finished; the rest waits for another worker."""
    return bool(_told.value)
