"""When each duty that comes back with time was last done, so that silence can be noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from web.models import Duty
from web.services import clock, one_by_one
from web.services.transaction import Transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a duty went; `problem` is the class of an error, or empty."""

    name: str
    seconds: float
    problem: str = ""


def perform(
    transaction: Transaction, name: str, sweep: Callable[[Session, datetime], object]
) -> Outcome:
    """Do a duty in a transaction of its own, and say how it went; it raises nothing."""
    began = time.monotonic()
    try:
        with transaction() as session:
            sweep(session, clock.now(session))
            # Of a single row: what is done of the others is committed.
            problem = one_by_one.problem(session)
    except Exception as error:
        log.exception("sweep_failed", sweep=name)
        problem = type(error).__name__
    return Outcome(name, time.monotonic() - began, problem)


def record(session: Session, outcomes: list[Outcome], now: datetime) -> None:
    """Write down what was tried just now; what went wrong keeps the time when it last went well."""
    for outcome in outcomes:
        duty = session.get(Duty, outcome.name)
        if duty is None:
            duty = Duty(name=outcome.name, tried_at=now)
            session.add(duty)
        duty.tried_at, duty.seconds, duty.problem = now, outcome.seconds, outcome.problem
        if not outcome.problem:
            duty.done_at = now
