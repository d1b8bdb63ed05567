from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import matcher
from matcher import MatcherError
from tests.browsing import readable
from tests.factories import make_household, make_policy, make_scheme, make_volunteer
from web.models import Household, Job, Match, MatchRun, MatchRunPart, Scheme, Task
from web.models.vocabulary import Delivery, MatchState, Progress, TaskKind
from web.services import jobs, match_runs, outbox, run_parts
from web.services.transaction import Transaction

TOWNS = (3, 2, 1)  # volunteers in each; one household more


@pytest.fixture
def scheme(session: Session) -> Scheme:
    """Towns a degree apart; in each, one household more than volunteers."""
    scheme = make_scheme(session)
    for town, size in enumerate(TOWNS):
        for number in range(size + 1):
            latitude = 50.0 + town + number / 1000
            if number < size:
                make_volunteer(session, scheme=scheme, latitude=latitude)
            make_household(session, scheme=scheme, latitude=latitude)
    session.commit()
    return scheme


@pytest.fixture
def divide_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_parts, "DIVIDE_FROM", 0)


@pytest.fixture
def run(session: Session, scheme: Scheme, divide_all: None, transaction: Transaction) -> MatchRun:
    """A run that was divided a moment ago."""
    # So that to look at a row does not take SQLite's one writer from whoever works.
    session.expire_on_commit = False
    run = match_runs.start(session, scheme, actor=None, now=datetime.now(UTC))
    session.commit()
    assert jobs.perform_due(transaction, limit=1) == 1
    return again(session, run)


def again(session: Session, run: MatchRun) -> MatchRun:
    """The run as it is now."""
    session.refresh(run)
    session.commit()
    return run


def parts(session: Session) -> list[int]:
    found = list(session.scalars(select(MatchRunPart.id).order_by(MatchRunPart.position)))
    session.commit()
    return found


def proposed(session: Session) -> set[tuple[int, int, int]]:
    rows = session.execute(
        select(Match.volunteer_id, Match.household_id, Match.points).where(
            Match.state == MatchState.PROPOSED
        )
    ).all()
    session.commit()
    return {(volunteer, household, points) for volunteer, household, points in rows}


def jobs_of(session: Session, kind: str) -> list[Job]:
    rows = select(Job).where(Job.kind == kind).order_by(Job.id)
    found = list(session.scalars(rows.execution_options(populate_existing=True)))
    session.commit()
    return found


def test_a_big_run_is_divided_into_rows_that_name_everybody_once(
    session: Session, run: MatchRun
) -> None:
    rows = session.scalars(select(MatchRunPart).order_by(MatchRunPart.position)).all()

    assert [len(row.entrants["volunteers"]) for row in rows] == list(TOWNS)
    assert [len(row.entrants["households"]) for row in rows] == [size + 1 for size in TOWNS]
    assert (run.progress, run.phase, run.percent) == (Progress.RUNNING, "assignment", 50)
    assert len(jobs_of(session, run_parts.PART)) == len(TOWNS)
    session.commit()


def test_parts_solved_in_any_order_give_the_undivided_run(
    session: Session, scheme: Scheme, run: MatchRun, transaction: Transaction
) -> None:
    seen = [run.percent]
    for part_id in reversed(parts(session)):
        jobs.perform_for(transaction, run_parts.PART, part_id)
        seen.append(again(session, run).percent)
    assert (seen, run.phase) == ([50, 60, 70, 80], "explanation")
    jobs.perform_for(transaction, run_parts.UNION, run.id)

    divided = proposed(session)
    again(session, run)
    assert (run.progress, run.percent, run.proven) == (Progress.DONE, 100, True)
    assert run.receipt["parts"] == 3
    assert len(divided) == sum(TOWNS)
    assert parts(session) == []
    assert match_runs.replay(session, run)

    whole = match_runs.start(session, scheme, actor=None, now=run.created_at)
    make_policy(session, scheme, decided={"stability_bonus": 0})
    session.commit()
    match_runs.execute(transaction, whole.id)
    assert proposed(session) == divided
    again(session, whole)
    assert (whole.total, whole.waiting) == (run.total, run.waiting)
    assert whole.alternatives.keys() == run.alternatives.keys()


