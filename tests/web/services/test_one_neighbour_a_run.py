"""A family that wants several volunteers gets one in each run, so that others get their first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_household, make_policy, make_staff, make_volunteer
from tests.web.services.runs import proposed, run_once
from web.models import Household, Scheme, Volunteer
from web.models.vocabulary import InsistReason, MatchState
from web.services import decided_pairs
from web.services.transaction import Transaction


@pytest.fixture
def volunteers(session: Session, scheme: Scheme) -> list[Volunteer]:
    return [make_volunteer(session, scheme=scheme) for _ in range(2)]


@pytest.fixture
def wants_two(session: Session, scheme: Scheme) -> Household:
    """Lives next door to both volunteers."""
    return make_household(session, scheme=scheme, wanted=2)


@pytest.fixture
def wants_one(session: Session, scheme: Scheme) -> Household:
    return make_household(session, scheme=scheme, latitude=50.8480)


def served(session: Session) -> list[int]:
    return sorted(match.household_id for match in proposed(session))


def test_nobody_gets_a_second_volunteer_before_others_have_their_first(
    session: Session,
    scheme: Scheme,
    volunteers: list[Volunteer],
    wants_two: Household,
    wants_one: Household,
    transaction: Transaction,
) -> None:
    run_once(session, scheme, transaction)
    assert served(session) == sorted([wants_two.id, wants_one.id])


def test_the_second_volunteer_comes_with_the_next_run(
    session: Session,
    scheme: Scheme,
    volunteers: list[Volunteer],
    wants_two: Household,
    transaction: Transaction,
) -> None:
    run_once(session, scheme, transaction)
    (first,) = proposed(session)
    first.state = MatchState.ACTIVE
    session.commit()
    run_once(session, scheme, transaction)
    (second,) = proposed(session)
    assert second.household_id == wants_two.id
    assert second.volunteer_id != first.volunteer_id


def test_all_that_are_pinned_to_a_family_are_proposed(
    session: Session,
    scheme: Scheme,
    volunteers: list[Volunteer],
    wants_two: Household,
    wants_one: Household,
    transaction: Transaction,
) -> None:
    cora = make_staff(session, scheme=scheme)
    for volunteer in volunteers:
        decided_pairs.pin(
            session,
            volunteer,
            wants_two,
            actor=cora,
            reason=InsistReason.THEY_ASKED,
            now=datetime.now(UTC),
        )
    run_once(session, scheme, transaction)
    assert served(session) == [wants_two.id, wants_two.id]


def test_where_only_points_count_a_family_may_get_both_at_once(
    session: Session,
    scheme: Scheme,
    volunteers: list[Volunteer],
    wants_two: Household,
    wants_one: Household,
    transaction: Transaction,
) -> None:
    make_policy(session, scheme, decided={"objective": "quality"})
    run_once(session, scheme, transaction)
    assert served(session) == [wants_two.id, wants_two.id]
