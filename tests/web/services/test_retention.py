"""What the notice says goes after a time does go, by the sweeps that everybody's workers run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from tests.factories.one_each import row_of
from web.models import (
    AccessCode,
    Household,
    Match,
    NeverPair,
    Party,
    Pin,
    Screening,
    Volunteer,
)
from web.models.party import ERASED
from web.models.vocabulary import HouseholdState, InsistReason, VolunteerState
from web.services import households, persons, volunteers
from web.services.personal_data import HOLDINGS, NEVER_BEGUN
from web.services.personal_data.holding import Kept
from web.services.sweeps import SWEEPS

DAY = timedelta(days=1)


def _sweep(session: Session, now: datetime) -> None:
    """All of them, as a worker does."""
    for _name, sweep in SWEEPS:
        sweep(session, now)
    session.expire_all()


@pytest.fixture
def decided(session: Session, now: datetime) -> Match:
    """Two of whom all is held that is for matching only, and who must never meet again."""
    match = make_match(session)
    staff = make_staff(session, scheme_id=match.scheme_id)
    today = now.date()
    pair = {
        "scheme_id": match.scheme_id,
        "volunteer_id": match.volunteer_id,
        "household_id": match.household_id,
        "created_at": now,
    }
    match.volunteer.screening = Screening(
        seen_on=today, checked_by_id=staff.id, passed=True, renew_on=today + 365 * DAY
    )
    session.add(Pin(**pair, pinned_by_id=staff.id, reason=InsistReason.OTHER))
    session.add(NeverPair(**pair, reason="afraid"))
    session.flush()
    return match


def _for_now(session: Session, person: Party) -> list[str]:
    """The tables in which something is held that goes when they leave."""
    return [
        one.rows.name
        for one in HOLDINGS
        if one.kept is Kept.WHILE_HERE
        and session.execute(select(one.rows).where(one.of(person))).all()
    ]


Leave = Callable[[Session, Match, datetime], None]


def _volunteer_leaves(session: Session, match: Match, now: datetime) -> None:
    volunteers.leave(session, match.volunteer, match.volunteer, now)


def _household_leaves(session: Session, match: Match, now: datetime) -> None:
    households.leave(session, match.household, match.household, now)


@pytest.mark.parametrize("leave", [_volunteer_leaves, _household_leaves])
def test_what_is_kept_as_long_as_somebody_takes_part_goes_when_they_leave(
    session: Session, now: datetime, decided: Match, leave: Leave
) -> None:
    people: list[Party] = [decided.volunteer, decided.household]
    _sweep(session, now)
    assert [_for_now(session, one) for one in people] == [["screening", "pin"], ["pin"]]
    leave(session, decided, now)
    _sweep(session, now)
    gone = leave is _volunteer_leaves
    assert [_for_now(session, one) for one in people] == [[] if gone else ["screening"], []]


def test_who_was_kept_apart_stays_so_for_who_comes_back(
    session: Session, now: datetime, decided: Match
) -> None:
    _volunteer_leaves(session, decided, now)
    _sweep(session, now + 700 * DAY)
    volunteers.confirm(session, decided.volunteer, now + 700 * DAY)
    assert session.scalars(select(NeverPair.reason)).all() == ["afraid"]


def _signs_up(session: Session, at: datetime) -> Volunteer:
    return make_volunteer(session, state=VolunteerState.SIGNED_UP, confirmed_at=None, created_at=at)


def _is_referred(session: Session, at: datetime) -> Household:
    return make_household(session, state=HouseholdState.REFERRED, created_at=at)


@pytest.mark.parametrize(
    ("begin", "state"),
    [(_signs_up, VolunteerState.SIGNED_UP), (_is_referred, HouseholdState.REFERRED)],
)
def test_who_never_began_is_erased_after_the_time_of_the_notice(
    session: Session,
    now: datetime,
    begin: Callable[[Session, datetime], Volunteer | Household],
    state: VolunteerState | HouseholdState,
) -> None:
    term = NEVER_BEGUN[state]
    long_ago, lately = (now - days * DAY for days in (term.days + 1, term.days - 1))
    forgotten, fresh = begin(session, long_ago), begin(session, lately)
    tried_again, looked_at, restricted = (begin(session, long_ago) for _ in range(3))
    session.execute(
        insert(AccessCode),
        {
            **row_of(session, AccessCode.metadata.tables["access_code"]),
            "party_id": tried_again.id,
            "created_at": lately,
        },
    )
    persons.record(session, looked_at, make_staff(session), "profile_edited", lately)
    restricted.restricted_at = long_ago
    _sweep(session, now)
    assert forgotten.first_name == ERASED
    assert forgotten.state == "left"
    others = {fresh.first_name, looked_at.first_name, restricted.first_name}
    assert ERASED not in others | {tried_again.first_name}


def test_a_code_goes_after_a_month_and_no_sooner(session: Session, now: datetime) -> None:
    person = make_volunteer(session)
    for days in (29, 31):
        at = now - days * DAY
        session.add(
            AccessCode(
                scheme_id=person.scheme_id,
                party_id=person.id,
                code_hash="x",
                created_at=at,
                expires_at=at,
            )
        )
    session.flush()
    _sweep(session, now)
    assert [code.created_at for code in session.scalars(select(AccessCode))] == [now - 29 * DAY]
