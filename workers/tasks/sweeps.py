from __future__ import annotations

import structlog

from web.services import clock
from web.services.sweeps import SWEEPS
from web.transactions import transaction
from workers.app import celery

log = structlog.get_logger(__name__)


@celery.task(name="workers.tasks.sweeps.run")
def run() -> None:
    """Every periodic duty, each in its own transaction: one that fails holds up no other."""
    for name, sweep in SWEEPS:
        try:
            with transaction() as session:
                sweep(session, clock.now(session))
        except Exception:
            log.exception("sweep_failed", sweep=name)
