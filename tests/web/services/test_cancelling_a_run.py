"""A run that nobody wants any more stops at its next step, and nothing of it is written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.models import Match, MatchRun, MatchRunPart, Scheme, Staff
from web.models.vocabulary import Progress
from web.services import jobs, match_runs, run_parts
from web.services.errors import RunOver
from web.services.progress import NoLongerWanted
from web.services.transaction import Transaction

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def cora(session: Session) -> Staff:
    scheme = make_scheme(session)
    make_volunteer(session, scheme=scheme)
    make_household(session, scheme=scheme)
    return make_staff(session, scheme=scheme)


@pytest.fixture
def run(session: Session, cora: Staff) -> MatchRun:
    run = MatchRun(scheme_id=cora.scheme_id, started_by_id=cora.id, created_at=NOW)
    session.add(run)
    session.commit()
    return run


def cancel(transaction: Transaction, run_id: int, cora_id: int) -> None:
    with transaction() as session:
        run = session.get_one(MatchRun, run_id)
        match_runs.cancel(session, run, actor=session.get_one(Staff, cora_id), now=NOW)


def test_a_run_that_waits_is_cancelled_and_never_begun(
    session: Session, run: MatchRun, cora: Staff, transaction: Transaction
) -> None:
    run_id = run.id
    match_runs.cancel(session, run, actor=cora, now=NOW)
    session.commit()

    run_parts.execute(transaction, run_id)

    session.expire_all()
    assert (run.progress, run.cancelled_by_id, run.finished_at) == (
        Progress.CANCELLED,
        cora.id,
        NOW,
    )
    assert session.scalars(select(Match)).all() == []


@pytest.mark.parametrize("phase", ["candidates", "assignment", "explanation"])
def test_a_run_that_computes_stops_at_its_next_step_and_writes_nothing(
    session: Session, run: MatchRun, cora: Staff, transaction: Transaction, phase: str
) -> None:
    run_id, cora_id = run.id, cora.id
    session.commit()
    told: list[str] = []

    def watch(now: str, _percent: int) -> None:
        told.append(now)
        if now == phase and told.count(phase) == 1:
            cancel(transaction, run_id, cora_id)

    match_runs.execute(transaction, run_id, watch)

    session.expire_all()
    assert told[-1] == phase
    assert run.progress is Progress.CANCELLED
    assert session.scalars(select(Match)).all() == []
    assert run.receipt == {}


def test_what_was_solved_while_it_was_cancelled_is_not_written(
    session: Session, run: MatchRun, cora: Staff, transaction: Transaction
) -> None:
    run_id, cora_id = run.id, cora.id
    session.commit()
    inputs, started_at = match_runs.begin(transaction, run_id)
    matching = match_runs._solve(inputs, started_at, None)
    cancel(transaction, run_id, cora_id)

    with transaction() as other:
        match_runs.write(other, run_id, inputs, matching)

    session.expire_all()
    assert run.progress is Progress.CANCELLED
    assert session.scalars(select(Match)).all() == []


def test_a_divided_run_loses_its_parts_and_a_worker_that_still_has_one_stops(
    session: Session, run: MatchRun, cora: Staff, transaction: Transaction
) -> None:
    run.progress = Progress.RUNNING
    part = MatchRunPart(scheme_id=run.scheme_id, run_id=run.id, position=0)
    session.add(part)
    session.flush()
    part_id = part.id
    session.commit()

    run_id = run.id
    match_runs.cancel(session, run, actor=cora, now=NOW)
    session.commit()

    run_parts.solve(transaction, part_id)
    with pytest.raises(NoLongerWanted):
        match_runs.ask_whether_wanted(transaction, run_id)
    assert session.scalars(select(MatchRunPart)).all() == []


def test_cancelled_twice_the_first_stays_the_one_who_did(
    session: Session, run: MatchRun, cora: Staff
) -> None:
    other = make_staff(session, scheme_id=cora.scheme_id)
    for who in (cora, other):
        match_runs.cancel(session, run, actor=who, now=NOW)
    assert run.cancelled_by_id == cora.id


@pytest.mark.parametrize("over", [Progress.DONE, Progress.FAILED])
def test_a_run_that_is_over_cannot_be_cancelled(
    session: Session, run: MatchRun, cora: Staff, over: Progress
) -> None:
    run.progress = over
    with pytest.raises(RunOver):
        match_runs.cancel(session, run, actor=cora, now=NOW)
    assert run.cancelled_by_id is None


def test_a_worker_that_gives_up_leaves_a_cancelled_run_cancelled(
    session: Session, run: MatchRun, cora: Staff
) -> None:
    match_runs.cancel(session, run, actor=cora, now=NOW)
    run_parts.fail_run(session, run.id, NOW)
    assert run.progress is Progress.CANCELLED


def test_a_new_run_can_be_started_at_once_and_its_job_is_done(
    session: Session, run: MatchRun, cora: Staff, transaction: Transaction
) -> None:
    match_runs.cancel(session, run, actor=cora, now=NOW)
    scheme = session.get_one(Scheme, run.scheme_id)
    again = match_runs.start(session, scheme, actor=cora, now=NOW)
    assert again.id != run.id
    session.commit()
    jobs.perform_due(transaction)
    session.expire_all()
    assert (again.progress, run.progress) == (Progress.DONE, Progress.CANCELLED)
