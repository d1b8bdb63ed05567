"""A long job stays with whoever works on it, and with nobody who is dead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_scheme
from web.models import Job
from web.models.vocabulary import Delivery
from web.services import jobs, leases, outbox
from web.services.transaction import Transaction

LONG = "long"


@pytest.fixture
def job_id(session: Session) -> int:
    scheme = make_scheme(session)
    now = datetime.now(UTC)
    outbox.enqueue(session, LONG, scheme.id, 1, dedupe_key=LONG, now=now)
    found = session.scalars(select(Job.id)).one()
    session.commit()
    return found


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases of a fifth of a second, renewed four times as often."""
    monkeypatch.setattr(outbox, "JOB_LEASE", timedelta(seconds=0.2))
    monkeypatch.setattr(leases, "EVERY_S", 0.05)


def work(monkeypatch: pytest.MonkeyPatch, do: Callable[[Transaction, int], None]) -> None:
    handler = jobs.Handler(do, lambda _session, _subject, _now: None)
    monkeypatch.setattr(jobs, "HANDLERS", {LONG: handler})


def test_a_job_that_takes_many_leases_is_begun_once(
    monkeypatch: pytest.MonkeyPatch,
    session: Session,
    job_id: int,
    brief: None,
    transaction: Transaction,
) -> None:
    begun: list[int] = []
    under_way, over = threading.Event(), threading.Event()

    def long(_transaction: Transaction, subject_id: int) -> None:
        begun.append(subject_id)
        under_way.set()
        assert over.wait(30)

    work(monkeypatch, long)
    worker = threading.Thread(target=jobs.perform, args=(transaction, job_id))
    worker.start()
    assert under_way.wait(30)
    until = time.monotonic() + 1
    while time.monotonic() < until:
        jobs.perform_due(transaction)
    over.set()
    worker.join()

    job = session.get_one(Job, job_id)
    assert (begun, job.status, job.attempts) == ([1], Delivery.DONE, 1)


def test_the_job_of_a_dead_worker_is_due_when_its_lease_is_over(
    monkeypatch: pytest.MonkeyPatch, session: Session, job_id: int, transaction: Transaction
) -> None:
    done: list[int] = []

    def dies(_transaction: Transaction, _subject_id: int) -> None:
        raise KeyboardInterrupt

    work(monkeypatch, dies)
    with pytest.raises(KeyboardInterrupt):
        jobs.perform(transaction, job_id)
    work(monkeypatch, lambda _transaction, subject_id: done.append(subject_id))
    jobs.perform_due(transaction)
    assert not done

    later = datetime.now(UTC) + outbox.JOB_LEASE
    jobs.perform_due(transaction, clock=lambda _session: later)

    assert done == [1]
    assert not [thread for thread in threading.enumerate() if thread.name == "lease"]


def test_who_has_lost_the_lease_neither_renews_it_nor_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch, session: Session, job_id: int, transaction: Transaction
) -> None:
    now = datetime.now(UTC)
    later = now + outbox.JOB_LEASE
    with transaction() as own:
        assert outbox.claim(own, Job, job_id, now, outbox.JOB_LEASE)
        assert outbox.renew(own, job_id, 1, now)
        assert outbox.claim(own, Job, job_id, later, outbox.JOB_LEASE)
        assert not outbox.renew(own, job_id, 1, later)

    jobs._fail(transaction, (job_id, 1), lambda _session: later, "Late", outbox.Failure.PERMANENT)

    job = session.get_one(Job, job_id)
    assert (job.status, job.next_at) == (Delivery.PENDING, later + outbox.JOB_LEASE)
