from __future__ import annotations

from functools import cache

from celery import Celery
from celery.signals import setup_logging, worker_init
from flask import Flask

from config import logging as logs
from config import settings as configuration
from config.celery import configure
from web import create_app
from workers.schedule import SCHEDULE

settings = configuration.load()
celery = configure(Celery("palier", task_cls="workers.task:PalierTask"), settings)
celery.conf.update(
    include=[
        "workers.tasks.jobs",
        "workers.tasks.messages",
        "workers.tasks.parts",
        "workers.tasks.sweeps",
    ],
    beat_schedule=SCHEDULE,
    # Intervals of a minute at most: a beat that was away has nothing to remember.
    beat_scheduler="celery.beat:Scheduler",
)


@cache
def flask_app() -> Flask:
    """The application whose context the tasks run in; beat never needs it."""
    return create_app(settings)


@worker_init.connect
def build_before_forking(**_: object) -> None:
    """Build it once, so that the pool's processes share its memory."""
    flask_app()


@setup_logging.connect
def keep_our_logs(**_: object) -> None:
    """Celery sets up none of its own where somebody listens; ours are those of `config.logging`."""
    logs.configure(settings.log_level, as_json=settings.is_production)
