"""The path of a household."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff
from web.models import AuditEvent, Household, Scheme, Task
from web.models.vocabulary import (
    Channel,
    HelpCategory,
    HouseholdState,
    Level,
    MatchState,
    Source,
    TaskKind,
)
from web.services import household_profiles, households, pauses
from web.services.clock import local_date
from web.services.errors import StepMissing, TransitionRefused
from web.services.household_profiles import Referral


def referral(**changes: object) -> Referral:
    values: dict[str, object] = {
        "first_name": "Hana",
        "last_name": "",
        "alias": "",
        "email": "",
        "phone": "+32470123456",
        "channel": Channel.SMS,
        "language": "ar",
        "postcode": "1050",
        "street": "Rue du Trône 12",
        "languages": {"ar": Level.NATIVE},
        "needs": {HelpCategory.CONVERSATION: 1},
        "birth_years": (2015,),
        "slots": 1,
        "wanted": 1,
        "gender": None,
        "age_band": None,
        "only_women": False,
        "step_free_only": False,
        "interpreter_available": False,
        **changes,
    }
    return Referral(**values)  # type: ignore[arg-type]


def refer(session: Session, scheme: Scheme, now: datetime, **changes: object) -> Household:
    return households.refer(
        session,
        scheme,
        referral(**changes),
        source=Source.SELF,
        referred_by=None,
        origin_key=None,
        now=now,
    )


def test_a_family_waits_from_the_day_it_is_ready_and_keeps_that_day(
    session: Session, now: datetime
) -> None:
    staff = make_staff(session)
    household = refer(session, session.get_one(Scheme, staff.scheme_id), now)
    households.start_intake(session, household, staff, now + timedelta(days=2))
    ready = now + timedelta(days=5)
    households.make_ready(session, household, staff, ready)
    pauses.pause(session, household, staff, now + timedelta(days=20))
    pauses.resume(session, household, staff, now + timedelta(days=50))
    households.make_ready(session, household, staff, now + timedelta(days=60))
    assert household.state is HouseholdState.READY
    assert (household.intake_at, household.ready_at) == (now + timedelta(days=2), ready)
    # The task that asked for the intake is done by itself.
    assert session.scalars(select(Task)).one().done_at is not None
    actions = [event.action for event in session.scalars(select(AuditEvent))]
    assert actions == [
        "household_intake",
        "household_ready",
        "household_paused",
        "household_resumed",
    ]


@pytest.mark.parametrize("lacking", [{"needs": {}}, {"slots": 0}, {"languages": {}}])
def test_a_family_is_not_ready_before_matching_knows_enough(
    session: Session, now: datetime, lacking: dict[str, object]
) -> None:
    staff = make_staff(session)
    household = refer(session, session.get_one(Scheme, staff.scheme_id), now, **lacking)
    with pytest.raises(StepMissing):
        households.make_ready(session, household, staff, now)


def test_a_break_before_the_intake_ends_where_it_began(session: Session, now: datetime) -> None:
    staff = make_staff(session)
    household = refer(session, session.get_one(Scheme, staff.scheme_id), now)
    pauses.pause(session, household, staff, now)
    pauses.resume(session, household, staff, now)
    assert household.state is HouseholdState.REFERRED


def test_asking_to_stop_pauses_and_asks_a_coordinator_once(session: Session, now: datetime) -> None:
    household = make_household(session)
    for _ in range(3):
        households.ask_to_stop(session, household, now)
    assert household.state is HouseholdState.PAUSED
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.CALL_ME]


def test_leaving_ends_the_match_with_its_reason(session: Session, now: datetime) -> None:
    match = make_match(session, state=MatchState.ACTIVE, first_meeting_on=local_date(now))
    staff = make_staff(session, scheme_id=match.scheme_id)
    session.commit()
    households.leave(session, match.household, staff, now)
    assert match.state.value == "ended"
    assert match.events[-1].reason == "household_left"
    with pytest.raises(TransitionRefused):
        pauses.pause(session, match.household, staff, now)


def test_a_revision_replaces_everything_and_keeps_the_place_in_the_queue(
    session: Session, now: datetime
) -> None:
    staff = make_staff(session)
    household = refer(session, session.get_one(Scheme, staff.scheme_id), now)
    households.make_ready(session, household, staff, now)
    new = referral(
        postcode="8500",
        street="",
        needs={HelpCategory.MEAL: 3},
        languages={"fa": Level.NATIVE, "nl": Level.BASIC},
        birth_years=(2010, 2012),
    )
    told = {field.name: getattr(new, field.name) for field in fields(new)}
    household_profiles.revise(session, household, told, staff, now + timedelta(days=9))
    session.commit()
    session.expire_all()
    assert household.ready_at == now
    assert household.address is None
    assert household.postcode == "8500"
    assert [(need.category, need.priority) for need in household.needs] == [(HelpCategory.MEAL, 3)]
    assert {row.tag for row in household.languages} == {"fa", "nl"}
    assert sorted(member.birth_year for member in household.members) == [2010, 2012]


def test_the_same_key_in_another_scheme_is_another_family(session: Session, now: datetime) -> None:
    found = {
        households.refer(
            session,
            make_scheme(session),
            referral(),
            source=Source.SELF,
            referred_by=None,
            origin_key="k" * 64,
            now=now,
        ).id
        for _ in range(2)
    }
    assert len(found) == 2
