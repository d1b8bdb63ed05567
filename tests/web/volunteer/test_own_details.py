"""Volunteers put themselves right: place, contact, a break, and leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import ContactChange, FieldChange, Match, Notification, Task, Volunteer
from web.models.vocabulary import Channel, MatchState, ProfileField, TaskKind, VolunteerState
from web.services import clock, codes, volunteer_profiles

NEW = "new@mail.example"


@pytest.fixture
def vera(client: Client, session: Session) -> Volunteer:
    volunteer = make_volunteer(session, street="Rue Haute 1", email="old@mail.example")
    client.sign_in(volunteer)
    return volunteer


def moved(client: Client, postcode: str) -> str:
    return client.fill("/volunteer/details", postcode=postcode, street="Rue Neuve 2").text


def test_a_new_address_moves_what_matching_uses_and_is_never_written_down(
    client: Client, session: Session, vera: Volunteer
) -> None:
    before = vera.latitude, vera.longitude
    moved(client, "9000")
    assert (vera.postcode, vera.locality) == ("9000", "Gent")
    assert (vera.latitude, vera.longitude) != before
    assert vera.address is not None
    assert vera.address.street == "Rue Neuve 2"
    kept = session.scalars(select(FieldChange).where(FieldChange.party_id == vera.id)).all()
    assert ProfileField.ADDRESS in {change.field for change in kept}
    assert not [change for change in kept if "Neuve" in f"{change.old}{change.new}"]


def test_only_a_change_of_language_changes_the_page_which_says_so_in_the_new_one(
    client: Client, vera: Volunteer
) -> None:
    client.get("/language/nl?next=/volunteer/")
    client.fill("/volunteer/details", first_name="Véra")
    page = client.get("/volunteer/").text
    assert '<html lang="nl"' in page
    assert "Your details are kept" not in page
    client.fill("/volunteer/details", language="de")
    client.fill("/volunteer/details", language="en")
    said = client.get("/volunteer/").text
    assert '<html lang="en"' in said
    assert said.count("Your details are kept") == 1
    assert vera.language == "en"


def test_the_third_address_within_thirty_days_waits_for_a_coordinator(
    client: Client, session: Session, vera: Volunteer, now: datetime
) -> None:
    moved(client, "9000")
    moved(client, "4000")
    page = moved(client, "1000")
    assert "twice in 30 days" in page
    assert main_form(page).values["postcode"] == "1000"
    assert vera.postcode == "4000"
    moved(client, "1000")
    task = session.scalars(select(Task).where(Task.kind == TaskKind.MOVED_OFTEN)).one()
    # The name can still be put right.
    client.fill("/volunteer/details", first_name="Véra")
    assert vera.first_name == "Véra"
    assert task.done_at is None
    coordinator = make_staff(session, scheme_id=vera.scheme_id)
    revised = {"postcode": "9000", "street": ""}
    volunteer_profiles.revise(session, vera, revised, coordinator, now)
    session.refresh(task)
    assert task.done_at == now
    for change in session.scalars(select(FieldChange)):
        change.at = now - timedelta(days=31)
    moved(client, "1000")
    assert vera.postcode == "1000"


def test_a_new_contact_counts_only_once_its_code_is_typed_and_the_old_one_is_told(
    client: Client, session: Session, vera: Volunteer, now: datetime
) -> None:
    client.fill("/volunteer/contact", contact=f" {NEW.title()} ")
    change = session.scalars(select(ContactChange)).one()
    code = codes.issue(session, vera, now=now, proves=change.contact)
    assert vera.email == "old@mail.example"
    assert "not right" in client.fill("/volunteer/contact/confirm", code="000000x").text
    assert vera.email == "old@mail.example"
    client.fill("/volunteer/contact/confirm", code=code)
    assert (vera.email or "").casefold() == NEW
    assert change.replaced == "old@mail.example"
    told = session.scalars(select(Notification).order_by(Notification.id)).all()
    assert [(row.kind, row.channel) for row in told] == [
        ("contact_code", Channel.EMAIL),
        ("contact_changed", Channel.EMAIL),
    ]


def test_a_code_for_signing_in_proves_no_new_contact(
    client: Client, session: Session, vera: Volunteer, now: datetime
) -> None:
    client.fill("/volunteer/contact", contact=NEW)
    code = codes.issue(session, vera, now=now)
    assert "not right" in client.fill("/volunteer/contact/confirm", code=code).text
    assert vera.email == "old@mail.example"


def test_a_contact_of_somebody_else_gets_no_code_and_the_page_says_nothing_of_it(
    client: Client, session: Session, vera: Volunteer
) -> None:
    make_volunteer(session, scheme_id=vera.scheme_id, email="taken@mail.example")
    pages = []
    for contact in ("taken@mail.example", "free@mail.example"):
        client.fill("/volunteer/contact", contact=contact)
        pages.append(client.get("/volunteer/contact/confirm").text.replace(contact, ""))
    sent = session.scalars(select(Notification)).one()
    change = session.get(ContactChange, sent.params["subject_id"])
    assert change is not None
    assert change.contact == "free@mail.example"
    assert main_form(pages[0]).values.keys() == main_form(pages[1]).values.keys()
    assert "taken" not in pages[0]


def test_a_new_contact_is_sent_another_code_when_none_comes(
    client: Client, session: Session, vera: Volunteer
) -> None:
    client.fill("/volunteer/contact", contact="0470 65 43 21")
    page = client.get("/volunteer/contact/confirm").text
    assert "goes to +32 470 65 43 21." in page
    assert "the number is not right" in page
    assert "spam" not in page
    assert "/volunteer/contact/again" in page
    client.press("/volunteer/contact/again")
    assert "A new code is on its way" in client.get("/volunteer/contact/confirm").text
    rows = session.scalars(select(Notification)).all()
    assert [row.kind for row in rows] == ["contact_code"] * 2
    sent_to = session.scalars(select(ContactChange.contact)).all()
    assert set(sent_to) == {"+32470654321"}


def test_a_number_that_no_text_reaches_is_refused_at_the_field(
    client: Client, session: Session, vera: Volunteer
) -> None:
    page = client.fill("/volunteer/contact", contact="02 512 34 56")
    assert "needs a mobile number" in page.text
    assert session.scalars(select(ContactChange)).all() == []


def test_nobody_bombs_a_mailbox_with_codes(
    client: Client, session: Session, vera: Volunteer
) -> None:
    for number in range(7):
        client.fill("/volunteer/contact", contact=f"new{number}@mail.example")
    assert len(session.scalars(select(Notification)).all()) == 5


@pytest.mark.usefixtures("whatsapp")
def test_a_volunteer_chooses_whatsapp_for_a_number_that_a_code_has_proved(
    client: Client, session: Session, vera: Volunteer
) -> None:
    assert "/contact/way" not in client.get("/volunteer/contact").text
    assert client.press("/volunteer/contact/way", channel="whatsapp").status_code == 404
    vera.set_phone("+32470123456")
    assert "/contact/way" in client.get("/volunteer/contact").text
    assert "WhatsApp learns your number" in client.get("/volunteer/contact/way").text
    assert client.press("/volunteer/contact/way", channel="pigeon").status_code == 200
    assert client.press("/volunteer/contact/way", channel="whatsapp").status_code == 303
    assert vera.channel is Channel.WHATSAPP
    changes = session.scalars(select(FieldChange)).all()
    assert [(one.field, one.new) for one in changes] == [(ProfileField.CHANNEL, "whatsapp")]
    vera.set_email(None)
    client.press("/volunteer/contact/way", channel="email")
    assert vera.channel is Channel.WHATSAPP


def test_without_whatsapp_a_volunteer_has_nothing_to_choose(
    client: Client, vera: Volunteer
) -> None:
    vera.set_phone("+32470123456")
    assert "/contact/way" not in client.get("/volunteer/contact").text
    assert client.press("/volunteer/contact/way", channel="sms").status_code == 404


def test_a_break_may_have_a_last_day_and_a_day_that_has_been_is_refused_at_the_field(
    client: Client, vera: Volunteer, now: datetime
) -> None:
    today = clock.local_date(now)
    answer = client.press("/volunteer/pause", until=today.isoformat())
    assert "still to come" in answer.text
    assert f'value="{today.isoformat()}"' in answer.text
    assert vera.state is VolunteerState.READY
    client.press("/volunteer/pause", until=(today + timedelta(days=9)).isoformat())
    assert (vera.state, vera.paused_until) == (VolunteerState.PAUSED, today + timedelta(days=9))
    assert "back by yourself" in client.get("/volunteer/").text


def test_leaving_ends_every_match_tells_both_and_signs_out(
    client: Client, session: Session, vera: Volunteer
) -> None:
    vera.capacity = 3
    for state in (MatchState.ACTIVE, MatchState.APPROVED, MatchState.PROPOSED):
        household = make_household(session, scheme_id=vera.scheme_id, alias=f"Of {state}")
        make_match(session, volunteer=vera, household=household, state=state)
    page = client.get("/volunteer/leave").text
    assert "Of active" in page
    assert "Of proposed" not in page
    client.press("/volunteer/leave")
    assert vera.state is VolunteerState.LEFT
    states = {match.state for match in session.scalars(select(Match))}
    assert states == {MatchState.ENDED, MatchState.CANCELLED, MatchState.REJECTED}
    told = session.scalars(select(Notification.party_id).where(Notification.kind == "match_ended"))
    assert len(set(told)) == 2
    assert client.get("/volunteer/").status_code == 302
