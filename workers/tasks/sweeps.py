from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.services import clock, duties, erased_list
from web.services.sweeps import SWEEPS
from web.transactions import transaction
from workers.app import celery, settings


@celery.task(name="workers.tasks.sweeps.run")
def run() -> None:
    """Every periodic duty, each in its own transaction: one that fails holds up no other."""
    every = (*SWEEPS, ("keep_erased", _keep_erased))
    outcomes = [duties.perform(transaction, name, sweep) for name, sweep in every]
    with transaction() as session:
        duties.record(session, outcomes, clock.now(session))


def _keep_erased(session: Session, now: datetime) -> int:
    return erased_list.keep(session, settings.data_dir / erased_list.FILE, now)
