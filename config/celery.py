"""Celery as a doorbell: every value here was chosen so that losing a message costs nothing."""

from __future__ import annotations

from celery import Celery

from config.settings import Settings


def configure(celery: Celery, settings: Settings) -> Celery:
    """Apply the installation's broker and the hardened defaults to `celery`."""
    celery.conf.update(
        broker_url=settings.broker_url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 900,
            # Unacknowledged messages are otherwise looked at only every 100 s or so.
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 3,
            "socket_connect_timeout": 2,
            "max_retries": 1,
        },
        # A page never waits for a broker that is gone.
        broker_connection_timeout=2,
        task_publish_retry=False,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_max_tasks_per_child=500,
        task_default_queue="palier",
        # A match run may take minutes; a worker of its own can be given to this queue.
        task_routes={"workers.tasks.jobs.*": {"queue": "jobs"}},
        timezone="Europe/Brussels",
        enable_utc=True,
    )
    return celery
