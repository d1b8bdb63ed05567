"""What is held about people: nothing is forgotten, neither in showing it nor in erasing it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.delivery import DevelopmentMailbox, post_office
from web.messages import own_data
from web.models import (
    Address,
    AuditEvent,
    Base,
    ClosingWords,
    ContactChange,
    FieldChange,
    FollowUp,
    HeldMeeting,
    Household,
    Match,
    MeetingTime,
    NamePart,
    NeverPair,
    Note,
    Notification,
    Offer,
    Party,
    Screening,
    SpokenLanguage,
    Staff,
    Tombstone,
    Volunteer,
)
from web.models.party import ERASED
from web.models.vocabulary import (
    Channel,
    Face,
    Heard,
    HouseholdState,
    MatchState,
    NeverReason,
    ProfileField,
    Side,
    VolunteerState,
)
from web.services import notes, personal_data, persons, sending
from web.services.personal_data import HOLDINGS, NOT_ABOUT_PEOPLE, Section
from web.transactions import transaction

TABLES = sorted(Base.metadata.tables)
# A word that is in everything that somebody may have told us, or we wrote about them.
SECRET = "Quokka"


@pytest.fixture
def vera(session: Session, now: datetime) -> Volunteer:
    """A volunteer of whom everything is held, each with the secret word."""
    vera = make_volunteer(
        session,
        first_name=SECRET,
        last_name=SECRET,
        email=f"{SECRET.lower()}@mail.example",
        phone="+32470000042",
        street=f"{SECRET} 1",
        child_birth_years=[2011],
        wants=["meal"],
    )
    staff = make_staff(session, scheme_id=vera.scheme_id)
    match = make_match(
        session,
        volunteer=vera,
        state=MatchState.ACTIVE,
        first_meeting_on=date(2026, 3, 2),
        criteria=[{"criterion": "proximity", "facts": {"minutes": 7}}],
    )
    day = date(2026, 3, 2)
    vera.screening = Screening(seen_on=day, checked_by_id=staff.id, passed=True, renew_on=day)
    match.events[0].note = SECRET
    of_match = {"scheme_id": vera.scheme_id, "match_id": match.id}
    of_vera = {"scheme_id": vera.scheme_id, "party_id": vera.id}
    session.add_all(
        [
            HeldMeeting(**of_match, told_by_id=vera.id, held_on=day, said=SECRET, noted_at=now),
            FollowUp(
                **of_match,
                party_id=vera.id,
                side=Side.VOLUNTEER,
                step="2w",
                due_on=day,
                answered_at=now,
                met=True,
                face=Face.HAPPY,
                comment=SECRET,
            ),
            ClosingWords(
                **of_match, side=Side.VOLUNTEER, said=SECRET, heard=Heard.BY_PHONE, noted_at=now
            ),
            FieldChange(**of_vera, field=ProfileField.NAME, old=SECRET, new=SECRET, at=now),
            ContactChange(**of_vera, channel=Channel.EMAIL, contact=SECRET, asked_at=now),
        ]
    )
    notes.write(session, vera, SECRET, author=staff, now=now)
    notes.write(session, match, SECRET, author=staff, now=now)
    session.flush()
    return vera


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_every_table_is_in_the_registry_or_named_as_not_about_people(
    name: str,
) -> None:
    holdings = [one for one in HOLDINGS if one.table.__tablename__ == name]
    if name in NOT_ABOUT_PEOPLE:
        assert holdings == []
        return
    assert holdings, f"say in web/services/personal_data what {name!r} holds"
    columns = [column.name for column in Base.metadata.tables[name].columns]
    for holding in holdings:
        assert sorted([*holding.shown, *holding.unshown]) == sorted(columns)
        assert set(holding.emptied) <= set(columns)


def test_a_table_that_refers_to_a_volunteer_a_household_or_a_match_is_about_people() -> None:
    for name in NOT_ABOUT_PEOPLE:
        refers_to = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert not refers_to & {"volunteer", "household", "match"}, name


def test_everything_that_can_be_shown_has_words(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), force_locale("fr"):
        for holding in filter(lambda one: one.shown, HOLDINGS):
            assert own_data.kind_name(holding.table.__tablename__)
            own_data.purpose_words(holding.purpose)
            own_data.basis_words(holding.basis)
            own_data.kept_words(holding.kept)
            for column in holding.shown:
                assert own_data.column_name(column)
        for section in Section:
            assert own_data.section_name(section)


def test_the_file_tells_all_of_it_and_nothing_of_the_other_side(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    household = session.scalars(select(Household)).one()
    household.last_name = "Wombat"
    file = json.dumps(personal_data.export(session, vera, vera, now))
    told = json.loads(file)
    tables = {kind["table"] for kind in told["held"]}
    assert tables >= {
        *("party", "volunteer", "address", "spoken_language", "offer", "screening", "match"),
        *("held_meeting", "follow_up", "closing_words", "field_change", "note", "contact_change"),
    }
    for hidden in ("Wombat", household.public_id, household.email, "minutes", "secret", "hash"):
        assert str(hidden) not in file
    # Of the two notes the one on the match is about two.
    assert [len(kind["rows"]) for kind in told["held"] if kind["table"] == "note"] == [1]
    assert session.scalars(select(AuditEvent.action)).all() == ["data_exported"]


def test_what_somebody_else_decided_about_both_is_not_in_the_file(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    match = session.scalars(select(Match)).one()
    match.state, match.reason = MatchState.DECLINED, "does_not_feel_right"
    assert "does_not_feel_right" not in json.dumps(personal_data.export(session, vera, vera, now))


def test_that_somebody_said_never_again_is_not_told_to_the_other(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    match = session.scalars(select(Match)).one()
    pair = {"volunteer_id": vera.id, "household_id": match.household_id}
    said_by = {"said_by_id": match.household_id, "reason": SECRET}
    session.add(NeverPair(scheme_id=vera.scheme_id, **pair, **said_by, created_at=now))
    session.flush()
    told = personal_data.export(session, vera, vera, now)
    rows = [kind["rows"] for kind in told["held"] if kind["table"] == "never_pair"]
    assert not any(rows)


@pytest.mark.parametrize("side", Side)
def test_what_somebody_said_themselves_is_in_their_file_and_not_what_the_other_said(
    session: Session, vera: Volunteer, now: datetime, side: Side
) -> None:
    match = session.scalars(select(Match)).one()
    own, other = match.party(side), match.other(side)
    ticks = {f"suits_{own.kind}": True, f"suits_{other.kind}": False}
    session.add(
        MeetingTime(
            scheme_id=vera.scheme_id,
            match_id=match.id,
            begins_at=now,
            place="here",
            proposed_by_id=session.scalars(select(Staff.id)).one(),
            **ticks,
        )
    )
    elsewhere = make_household(session, scheme_id=vera.scheme_id)
    for said_by, household in ((own, match.household), (other, elsewhere)):
        session.add(
            NeverPair(
                scheme_id=vera.scheme_id,
                volunteer_id=vera.id,
                household_id=household.id,
                said_by_id=said_by.id,
                code=NeverReason.CONFLICT,
                reason=said_by.kind,
                created_at=now,
            )
        )
    session.flush()
    told = personal_data.export(session, own, own, now)
    rows = {kind["table"]: kind["rows"] for kind in told["held"]}
    assert [row[f"suits_{own.kind}"] for row in rows["meeting_time"]] == [True]
    assert f"suits_{other.kind}" not in json.dumps(told)
    assert [row["reason"] for row in rows["never_pair"]] == [own.kind]
    assert set(rows["never_pair"][0]) == {"code", "reason", "created_at"}


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
