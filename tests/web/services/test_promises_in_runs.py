"""A run that cannot keep what was promised to groups of households goes on without it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from matcher import program
from tests.factories import make_household, make_policy, make_scheme, make_staff, make_volunteer
from tests.web.services.runs import proposed, run_once
from web.models import Household, Scheme, Volunteer
from web.models.vocabulary import InsistReason, Progress
from web.services import decided_pairs, match_runs
from web.services.transaction import Transaction

NOW = datetime.now(UTC)


@pytest.fixture
def scheme(session: Session) -> Scheme:
    """People who live alone shall get somebody as often as the others."""
    scheme = make_scheme(session)
    make_policy(session, scheme, decided={"promises": {"alone": 10_000}})
    return scheme


@pytest.fixture
def volunteer(session: Session, scheme: Scheme) -> Volunteer:
    return make_volunteer(session, scheme=scheme)


@pytest.fixture
def couple(session: Session, scheme: Scheme) -> Household:
    """Lives next door to the only volunteer."""
    return make_household(session, scheme=scheme, members=[1990])


@pytest.fixture
def alone(session: Session, scheme: Scheme) -> Household:
    return make_household(session, scheme=scheme, members=[], latitude=50.8480)


def test_a_promise_that_can_be_kept_comes_first_and_nothing_is_said(
    session: Session,
    scheme: Scheme,
    volunteer: Volunteer,
    couple: Household,
    alone: Household,
    transaction: Transaction,
) -> None:
    run = run_once(session, scheme, transaction)
    assert [match.household_id for match in proposed(session)] == [alone.id]
    assert "unkept_promises" not in run.policy


def test_a_pin_goes_before_a_promise_and_the_run_says_so(
    session: Session,
    scheme: Scheme,
    volunteer: Volunteer,
    couple: Household,
    alone: Household,
    transaction: Transaction,
) -> None:
    decided_pairs.pin(
        session,
        volunteer,
        couple,
        actor=make_staff(session, scheme=scheme),
        reason=InsistReason.THEY_ASKED,
        now=NOW,
    )
    run = run_once(session, scheme, transaction)
    assert (run.progress, run.proven) == (Progress.DONE, True)
    assert [match.household_id for match in proposed(session)] == [couple.id]
    assert run.policy["unkept_promises"] == {"groups": ["alone"], "why": "pins"}
    assert match_runs.replay(session, run)


def test_more_pairs_than_promises_can_be_computed_for_do_not_stop_a_run(
    session: Session,
    scheme: Scheme,
    volunteer: Volunteer,
    couple: Household,
    alone: Household,
    transaction: Transaction,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "MOST_PAIRS", 1)
    run = run_once(session, scheme, transaction)
    assert run.progress is Progress.DONE
    assert [match.household_id for match in proposed(session)] == [couple.id]
    assert run.policy["unkept_promises"] == {"groups": ["alone"], "why": "size"}
    assert match_runs.replay(session, run)
