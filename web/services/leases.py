"""The lease of a long job: renewed for as long as the work lives, and soon lost when it does not.

A thread beside the work renews it in transactions of its own, so that none is open while a solver
computes. A process that is killed takes the thread along. The compiled loops of the matcher
let other threads run meanwhile (docs/decisions/0036).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from web.services import outbox

log = structlog.get_logger(__name__)

Clock = Callable[[Session], datetime]

EVERY_S = outbox.JOB_LEASE.total_seconds() / 4


def renewed(
    session: Session, job_id: int, attempt: int, clock: Clock
) -> AbstractContextManager[None]:
    """Within, the job stays with whoever has claimed it by this attempt.

    Args:
        session: whose database the renewals go to, on connections of their own.
    """
    own = partial(Session, session.get_bind(), info=dict(session.info))
    return _beside(partial(_renew, own, job_id, attempt, clock))


@contextmanager
def _beside(renew: Callable[[], bool]) -> Iterator[None]:
    over = threading.Event()

    def keep() -> None:
        while not over.wait(EVERY_S) and renew():
            pass

    beside = threading.Thread(target=keep, name="lease", daemon=True)
    beside.start()
    try:
        yield
    finally:
        over.set()
        beside.join()


def _renew(own: Callable[[], Session], job_id: int, attempt: int, clock: Clock) -> bool:
    """False when there is nothing left to renew; a database that is away is asked again."""
    try:
        with own() as session, session.begin():
            return outbox.renew(session, job_id, attempt, clock(session))
    except SQLAlchemyError as problem:
        log.warning("lease_not_renewed", job=job_id, problem=type(problem).__name__)
        return True
