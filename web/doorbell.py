"""The one place that calls the broker: it tells the workers, after commit, that rows wait.

Losing a ring loses no work: the workers' sweep finds every row that is due. So a broker that is
down or frozen costs a request a few tenths of a second, and its error is not the person's concern.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from celery import Celery, chord
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from config.celery import configure, hurry
from config.settings import Settings
from web import tracing
from web.extensions import db

log = structlog.get_logger(__name__)

# After a failure nobody waits for the broker again for so long; the sweeps go on meanwhile.
QUIET_SECONDS = 15.0
_SOLVE, _UNITE = "workers.tasks.parts.solve", "workers.tasks.parts.unite"
_SWEEPS = {"job": "workers.tasks.jobs.sweep", "notification": "workers.tasks.messages.sweep"}


class Doorbell:
    """Rings for the kinds of outbox rows that a transaction has written."""

    def __init__(self) -> None:
        self._celery: Celery | None = None
        self._quiet_until = 0.0

    def init_app(self, app: Flask) -> None:
        """Know the broker; under test nobody is called."""
        settings: Settings = app.config["PALIER"]
        if settings.environment != "test":
            self._celery = hurry(configure(Celery("doorbell", set_as_current=False), settings))

    def ring_for(self, session: Session) -> None:
        """Once a transaction is committed, ring for what `services.outbox` noted in it."""
        for table in session.info.pop("doorbell", ()):
            self.ring(table)
        for run_id, part_ids in session.info.pop("divided_runs", {}).items():
            self.ring_parts(run_id, part_ids)

    def ring(self, table: str) -> None:
        """Ask the workers to look at `table` now; a failure is logged and otherwise ignored."""

        def ring(celery: Celery) -> None:
            celery.send_task(_SWEEPS[table], ignore_result=True, retry=False, headers=_asked_by())

        self._try(table, ring)

    def ring_parts(self, run_id: int, part_ids: list[int]) -> None:
        """Ask for each part of a run by its id, and once all were tried for the run's union.

        A chord. When it is lost, or a part of it, the sweep finds the same rows.
        """

        def ring(celery: Celery) -> None:
            # Nobody waits for a result, so none is listened for.
            options = {"ignore_result": True, "retry": False, "headers": _asked_by()}
            deaf = {"immutable": True, "options": options}
            parts = [celery.signature(_SOLVE, (part,), **deaf) for part in part_ids]
            union = celery.signature(_UNITE, (run_id,), **deaf)
            chord(parts, union, app=celery).apply_async()

        self._try("match_run_part", ring)

    def _try(self, table: str, ring: Callable[[Celery], object]) -> None:
        if self._celery is None or time.monotonic() < self._quiet_until:
            return
        try:
            ring(self._celery)
        except Exception as problem:  # noqa: BLE001 - the sweep makes up for any failure
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("doorbell_failed", table=table, problem=type(problem).__name__)


def _asked_by() -> dict[str, str]:
    """The name of the request, under which the log of a worker goes on."""
    name = tracing.current_request()
    return {"request_id": name} if name else {}


doorbell = Doorbell()
event.listen(db.session, "after_commit", doorbell.ring_for)
