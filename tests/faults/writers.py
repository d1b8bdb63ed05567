"""Processes that write to one SQLite file, each with the connections that Palier makes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from multiprocessing.queues import Queue

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from web.models import DemoClock, Notification
from web.models.engine import engine_options, prepare
from web.services import outbox


def raise_a_number(url: str, seconds: float, told: Queue[tuple[int, int]]) -> None:
    """As a page does: read a row, write what follows from it. Tells commits and lock errors."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    commits = errors = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with Session(engine) as session, session.begin():
                session.get_one(DemoClock, 1).ahead_seconds += 1
            commits += 1
        except OperationalError:
            errors += 1
    told.put((commits, errors))


def work_off(url: str, seconds: float, told: Queue[tuple[int, int]]) -> None:
    """As a worker does: claim a message and finish it, in two transactions."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    commits = errors = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        now = datetime.now(UTC)
        try:
            with Session(engine) as session, session.begin():
                due = outbox.due(session, Notification, now, 1)
                mine = bool(due) and outbox.claim(session, Notification, due[0], now)
            commits += 1
            if mine:
                with Session(engine) as session, session.begin():
                    outbox.finish(session, Notification, due, now)
                commits += 1
        except OperationalError:
            errors += 1
    told.put((commits, errors))
