from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import readable
from tests.factories import (
    make_household,
    make_match,
    make_policy,
    make_scheme,
    make_staff,
    make_volunteer,
)
from tests.web.services.runs import proposed, run_once, two_pairs_and_one_alone
from web.models import Job, NeverPair, Scheme
from web.models.vocabulary import Delivery, MatchState, Progress, RejectReason, VolunteerState
from web.services import match_runs, matches, proposals
from web.services.transaction import Transaction


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return two_pairs_and_one_alone(session)


def test_a_run_proposes_proves_and_explains(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run = run_once(session, scheme, transaction)

    assert (run.progress, run.percent, run.proven) == (Progress.DONE, 100, True)
    assert len(proposed(session)) == 2
    for match in proposed(session):
        assert match.points == sum(one["points"] for one in match.criteria)
        assert {"proximity", "language"} <= {one["criterion"] for one in match.criteria}
        assert match.events[0].actor_id is None
    (waiting,) = run.waiting
    assert waiting["funnel"][0] == {"step": "ready", "remaining": 2}
    assert waiting["funnel"][-1]["remaining"] == 0
    assert all(row["volunteer"] for rows in run.alternatives.values() for row in rows)
    assert session.scalars(select(Job)).one().status is Delivery.DONE


def test_nothing_personal_stands_in_a_run(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run = run_once(session, scheme, transaction)

    kept = readable(f"{run.policy}{run.receipt}{run.waiting}{run.alternatives}")
    for word in ("Alone", "Hana", "Vera", "Example", "1050", "50.83"):
        assert word not in kept


def test_a_run_that_is_executed_again_writes_nothing_more(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run = run_once(session, scheme, transaction)
    before, run_id = [(match.id, match.version) for match in proposed(session)], run.id
    session.commit()

    match_runs.execute(transaction, run_id)

    assert [(match.id, match.version) for match in proposed(session)] == before


def test_a_run_can_be_replayed_until_a_profile_changes(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run = run_once(session, scheme, transaction)
    match = proposed(session)[0]
    cora = make_staff(session, scheme=scheme)
    matches.approve(session, match, actor=cora, now=datetime.now(UTC))
    session.flush()

    assert match_runs.replay(session, run)
    match.volunteer.slots = 1
    session.flush()
    assert not match_runs.replay(session, run)


def test_a_run_with_a_floor_is_stored_and_replayed(
    session: Session, transaction: Transaction
) -> None:
    scheme = make_scheme(session)
    make_volunteer(session, scheme=scheme, latitude=50.83)
    make_household(session, scheme=scheme, latitude=50.83)
    far = make_household(session, scheme=scheme, latitude=50.835)
    floor = {"name": "far", "group": [far.public_id], "share": 1.0}
    make_policy(session, scheme, decided={"floors": [floor]})
    session.commit()
    run = run_once(session, scheme, transaction)

    assert (run.progress, run.proven) == (Progress.DONE, True)
    assert run.policy["floors"] == [floor]
    assert [match.household_id for match in proposed(session)] == [far.id]
    assert match_runs.replay(session, run)


def test_an_unanswered_proposal_keeps_its_row_and_its_version(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run_once(session, scheme, transaction)
    before = {(match.id, match.version) for match in proposed(session)}
    session.commit()

    second = run_once(session, scheme, transaction)

    assert {(match.id, match.version) for match in proposed(session)} == before
    assert {match.run_id for match in proposed(session)} == {second.id}


def test_a_proposal_that_is_no_longer_made_lapses_and_may_come_back(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run_once(session, scheme, transaction)
    match = proposed(session)[0]
    match.volunteer.state = VolunteerState.PAUSED
    session.commit()

    run_once(session, scheme, transaction)
    assert match.state is MatchState.LAPSED
    assert (match.events[-1].reason, match.events[-1].actor_id) == ("superseded", None)

    match.volunteer.state = VolunteerState.READY
    session.commit()
    run_once(session, scheme, transaction)
    assert (match.volunteer_id, match.household_id) in {
        (one.volunteer_id, one.household_id) for one in proposed(session)
    }


def test_who_has_no_room_takes_no_part(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run_once(session, scheme, transaction)
    match = proposed(session)[0]
    cora = make_staff(session, scheme=scheme)
    matches.approve(session, match, actor=cora, now=datetime.now(UTC))
    session.commit()

    run = run_once(session, scheme, transaction)

    assert match.volunteer.public_id not in run.receipt["entrants"]["volunteers"]
    assert match.household.public_id not in run.receipt["entrants"]["households"]
    assert match.state is MatchState.APPROVED


def test_pairs_that_people_ruled_out_are_not_proposed(
    session: Session, transaction: Transaction
) -> None:
    scheme = make_scheme(session)
    match = make_match(session, scheme=scheme)
    cora = make_staff(session, scheme=scheme)
    other = make_volunteer(session, scheme=scheme)
    matches.reject(session, match, actor=cora, reason=RejectReason.OTHER, now=datetime.now(UTC))
    session.add(
        NeverPair(
            scheme_id=scheme.id,
            volunteer_id=other.id,
            household_id=match.household_id,
            created_at=datetime.now(UTC),
        )
    )

    run = run_once(session, scheme, transaction)

    assert proposed(session) == []
    steps = {step["step"]: step["remaining"] for step in run.waiting[0]["funnel"]}
    assert (steps["screening"], steps["forbidden"]) == (2, 0)


def test_another_scheme_is_never_touched(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    theirs = make_match(session)
    make_household(session, scheme_id=theirs.scheme_id)

    run_once(session, scheme, transaction)

    assert theirs.state is MatchState.PROPOSED
    assert {m.scheme_id for m in proposed(session) if m.run_id} == {scheme.id}


def test_a_coordinator_may_propose_the_next_best(
    session: Session, scheme: Scheme, transaction: Transaction
) -> None:
    run_once(session, scheme, transaction)
    match, other = proposed(session)
    cora = make_staff(session, scheme=scheme)

    by_hand = proposals.propose_by_hand(
        session, match.volunteer, other.household, actor=cora, now=datetime.now(UTC)
    )

    assert by_hand.points > 0
    assert by_hand.events[0].actor_id == cora.id
