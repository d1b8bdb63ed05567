from __future__ import annotations

from typing import Any

import structlog
from celery import Task

log = structlog.get_logger(__name__)


class PalierTask(Task):
    """A task runs inside the application; a service that it calls opens its own transactions."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Celery's signature
        from workers.app import flask_app  # noqa: PLC0415 - the application names this class

        # Called at once, a task finds its headers in another place than one that came by a broker.
        asked_by = self.request.get("request_id") or (self.request.headers or {}).get("request_id")
        names = {"task_id": self.request.id, "request_id": asked_by}
        known = {name: value for name, value in names.items() if value}
        with structlog.contextvars.bound_contextvars(**known), flask_app().app_context():
            return super().__call__(*args, **kwargs)

    def on_failure(self, exc: Exception, task_id: str, *_: Any) -> None:  # noqa: ANN401
        """Celery's own line would hold the words of the error."""
        log.error("task_failed", task=self.name, task_id=task_id, exc_info=exc)
