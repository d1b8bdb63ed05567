"""The path of a volunteer."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme, make_staff, make_volunteer
from web.models import Notification, Scheme, Volunteer
from web.models.vocabulary import Level, MatchState, VolunteerState
from web.services import path, pauses, volunteers
from web.services.clock import local_date
from web.services.errors import StepMissing, TransitionRefused
from web.services.path import Step
from web.services.volunteers import SignUp


def form(**changes: object) -> SignUp:
    values: dict[str, object] = {
        "first_name": "Ana",
        "last_name": "Peeters",
        "email": "ana@mail.example",
        "phone": "",
        "language": "fr",
        "postcode": "1050",
        "street": "",
        "languages": {"fr": Level.NATIVE},
        "origin_key": "a" * 64,
        **changes,
    }
    return SignUp(**values)  # type: ignore[arg-type]


def state_of(volunteer: Volunteer) -> str:
    return volunteer.state.value


def test_the_state_follows_what_was_done_in_whatever_order(session: Session, now: datetime) -> None:
    staff = make_staff(session)
    scheme = session.get_one(Scheme, staff.scheme_id)
    volunteer = volunteers.sign_up(session, scheme, form(), now)
    assert state_of(volunteer) == "signed_up"
    volunteers.mark_trained(session, volunteer, staff, now)
    assert state_of(volunteer) == "signed_up"
    volunteers.confirm(session, volunteer, now)
    assert state_of(volunteer) == "confirmed"
    volunteers.read_note(session, volunteer, now)
    assert state_of(volunteer) == "trained"
    today = local_date(now)
    volunteers.record_screening(
        session,
        volunteer,
        staff,
        seen_on=today,
        passed=True,
        renew_on=today + timedelta(days=730),
        now=now,
    )
    assert state_of(volunteer) == "screened"


@pytest.mark.parametrize(
    ("lacking", "step"),
    [
        ({"trained_at": None}, Step.TRAINING),
        ({"questionnaire_at": None}, Step.QUESTIONNAIRE),
        ({"informed_at": None}, Step.NOTE_READ),
        ({"capacity": 0}, Step.CAPACITY),
        ({"latitude": None, "longitude": None}, Step.PLACE),
        ({"languages": {}}, Step.LANGUAGES),
    ],
)
def test_nobody_is_ready_before_everything_is_there(
    session: Session, now: datetime, lacking: dict[str, object], step: Step
) -> None:
    volunteer = make_volunteer(session, state=VolunteerState.TRAINED, **lacking)
    staff = make_staff(session, scheme_id=volunteer.scheme_id)
    with pytest.raises(StepMissing) as refused:
        volunteers.make_ready(session, volunteer, staff, now)
    assert refused.value.steps == (step,)
    assert volunteer.state is VolunteerState.TRAINED


def test_ready_keeps_its_first_day_through_a_break(session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session, state=VolunteerState.TRAINED, ready_at=None)
    staff = make_staff(session, scheme_id=volunteer.scheme_id)
    volunteers.make_ready(session, volunteer, staff, now)
    later = now + timedelta(days=40)
    pauses.pause(session, volunteer, volunteer, later)
    pauses.resume(session, volunteer, volunteer, later)
    assert (state_of(volunteer), volunteer.ready_at) == ("ready", now)


def test_leaving_ends_what_still_lives_with_its_reason(session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session, capacity=3)
    staff = make_staff(session, scheme_id=volunteer.scheme_id)
    matches = {
        state: make_match(session, volunteer=volunteer, state=state)
        for state in (
            MatchState.PROPOSED,
            MatchState.APPROVED,
            MatchState.ACCEPTED,
            MatchState.ACTIVE,
            MatchState.PAUSED,
            MatchState.DECLINED,
        )
    }
    for state in (MatchState.ACTIVE, MatchState.PAUSED):
        matches[state].first_meeting_on = matches[state].paused_on = date(2026, 1, 5)
    session.commit()
    volunteers.leave(session, volunteer, staff, now)
    assert {before.value: match.state.value for before, match in matches.items()} == {
        "proposed": "rejected",
        "approved": "cancelled",
        "accepted": "cancelled",
        "active": "ended",
        "paused": "ended",
        "declined": "declined",
    }
    assert matches[MatchState.ACTIVE].events[-1].reason == "volunteer_left"
    with pytest.raises(TransitionRefused):
        volunteers.make_ready(session, volunteer, staff, now)


def test_twenty_people_sending_one_form_at_once_make_one_row(
    engine: Engine, session: Session, now: datetime
) -> None:
    scheme = make_scheme(session)
    session.commit()
    scheme_id = scheme.id
    session.rollback()
    barrier = threading.Barrier(4)
    problems: list[BaseException] = []

    def send(number: int) -> None:
        try:
            with Session(engine) as own:
                mine = own.get_one(Scheme, scheme_id)
                own.rollback()
                barrier.wait()
                # Two by the same form, two by the same contact.
                key = "a" * 64 if number < 2 else str(number) * 64
                volunteers.sign_up(own, mine, form(origin_key=key), now)
                own.commit()
        except BaseException as problem:  # noqa: BLE001 - shown below
            problems.append(problem)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert session.scalar(select(func.count()).select_from(Volunteer)) == 1
    assert session.scalar(select(func.count()).select_from(Notification)) == 1


def test_the_same_contact_in_two_schemes_is_two_people(session: Session, now: datetime) -> None:
    for _ in range(2):
        volunteers.sign_up(session, make_scheme(session), form(), now)
    assert session.scalar(select(func.count()).select_from(Volunteer)) == 2


def test_a_village_behind_a_comma_places_the_point(session: Session, now: datetime) -> None:
    scheme = make_scheme(session)
    plain = volunteers.sign_up(session, scheme, form(postcode="7350"), now)
    there = volunteers.sign_up(
        session,
        scheme,
        form(
            postcode="7350",
            street="Grand-Rue 3, Thulin",
            email="b@mail.example",
            origin_key="b" * 64,
        ),
        now,
    )
    assert there.locality == "Thulin"
    assert (plain.latitude, plain.longitude) != (there.latitude, there.longitude)


def test_every_step_that_may_be_missing_is_found_on_an_empty_volunteer() -> None:
    missing = path.missing_of_volunteer(Volunteer(capacity=0))
    assert set(missing) == set(Step) - {Step.SLOTS, Step.NEEDS}
