"""What waits goes the way that its reader has chosen by then; what went before is closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.delivery import DevelopmentMailbox, Mail, PermanentFailure, TextMessage, post_office
from web.models import Household, Link, Notification, Staff
from web.models.vocabulary import Channel, Delivery, MatchState
from web.services import (
    calendars,
    household_profiles,
    links,
    matches,
    outbox,
    own_details,
    parcels,
    second_tries,
    sending,
)
from web.services.clock import ZONE
from web.services.links import Purpose
from web.transactions import transaction

NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
SHARED, PHONE = "shared@mail.example", "+32470000042"


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[time_machine.Traveller]:
    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DevelopmentMailbox:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    for way in ("mailer", "sms", "whatsapp"):
        monkeypatch.setattr(post_office, way, mailbox)
    return mailbox


@pytest.fixture
def family(session: Session) -> Household:
    return make_household(session, email=SHARED, phone=PHONE, channel=Channel.EMAIL)


def write(session: Session, family: Household, key: str = "one") -> Notification:
    outbox.notify(session, family, "own_page", dedupe_key=key, now=datetime.now(UTC))
    return session.scalars(select(Notification).where(Notification.dedupe_key == key)).one()


def revise(session: Session, family: Household, **told: object) -> None:
    """A coordinator puts in what the family has said by phone."""
    cora = make_staff(session, scheme_id=family.scheme_id)
    household_profiles.revise(session, family, told, cora, datetime.now(UTC))
    session.commit()


def taken(session: Session, mailbox: DevelopmentMailbox) -> list[tuple[str, str]]:
    """Where everything that is due went."""
    session.commit()
    sending.deliver_due(transaction)
    session.expire_all()
    return [(letter.channel, letter.recipient) for letter in reversed(mailbox.newest())]


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"channel": Channel.SMS}, ("sms", PHONE)),
        ({"email": "own@mail.example"}, ("email", "own@mail.example")),
        ({"email": "", "channel": Channel.SMS}, ("sms", PHONE)),
    ],
)
def test_an_offer_that_waits_does_not_go_to_a_mailbox_that_is_no_longer_safe(
    session: Session,
    mailbox: DevelopmentMailbox,
    family: Household,
    noon: time_machine.Traveller,
    told: dict[str, object],
    place: tuple[str, str],
) -> None:
    match = make_match(session, household=family)
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=cora, now=datetime.now(UTC))
    noon.shift(timedelta(minutes=2))
    revise(session, family, **told)
    waits = session.scalars(select(Notification).where(Notification.party_id == family.id)).one()
    assert waits.channel == place[0]
    noon.shift(timedelta(minutes=15))
    places = taken(session, mailbox)
    assert place in places
    assert SHARED not in {recipient for _, recipient in places}


def test_what_is_sent_again_goes_the_new_way(
    session: Session, mailbox: DevelopmentMailbox, family: Household
) -> None:
    row = write(session, family)
    row.status, row.done_at = Delivery.PARKED, datetime.now(UTC)
    revise(session, family, channel=Channel.SMS)
    cora = make_staff(session, scheme_id=family.scheme_id)
    assert second_tries.recent_messages(session, cora, datetime.now(UTC)) == 1
    assert taken(session, mailbox) == [("sms", PHONE)]


def test_what_was_tried_in_vain_begins_a_day_of_trying_and_takes_a_place_the_new_way(
    session: Session, family: Household, noon: time_machine.Traveller
) -> None:
    row = write(session, family)
    for name, value in {"first_tried_at": datetime.now(UTC), "counted_on": NOON.date()}.items():
        setattr(row, name, value)
    noon.shift(timedelta(hours=23))
    revise(session, family, channel=Channel.SMS)
    assert row.first_tried_at == datetime.now(UTC)
    session.refresh(row)
    assert row.counted_on is None


def test_a_text_in_the_place_of_whatsapp_goes_there_only_while_whatsapp_is_chosen(
    session: Session,
    mailbox: DevelopmentMailbox,
    family: Household,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Refusing:
        def send(self, _message: Mail | TextMessage) -> None:
            raise PermanentFailure("HTTP 422")

    monkeypatch.setattr(post_office, "whatsapp", Refusing())
    family.channel = Channel.WHATSAPP
    moved = make_household(
        session, email="own@mail.example", phone="+32470000043", channel=Channel.WHATSAPP
    )
    for number, one in enumerate((family, moved)):
        row_id = write(session, one, str(number)).id
        session.commit()
        assert sending.deliver(transaction, row_id) is not None
    revise(session, moved, channel=Channel.EMAIL)
    assert sorted(taken(session, mailbox)) == [("email", "own@mail.example"), ("sms", PHONE)]


def test_every_link_that_went_the_old_way_is_closed_and_brings_a_new_one_the_new_way(
    session: Session, client: Client, mailbox: DevelopmentMailbox, family: Household
) -> None:
    match = make_match(session, household=family, state=MatchState.APPROVED)
    now = datetime.now(UTC)
    paths = [
        links.create(session, family, purpose, subject, now=now)
        for purpose, subject in (
            (Purpose.HOUSEHOLD, family.id),
            (Purpose.MATCH, match.id),
            (Purpose.UNSUBSCRIBE, family.id),
        )
    ]
    session.commit()
    assert [client.get(path).status_code for path in paths] == [200] * 3
    revise(session, family, channel=Channel.SMS)
    assert [client.get(path).status_code for path in paths] == [410] * 3
    assert [client.post(path, data={"answer": "yes"}).status_code for path in paths] == [410] * 3
    assert match.household_answer is None
    client.post(f"{paths[1]}/again")
    assert taken(session, mailbox) == [("sms", PHONE)]
    (new,) = re.findall(r"/l/\S+", mailbox.newest()[0].text)
    assert client.get(new).status_code == 200


def test_links_stay_where_another_profile_changes_or_something_else_in_this_one(
    session: Session, family: Household
) -> None:
    other = make_household(session, scheme_id=family.scheme_id)
    for one in (family, other):
        links.create(session, one, Purpose.HOUSEHOLD, one.id, now=datetime.now(UTC))
    revise(session, family, alias="Nour", phone="+32470000044")
    revise(session, other, channel=Channel.SMS, phone="+32470000045")
    still_open = select(Link.party_id).where(Link.revoked_at.is_(None))
    assert session.scalars(still_open).all() == [family.id]


def test_a_volunteer_who_chooses_another_way_keeps_the_address_of_the_calendar(
    session: Session,
) -> None:
    volunteer = make_volunteer(session, phone=PHONE)
    now = datetime.now(UTC)
    for purpose in (Purpose.MATCH, Purpose.SIGN_IN):
        links.create(session, volunteer, purpose, 1, now=now)
    calendars.renew(session, volunteer, now)
    own_details.choose_way(session, volunteer, Channel.SMS, now)
    still_open = select(Link.purpose).where(Link.revoked_at.is_(None))
    assert session.scalars(still_open).all() == [Purpose.CALENDAR]


def test_a_link_that_is_made_while_the_way_changes_is_closed_too(
    app: Flask,
    session: Session,
    mailbox: DevelopmentMailbox,
    family: Household,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The coordinator saves while a worker words the message for the mailbox."""
    words, family_id, cora_id = parcels.word, family.id, make_staff(session).id
    row_id = write(session, family).id
    session.commit()

    def change() -> None:
        with app.app_context(), transaction() as other:
            told = {"channel": Channel.SMS}
            found, cora = other.get_one(Household, family_id), other.get_one(Staff, cora_id)
            household_profiles.revise(other, found, told, cora, datetime.now(UTC))

    meanwhile = Thread(target=change)

    def then_changed(*given: Any) -> parcels.Parcel:
        parcel = words(*given)
        meanwhile.start()
        # It ends only if it waits for nobody.
        meanwhile.join(1)
        return parcel

    monkeypatch.setattr(parcels, "word", then_changed)
    sending.deliver(transaction, row_id)
    meanwhile.join()
    assert mailbox.newest()
    assert session.scalars(select(Link.revoked_at)).all() == [datetime.now(UTC)]
