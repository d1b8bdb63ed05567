from __future__ import annotations

from typing import Any

from celery import Task


class PalierTask(Task):
    """A task runs inside the application; a service that it calls opens its own transactions."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Celery's signature
        from workers.app import flask_app  # noqa: PLC0415 - the application names this class

        with flask_app().app_context():
            return super().__call__(*args, **kwargs)
