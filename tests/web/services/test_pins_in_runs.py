"""From pins and forbidden pairs in the database to the proposals of a run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_household, make_staff, make_volunteer
from tests.web.services.runs import proposed, run_once
from web.models import Household, MatchRun, Scheme, Staff, Volunteer
from web.models.vocabulary import InsistReason, Level, NeverReason, Side, VolunteerState
from web.services import decided_pairs, match_runs, proposals
from web.services.transaction import Transaction

NOW = datetime.now(UTC)


@pytest.fixture
def cora(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme)


def _pin(session: Session, volunteer: Volunteer, household: Household, cora: Staff) -> None:
    decided_pairs.pin(
        session, volunteer, household, actor=cora, reason=InsistReason.THEY_ASKED, now=NOW
    )


def _pairs(session: Session) -> set[tuple[int, int]]:
    return {(match.volunteer_id, match.household_id) for match in proposed(session)}


def test_a_run_proposes_the_pinned_pair_though_another_is_better_and_replays(
    session: Session, scheme: Scheme, cora: Staff, transaction: Transaction
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    near = make_household(session, scheme=scheme)
    far = make_household(session, scheme=scheme, latitude=50.8480)
    run_once(session, scheme, transaction)
    assert _pairs(session) == {(volunteer.id, near.id)}

    _pin(session, volunteer, far, cora)
    run = run_once(session, scheme, transaction)

    assert _pairs(session) == {(volunteer.id, far.id)}
    assert run.policy["pins"] == [[volunteer.public_id, far.public_id]]
    assert match_runs.replay(session, run)


def test_a_run_never_proposes_whom_somebody_ruled_out(
    session: Session, scheme: Scheme, cora: Staff, transaction: Transaction
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    best = make_household(session, scheme=scheme)
    other = make_household(session, scheme=scheme, latitude=50.8480)
    decided_pairs.forbid(
        session,
        volunteer,
        best,
        actor=cora,
        said_by=Side.HOUSEHOLD,
        reason=NeverReason.CONFLICT,
        now=NOW,
    )
    run_once(session, scheme, transaction)
    assert _pairs(session) == {(volunteer.id, other.id)}


def test_pins_that_became_impossible_are_named_and_the_run_goes_on(
    session: Session, scheme: Scheme, cora: Staff, transaction: Transaction
) -> None:
    mute = make_volunteer(session, scheme=scheme)
    away = make_volunteer(session, scheme=scheme)
    wanted = make_volunteer(session, scheme=scheme)
    one, other = (make_household(session, scheme=scheme) for _ in range(2))
    _pin(session, mute, one, cora)
    _pin(session, away, one, cora)
    _pin(session, wanted, one, cora)
    _pin(session, wanted, other, cora)
    mute.languages[:] = [type(mute.languages[0])(tag="de", level=Level.NATIVE)]
    away.state = VolunteerState.PAUSED

    run = run_once(session, scheme, transaction)

    assert _broken(run) == {
        mute.public_id: [["language"]],
        away.public_id: [[]],
        # One place and two pins: one of them is kept.
        wanted.public_id: [["capacity"]],
    }
    assert len({pair for pair in _pairs(session) if pair[0] == wanted.id}) == 1
    assert match_runs.replay(session, run)


def test_a_run_does_not_take_back_what_a_coordinator_insisted_on(
    session: Session, scheme: Scheme, cora: Staff, transaction: Transaction
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, languages={"de": Level.NATIVE})
    household = make_household(session, scheme=scheme)
    proposals.propose_by_hand(
        session, volunteer, household, actor=cora, reason=InsistReason.TALKED_OVER, now=NOW
    )
    run = run_once(session, scheme, transaction)
    assert _pairs(session) == {(volunteer.id, household.id)}
    (match,) = proposed(session)
    assert match.run_id == run.id


def test_what_is_proposed_by_hand_waits_among_the_proposals_of_the_newest_run(
    session: Session, scheme: Scheme, cora: Staff, transaction: Transaction
) -> None:
    run_once(session, scheme, transaction)
    newest = run_once(session, scheme, transaction)
    match = proposals.propose_by_hand(
        session,
        make_volunteer(session, scheme=scheme),
        make_household(session, scheme=scheme),
        actor=cora,
        now=NOW,
    )
    assert match.run_id == newest.id


def _broken(run: MatchRun) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for pin in run.unkept_pins:
        found.setdefault(pin["volunteer"], []).append(pin["broken"])
    return found