def test_sweeps_alone_finish_a_divided_run(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    session.commit()
    assert jobs.perform_due(transaction) == len(TOWNS)
    assert jobs.perform_due(transaction) == 1

    again(session, run)
    assert run.progress is Progress.DONE
    assert jobs.perform_due(transaction) == 0


def test_what_is_solved_twice_is_written_once(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    first, *others = parts(session)
    session.commit()
    for part_id in (first, first, *others):
        run_parts.solve(transaction, part_id)
    run_parts.execute(transaction, run.id)
    assert len(jobs_of(session, run_parts.UNION)) == 1
    session.commit()
    run_parts.unite(transaction, run.id)
    written, finished_at = proposed(session), again(session, run).finished_at
    run_parts.unite(transaction, run.id)
    run_parts.solve(transaction, first)

    assert proposed(session) == written
    assert again(session, run).finished_at == finished_at
    assert session.scalar(select(func.count()).select_from(Match)) == sum(TOWNS)


def test_a_part_of_a_lost_worker_is_picked_up_when_its_lease_is_over(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    lost = jobs_of(session, run_parts.PART)[0]
    assert outbox.claim(session, Job, lost.id, datetime.now(UTC))
    session.commit()
    jobs.perform_due(transaction)
    assert again(session, run).percent == 70
    assert jobs_of(session, run_parts.UNION) == []
    session.commit()

    later = datetime.now(UTC) + outbox.LEASE + timedelta(seconds=1)
    jobs.perform_due(transaction, clock=lambda _session: later)
    jobs.perform_due(transaction, clock=lambda _session: later)

    again(session, run)
    assert run.progress is Progress.DONE


def test_a_union_that_comes_too_early_does_nothing(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    session.commit()
    jobs.perform_for(transaction, run_parts.UNION, run.id)
    run_parts.unite(transaction, run.id)

    again(session, run)
    assert run.progress is Progress.RUNNING


def test_a_part_that_cannot_be_solved_fails_the_run(
    session: Session, run: MatchRun, transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproven(*_given: object, **_named: object) -> None:
        raise MatcherError

    monkeypatch.setattr(matcher, "match", unproven)
    session.commit()
    jobs.perform_due(transaction)

    again(session, run)
    assert run.progress is Progress.FAILED
    assert parts(session) == []
    assert session.scalars(select(Task)).one().kind is TaskKind.JOB_FAILED
    states = [job.status for job in jobs_of(session, run_parts.PART)]
    assert states == [Delivery.PARKED, Delivery.DONE, Delivery.DONE]


def test_a_profile_that_changes_meanwhile_is_heeded(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    session.commit()
    jobs.perform_due(transaction)
    moved = session.scalars(select(Household).order_by(Household.id.desc())).first()
    assert moved is not None
    moved.latitude = 50.0
    session.commit()
    jobs.perform_due(transaction)

    again(session, run)
    assert (run.progress, run.proven) == (Progress.DONE, True)
    assert "parts" not in run.receipt
    assert match_runs.replay(session, run)


@pytest.mark.parametrize(("divide_from", "most_in_one"), [(1_000, 0.8), (0, 0.1)])
def test_small_runs_and_runs_of_one_great_part_stay_whole(
    session: Session,
    scheme: Scheme,
    transaction: Transaction,
    monkeypatch: pytest.MonkeyPatch,
    divide_from: int,
    most_in_one: float,
) -> None:
    monkeypatch.setattr(run_parts, "DIVIDE_FROM", divide_from)
    monkeypatch.setattr(run_parts, "MOST_IN_ONE", most_in_one)
    run = match_runs.start(session, scheme, actor=None, now=datetime.now(UTC))
    session.commit()
    jobs.perform_due(transaction)

    session.refresh(run)
    assert run.progress is Progress.DONE
    assert "parts" not in run.receipt


def test_a_part_that_two_workers_solve_at_once_is_written_by_the_first(
    session: Session, run: MatchRun, transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = parts(session)
    match = matcher.match

    def match_while_another_does(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(matcher, "match", match)
        run_parts.solve(transaction, first)
        with transaction() as other:
            other.get_one(MatchRunPart, first).result = {"written": "first"}
        return match(*given, **named)

    monkeypatch.setattr(matcher, "match", match_while_another_does)
    run_parts.solve(transaction, first)

    assert session.get_one(MatchRunPart, first).result == {"written": "first"}


def test_nothing_personal_stands_in_a_part(
    session: Session, run: MatchRun, transaction: Transaction
) -> None:
    session.commit()
    run_parts.solve(transaction, parts(session)[0])
    part = session.scalars(select(MatchRunPart).order_by(MatchRunPart.position)).first()
    assert part is not None

    assert part.result["pairs"]
    for word in ("Hana", "Vera", "Example", "1050", "50.0"):
        assert word not in readable(f"{part.entrants}{part.result}")
