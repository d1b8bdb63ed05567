"""Celery as a doorbell: every value here was chosen so that losing a message costs nothing."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.backends.redis import RedisBackend

from config.settings import PAGE_WAITS_S, Settings


class ChordCounter(RedisBackend):
    """Counts the tasks of a chord and listens for no result: nobody ever waits for one.

    Celery's own subscribes whoever rings, and stays connected.
    """

    def on_task_call(self, *_: object) -> dict[str, Any]:
        return {}

    def add_pending_result(self, result: Any, *_: object, **__: object) -> Any:  # noqa: ANN401
        return result

    def remove_pending_result(self, result: Any) -> Any:  # noqa: ANN401
        return result


def configure(celery: Celery, settings: Settings) -> Celery:
    """Apply the installation's broker and the hardened defaults to `celery`."""
    celery.conf.update(
        broker_url=settings.broker_url,
        broker_connection_retry_on_startup=True,
        # A broker that is away for a night must not end the workers and the beat.
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": 900,
            # Unacknowledged messages are otherwise looked at only every 100 s or so.
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 3,
            "socket_connect_timeout": 2,
            "max_retries": 1,
        },
        broker_connection_timeout=2,
        task_publish_retry=False,
        task_ignore_result=True,
        # Only a chord uses it, to count which parts of a run were tried: its tasks return nothing,
        # so what is kept for an hour is names of tasks and that they are done.
        result_backend=f"config.celery:ChordCounter+{settings.broker_url.removeprefix('redis+')}",
        result_expires=3600,
        result_backend_always_retry=False,
        result_backend_transport_options={"retry_policy": {"max_retries": 1, "interval_start": 0}},
        redis_socket_timeout=3,
        redis_socket_connect_timeout=2,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_max_tasks_per_child=500,
        task_default_queue="palier",
        # A match run may take minutes; a worker of its own can be given to this queue.
        task_routes={
            "workers.tasks.jobs.*": {"queue": "jobs"},
            "workers.tasks.parts.*": {"queue": "jobs"},
        },
        timezone="Europe/Brussels",
        enable_utc=True,
    )
    return celery


def hurry(celery: Celery) -> Celery:
    """Let no page wait for a broker that is frozen or gone: its message is only a doorbell."""
    soon = {"socket_timeout": PAGE_WAITS_S, "socket_connect_timeout": PAGE_WAITS_S}
    celery.conf.update(
        broker_transport_options={
            **celery.conf.broker_transport_options,
            **soon,
            # No second attempt: the sweep is one.
            "max_retries": 0,
        },
        redis_socket_timeout=PAGE_WAITS_S,
        redis_socket_connect_timeout=PAGE_WAITS_S,
    )
    return celery
