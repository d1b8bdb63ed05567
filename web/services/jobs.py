"""Work that pages ask for and workers do: a handler by the name of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import MatcherError
from web.models import Job
from web.models.engine import reading_only
from web.models.vocabulary import Delivery, TaskKind
from web.services import clock as clocks
from web.services import leases, match_runs, outbox, previews, run_parts, street_places, tasks
from web.services.leases import Clock
from web.services.outbox import Failure
from web.services.transaction import Transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Handler:
    """How a kind of job is done.

    Attributes:
        do: does the work of a subject in transactions of its own; doing it twice does it once.
        give_up: leaves a trace on the subject when nobody will try again.
        hopeless: errors that another try cannot mend.
        revive: has the subject wait once more after it was given up; False where it cannot. None
            where what the job needs is gone by then.
    """

    do: Callable[[Transaction, int], None]
    give_up: Callable[[Session, int, datetime], None]
    hopeless: tuple[type[Exception], ...] = ()
    revive: Callable[[Session, int], bool] | None = None


HANDLERS: Mapping[str, Handler] = {
    "match_run": Handler(run_parts.execute, run_parts.fail_run, (MatcherError,), match_runs.revive),
    run_parts.PART: Handler(run_parts.solve, run_parts.fail_part, (MatcherError,)),
    run_parts.UNION: Handler(run_parts.unite, run_parts.fail_run, (MatcherError,)),
    previews.PREVIEW: Handler(previews.execute, previews.fail, (MatcherError,)),
    "locate_street": Handler(
        street_places.locate, street_places.leave_it, revive=lambda _session, _party_id: True
    ),
}


def perform_due(
    transaction: Transaction,
    limit: int = 10,
    clock: Clock = clocks.now,
    is_over: Callable[[], bool] = lambda: False,
) -> int:
    """Do what is due, oldest first, at most `limit`. Returns how many jobs were looked at.

    Args:
        is_over: whether to leave the rest to others, asked before each job.
    """
    with reading_only(), transaction() as session:
        due = outbox.due(session, Job, clock(session), limit)
    for done, job_id in enumerate(due):
        if is_over():
            return done
        perform(transaction, job_id, clock)
    return len(due)


def perform_for(
    transaction: Transaction, kind: str, subject_id: int, clock: Clock = clocks.now
) -> None:
    """Do the subject's job of this kind, if there is one and it is due."""
    with reading_only(), transaction() as session:
        job_id = session.scalar(
            select(Job.id)
            .where(Job.status == Delivery.PENDING, Job.kind == kind, Job.subject_id == subject_id)
            .order_by(Job.id.desc())
            .limit(1)
        )
    if job_id is not None:
        perform(transaction, job_id, clock)


def perform(transaction: Transaction, job_id: int, clock: Clock = clocks.now) -> None:
    """Claim the job, do it with the claim committed, and write down how it went."""
    with transaction() as session:
        if not outbox.claim(session, Job, job_id, clock(session), outbox.JOB_LEASE):
            return
        job = session.get_one(Job, job_id)
        kind, subject_id, attempt = job.kind, job.subject_id, job.attempts
        kept = leases.renewed(session, job_id, attempt, clock)
    handler = HANDLERS.get(kind)
    if handler is None:
        _fail(transaction, (job_id, attempt), clock, "UnknownKind", Failure.PERMANENT)
        return
    if attempt > outbox.MAX_ATTEMPTS:
        # Whoever tried before did not live to say how it went.
        _fail(transaction, (job_id, attempt), clock, "WorkerLost", Failure.POISON)
        return
    try:
        with kept, structlog.contextvars.bound_contextvars(job=job_id, kind=kind):
            handler.do(transaction, subject_id)
    except Exception as problem:
        failure = Failure.PERMANENT if isinstance(problem, handler.hopeless) else Failure.POISON
        log.exception("job_failed", job=job_id, kind=kind)
        _fail(transaction, (job_id, attempt), clock, type(problem).__name__, failure)
        return
    with transaction() as session:
        outbox.finish(session, Job, [job_id], clock(session))


def _fail(
    transaction: Transaction,
    tried: tuple[int, int],
    clock: Clock,
    problem: str,
    failure: Failure,
) -> None:
    """Try again later; given up, the subject shows it and a coordinator is told.

    Args:
        tried: the job and which attempt it was. How an attempt went that has lost its lease is
            nobody's concern: another one is under way.
    """
    job_id, attempt = tried
    with transaction() as session:
        now = clock(session)
        job = session.get_one(Job, job_id)
        if job.status is not Delivery.PENDING or job.attempts != attempt:
            return
        if not outbox.retry_or_park(job, now, problem, failure):
            return
        if job.kind in HANDLERS:
            HANDLERS[job.kind].give_up(session, job.subject_id, now)
        tasks.open_task(
            session,
            TaskKind.JOB_FAILED,
            scheme_id=job.scheme_id,
            evidence={"job": job.kind, "subject_id": job.subject_id, "problem": problem},
            dedupe_key=f"job:{job.id}",
            now=now,
        )
