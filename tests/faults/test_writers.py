"""Row 6: SQLite's one writer is asked for by six processes at once."""

from __future__ import annotations

import multiprocessing
from multiprocessing.queues import Queue

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.faults import writers
from tests.faults.conftest import write
from web.models import DemoClock, Notification

SECONDS = 10.0
PAGES, WORKERS = 4, 2


@pytest.mark.faults
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_six_writers_lose_no_update_and_meet_no_lock(engine: Engine, session: Session) -> None:
    session.add(DemoClock(id=1, ahead_seconds=0))
    write(session, 2000)
    spawned = multiprocessing.get_context("spawn")
    pages, workers = spawned.Queue(), spawned.Queue()
    url = str(engine.url)

    def begin(deed: object, told: Queue[tuple[int, int]]) -> multiprocessing.Process:
        process = spawned.Process(target=deed, args=(url, SECONDS, told))  # type: ignore[arg-type]
        process.start()
        return process  # type: ignore[return-value]

    started = [begin(writers.raise_a_number, pages) for _ in range(PAGES)]
    started += [begin(writers.work_off, workers) for _ in range(WORKERS)]
    of_pages = [pages.get(timeout=120) for _ in range(PAGES)]
    of_workers = [workers.get(timeout=120) for _ in range(WORKERS)]
    for process in started:
        process.join(timeout=60)

    raised = sum(commits for commits, _ in of_pages)
    commits = raised + sum(commits for commits, _ in of_workers)
    print(f"row 6: {commits / SECONDS:.0f} commits a second, by process {of_pages} {of_workers}")
    assert sum(errors for _, errors in of_pages + of_workers) == 0
    assert session.scalar(select(DemoClock.ahead_seconds)) == raised
    tried_twice = select(func.count()).where(Notification.attempts > 1)
    assert session.scalar(tried_twice) == 0
    assert commits / SECONDS >= 100
