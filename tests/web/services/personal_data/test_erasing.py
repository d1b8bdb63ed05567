"""Erasing: no word is left, the figures are as before, and nobody comes back."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.factories import make_household, make_staff, make_volunteer
from tests.web.services.personal_data.conftest import SECRET
from web.delivery import DevelopmentMailbox, post_office
from web.models import (
    Address,
    AuditEvent,
    ContactChange,
    FollowUp,
    Household,
    Match,
    NamePart,
    Note,
    Notification,
    Offer,
    Party,
    SpokenLanguage,
    Tombstone,
    Volunteer,
)
from web.models.party import ERASED
from web.models.vocabulary import Face, HouseholdState, MatchState, VolunteerState
from web.services import personal_data, persons, sending
from web.services.personal_data import Section
from web.transactions import transaction


def test_erasing_leaves_numbers_and_no_word(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    match = session.scalars(select(Match)).one()
    personal_data.erase(session, vera, vera, now)
    assert personal_data.held(session, vera, Section.MESSAGES) == []
    assert (
        SECRET.casefold()
        not in json.dumps(personal_data.export(session, vera, vera, now), default=str).casefold()
    )
    for gone in (Address, SpokenLanguage, Offer, NamePart, ContactChange):
        of_vera = select(gone).where(gone.party_id == vera.id)
        assert session.scalars(of_vera).all() == []
    assert session.scalars(select(Note)).all() == []
    assert (vera.full_name, vera.email_key, vera.phone_key, vera.latitude) == (
        ERASED,
        None,
        None,
        None,
    )
    # What the figures count is as before.
    assert (match.state, match.first_meeting_on) == (MatchState.ENDED, date(2026, 3, 2))
    assert (match.criteria, match.events[0].note) == ([], "")
    answer = session.scalars(select(FollowUp)).one()
    assert (answer.face, answer.comment) == (Face.HAPPY, "")
    assert "data_erased" in session.scalars(select(AuditEvent.action)).all()
    assert personal_data.erased(session) == [vera.public_id]


def test_the_other_side_stays_as_it_was_and_is_told_without_a_name(
    app: Flask,
    session: Session,
    vera: Volunteer,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    household = session.scalars(select(Household)).one()
    name, languages = household.full_name, len(household.languages)
    personal_data.erase(session, vera, vera, now)
    assert (household.full_name, len(household.languages)) == (name, languages)
    assert household.address == session.get(Address, household.id)
    (row,) = session.scalars(select(Notification))
    assert row.party_id == household.id
    row_id = row.id
    session.commit()
    mailbox = DevelopmentMailbox(tmp_path)
    monkeypatch.setattr(post_office, "mailer", mailbox)
    monkeypatch.setattr(post_office, "quiet_hours", False)
    with app.app_context():
        sending.deliver(transaction, row_id)
    words = "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    assert "Your meetings through us have ended" in words
    assert SECRET not in words


def test_a_household_is_erased_by_the_same_registry(session: Session, now: datetime) -> None:
    staff = make_staff(session)
    family = make_household(
        session,
        scheme_id=staff.scheme_id,
        first_name=SECRET,
        alias=SECRET,
        note=SECRET,
        members=[2012],
        street=SECRET,
    )
    personal_data.erase(session, family, staff, now)
    assert (family.first_name, family.alias, family.note) == (ERASED, "", "")
    assert (family.members, family.needs, family.address) == ([], [], None)


def test_who_is_back_after_a_restore_is_erased_again_and_nobody_else(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    other = make_volunteer(session, scheme_id=vera.scheme_id, first_name="Vita")
    name = vera.public_id
    personal_data.erase(session, vera, vera, now)
    # The backup is from before: she is there, and nothing says that she was erased.
    session.delete(session.scalars(select(Tombstone)).one())
    session.execute(text("UPDATE volunteer SET state = 'ready'"))
    vera.set_name(SECRET, SECRET)
    session.flush()
    assert personal_data.erase_again(session, [name, "nobody"], now) == 1
    assert personal_data.erase_again(session, [name], now) == 0
    people = session.scalars(select(Party.first_name).where(Party.kind == "volunteer"))
    assert set(people) == {ERASED, other.first_name}


def test_who_left_two_years_ago_is_erased_by_itself_and_nobody_else(
    session: Session, now: datetime
) -> None:
    here = make_volunteer(session, first_name="Here")
    of_scheme = {"scheme_id": here.scheme_id}
    long_gone = make_volunteer(session, **of_scheme, state=VolunteerState.LEFT)
    lately = make_volunteer(session, **of_scheme, state=VolunteerState.LEFT)
    family = make_household(session, **of_scheme, state=HouseholdState.LEFT)
    for person, days in ((long_gone, 731), (lately, 729), (family, 731)):
        left_at = now - timedelta(days=days)
        persons.record(session, person, here, f"{person.kind}_left", left_at)
    session.flush()
    assert personal_data.erase_long_gone(session, now) == 2
    assert personal_data.erase_long_gone(session, now) == 0
    assert (long_gone.first_name, family.first_name) == (ERASED, ERASED)
    assert ERASED not in {here.first_name, lately.first_name}
