"""Runs in trouble: overtaken, late, misconfigured or broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_policy
from tests.web.services.runs import proposed, run_once, two_pairs_and_one_alone
from web.models import Household, Job, MatchRun, Scheme, Task
from web.models.vocabulary import Delivery, HouseholdState, Progress, TaskKind
from web.services import jobs, match_runs, outbox
from web.services.transaction import Transaction


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return two_pairs_and_one_alone(session)


def test_what_changed_while_the_solver_worked_is_left_out(
    session: Session, scheme: Scheme, transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = match_runs._solve

    def solve_slowly(*given: object) -> object:
        matching = solve(*given)  # type: ignore[arg-type]
        with transaction() as meanwhile:
            for household in meanwhile.scalars(select(Household)):
                household.state = HouseholdState.PAUSED
        return matching

    monkeypatch.setattr(match_runs, "_solve", solve_slowly)

    run = run_once(session, scheme, transaction)

    assert run.progress is Progress.DONE
    assert proposed(session) == []


def test_a_worker_that_lost_its_lease_and_comes_late_writes_nothing(
    session: Session, scheme: Scheme, transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = match_runs._solve
    finished: list[datetime | None] = []

    def solve_while_another_finishes(*given: object) -> object:
        monkeypatch.setattr(match_runs, "_solve", solve)
        with transaction() as other:
            run_id = other.scalars(select(MatchRun.id)).one()
        match_runs.execute(transaction, run_id)
        with transaction() as other:
            finished.append(other.get_one(MatchRun, run_id).finished_at)
        return solve(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(match_runs, "_solve", solve_while_another_finishes)

    run = run_once(session, scheme, transaction)

    assert finished == [run.finished_at]


def test_bad_weights_fail_loudly_and_at_once(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    make_policy(session, scheme, decided={"weights": {"proximity": 1}})

    run = run_once(session, scheme, transaction)

    assert run.progress is Progress.FAILED
    assert session.scalars(select(Job)).one().status is Delivery.PARKED
    assert session.scalars(select(Task)).one().kind is TaskKind.JOB_FAILED


def test_a_job_that_breaks_is_tried_again_a_few_times(
    session: Session,
    scheme: Scheme,
    transaction: Transaction,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr(match_runs, "_solve", break_down)
    run = run_once(session, scheme, transaction)
    assert run.finished_at is None
    session.commit()

    for day in range(1, outbox.MAX_ATTEMPTS):
        jobs.perform_due(transaction, clock=lambda _session, day=day: later(hours=day))  # type: ignore[misc]

    session.expire_all()
    job = session.scalars(select(Job)).one()
    assert (job.status, job.attempts) == (Delivery.PARKED, outbox.MAX_ATTEMPTS)
    assert run.progress is Progress.FAILED


def later(hours: int) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)
