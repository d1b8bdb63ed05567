from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from celery import Celery
from redis import Redis
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_household, make_scheme, make_volunteer
from tests.workers.conftest import kill, wait_until
from web.doorbell import Doorbell
from web.models import Job, Match, MatchRun, MatchRunPart
from web.models.vocabulary import Progress
from web.services import clock, match_runs, outbox, run_parts

pytestmark = pytest.mark.worker

TOWNS = 60
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def divided(engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch) -> MatchRun:
    """A run of two people in each of many towns, divided as a worker would; nobody has rung."""
    monkeypatch.setattr(run_parts, "DIVIDE_FROM", 0)
    monkeypatch.setattr(run_parts, "MOST_PARTS", TOWNS)
    # So that to look at a row does not take SQLite's one writer from whoever works.
    session.expire_on_commit = False
    scheme = make_scheme(session)
    for town in range(TOWNS):
        make_volunteer(session, scheme=scheme, latitude=40.0 + town / 4)
        make_household(session, scheme=scheme, latitude=40.0 + town / 4)
    run = match_runs.start(session, scheme, actor=None, now=datetime.now(UTC))
    session.commit()

    @contextmanager
    def transaction() -> Iterator[Session]:
        with Session(engine) as own, own.begin():
            yield own

    job = session.scalars(select(Job)).one()
    outbox.finish(session, Job, [job.id], datetime.now(UTC))
    session.commit()
    run_parts.execute(transaction, run.id)
    return run


def test_a_divided_run_is_finished_although_one_of_two_workers_is_killed(
    session: Session,
    divided: MatchRun,
    settings: Settings,
    celery: Celery,
    broker_process: subprocess.Popen[bytes],
    start_worker: Start,
) -> None:
    ids = session.scalars(select(MatchRunPart.id).order_by(MatchRunPart.position)).all()
    session.commit()
    assert len(ids) == TOWNS
    bell = Doorbell()
    bell._celery = celery
    bell.ring_parts(divided.id, list(ids))
    worker, _other = start_worker(), start_worker()

    def solved() -> int:
        done = select(func.count()).where(MatchRunPart.progress == Progress.DONE)
        counted = session.scalar(done) or 0
        session.commit()
        return counted

    wait_until(lambda: solved() >= 3)
    kill(worker)
    assert solved() < TOWNS, "the kill came too late to prove anything"

    def swept() -> bool:
        """As the beat would: what the dead worker had claimed is due when its lease is over."""
        celery.send_task("workers.tasks.jobs.sweep", ignore_result=True)
        return is_done(session)

    clock.advance(session, outbox.LEASE)
    session.commit()
    wait_until(swept)
    session.refresh(divided)
    assert (divided.proven, divided.receipt["parts"]) == (True, TOWNS)
    assert session.scalar(select(func.count()).select_from(Match)) == TOWNS
    session.rollback()


# The worker that is killed is tried on both.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_chord_alone_finishes_a_run_and_keeps_nothing_about_people(
    session: Session,
    divided: MatchRun,
    settings: Settings,
    celery: Celery,
    broker_process: subprocess.Popen[bytes],
    start_worker: Start,
) -> None:
    ids = session.scalars(select(MatchRunPart.id).order_by(MatchRunPart.position)).all()
    names = [name for row in session.scalars(select(MatchRunPart)) for name in _names(row)]
    session.commit()
    bell = Doorbell()
    bell._celery = celery
    bell.ring_parts(divided.id, list(ids))
    with Redis.from_url(settings.redis_url) as broker:
        told = "".join(
            f"{message} {base64.b64decode(json.loads(message)['body'])!r}"
            for message in broker.lrange("jobs", 0, -1)
        )
        assert told.count("workers.tasks.parts.unite") >= TOWNS
        start_worker()

        wait_until(lambda: is_done(session))
        kept = broker.keys("celery-task-meta*")
        lasting = [key for key in broker.keys("chord-*") if broker.ttl(key) > 3600]
    assert not [name for name in names if name in told]
    assert (kept, lasting) == ([], [])


def is_done(session: Session) -> bool:
    progress = session.scalar(select(MatchRun.progress))
    session.commit()
    return progress is Progress.DONE


def _names(row: MatchRunPart) -> list[str]:
    return [*row.entrants["volunteers"], *row.entrants["households"]]
