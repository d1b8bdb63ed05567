"""What is due and not done within a quarter of an hour is told: on the desk, and in the log."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Job, Notification, Task
from web.models.vocabulary import TaskKind
from web.queries import operations
from web.services import tasks

log = structlog.get_logger(__name__)


def alarm(session: Session, now: datetime) -> int:
    """Ask a coordinator of each scheme that waits; what has caught up settles itself.

    Workers that are gone cannot raise it: `/workersz` and `/metrics` tell from outside.
    """
    late = {
        (scheme_id, f"late:{table.__tablename__}"): since
        for table in (Notification, Job)
        for scheme_id, since in operations.late_by_scheme(session, table, now).items()
    }
    for (scheme_id, key), since in late.items():
        queue = key.partition(":")[2]
        log.error("queue_late", queue=queue, scheme=scheme_id, since=since.isoformat())
        tasks.open_task(
            session,
            TaskKind.QUEUE_LATE,
            scheme_id=scheme_id,
            evidence={"queue": queue, "since": since.isoformat()},
            dedupe_key=key,
            now=now,
        )
    told = select(Task.scheme_id, Task.dedupe_key).where(
        Task.kind == TaskKind.QUEUE_LATE, Task.done_at.is_(None)
    )
    for scheme_id, key in session.execute(told).all():
        if (scheme_id, key) not in late:
            tasks.settle(session, scheme_id, key, now)
    return len(late)
