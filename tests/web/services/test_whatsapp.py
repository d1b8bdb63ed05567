"""WhatsApp goes to who chose it and nobody else; where it fails, a text message takes its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.factories.schemes import make_sender
from web.delivery import Letter, PermanentFailure, TextMessage, post_office
from web.delivery.no_sms import NoSmsGateway
from web.models import ContactChange, Household, KeptLetter, Notification, Party, Task
from web.models.vocabulary import Channel, Delivery, Receipt, TaskKind
from web.services import contact_changes, outbox, receipts, ways

# Which way a message takes; counting and claiming are tested on both beside their services.
pytestmark = [
    pytest.mark.parametrize("app", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("whatsapp"),
]
Deliver = Callable[[], list[Letter]]
PHONE = "+32470123456"


class Refusing:
    """A gateway that does not take it, and says nothing of the number."""

    def send(self, _message: TextMessage) -> None:
        raise PermanentFailure("HTTP 422")


@pytest.fixture
def family(session: Session) -> Household:
    return make_household(session, phone=PHONE, channel=Channel.WHATSAPP)


def write(session: Session, party: Party, now: datetime, key: str = "one") -> Notification:
    outbox.notify(session, party, "own_page", dedupe_key=key, now=now)
    return session.scalars(select(Notification).where(Notification.dedupe_key == key)).one()


def unknown_there(session: Session, row: Notification, now: datetime) -> None:
    """The gateway reports afterwards that WhatsApp does not know the number."""
    assert receipts.take(session, receipts.key_of(row), Receipt.FAILED, "no such number", now)
    session.flush()


def ways_taken(letters: list[Letter]) -> list[tuple[str, str]]:
    return [(letter.channel, letter.recipient) for letter in reversed(letters)]


def test_who_chose_it_gets_the_words_of_a_text_message_by_whatsapp(
    session: Session, deliver: Deliver, family: Household, now: datetime
) -> None:
    said_in = {"scheme_id": family.scheme_id, "language": "fr"}
    other = make_household(session, phone="+32470123457", channel=Channel.SMS, **said_in)
    family.language = "fr"
    write(session, family, now)
    write(session, other, now, "two")
    by_whatsapp, text = sorted(deliver(), key=lambda letter: letter.channel, reverse=True)
    assert (by_whatsapp.channel, by_whatsapp.recipient) == ("whatsapp", PHONE)
    said, _, link = by_whatsapp.text.strip().rpartition(" ")
    assert link.startswith("http://localhost/l/")
    assert text.text.startswith(said)
    assert by_whatsapp.language == "fr"


def test_a_number_that_whatsapp_does_not_know_gets_this_and_what_follows_as_a_text_message(
    session: Session, deliver: Deliver, family: Household, now: datetime
) -> None:
    row = write(session, family, now)
    deliver()
    unknown_there(session, row, now)
    write(session, family, now, "two")
    assert ways_taken(deliver()) == [("whatsapp", PHONE), ("sms", PHONE), ("sms", PHONE)]
    assert (family.whatsapp_failed_at, family.phone_failed_at) == (now, None)
    (task,) = session.scalars(select(Task))
    assert task.kind is TaskKind.MESSAGE_FAILED
    assert (task.evidence["channel"], task.evidence["instead"]) == ("whatsapp", "sms")


def test_what_waited_already_when_the_number_turned_out_unknown_goes_as_a_text_message(
    session: Session, deliver: Deliver, family: Household, now: datetime
) -> None:
    write(session, family, now)
    ways.mark_failed(family, Channel.WHATSAPP, now)
    deliver()
    assert ways_taken(deliver()) == [("sms", PHONE)]


def test_a_message_that_whatsapp_refuses_goes_as_a_text_message_and_the_next_is_tried_again(
    session: Session,
    deliver: Deliver,
    family: Household,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(post_office, "whatsapp", Refusing())
    write(session, family, now)
    deliver()
    assert ways_taken(deliver()) == [("sms", PHONE)]
    assert family.whatsapp_failed_at is None
    assert write(session, family, now, "two").channel is Channel.WHATSAPP


@pytest.mark.parametrize(("made", "instead"), [(make_volunteer, "email"), (make_household, "")])
def test_without_text_messages_a_volunteer_gets_a_mail_and_a_family_a_call(
    session: Session,
    deliver: Deliver,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    made: Callable[..., Party],
    instead: str,
) -> None:
    monkeypatch.setattr(post_office, "sms", NoSmsGateway())
    who = made(session, phone=PHONE, channel=Channel.WHATSAPP)
    outbox.notify(session, who, "access_code", dedupe_key="one", now=now)
    row = session.scalars(select(Notification)).one()
    deliver()
    unknown_there(session, row, now)
    assert [letter.channel for letter in reversed(deliver())][1:] == [instead] * bool(instead)
    assert session.scalars(select(Task)).one().evidence["instead"] == instead


def test_who_did_not_choose_it_is_never_written_to_by_whatsapp(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    vera.email_failed_at = now
    assert ways.way_to(vera) is Channel.SMS
    vera.phone_failed_at = now
    outbox.notify(session, vera, "access_code", dedupe_key="one", now=now, at_once=True)
    assert [letter.channel for letter in deliver()] == ["email"]


def test_where_the_gateway_was_taken_away_a_text_message_goes_to_who_had_chosen_it(
    session: Session,
    deliver: Deliver,
    family: Household,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(session, family, now)
    monkeypatch.setattr(post_office, "whatsapp", NoSmsGateway())
    assert write(session, family, now, "two").channel is Channel.SMS
    deliver()
    assert ways_taken(deliver()) == [("sms", PHONE), ("sms", PHONE)]


def test_it_counts_with_the_text_messages_of_a_day_and_one_task_says_that_both_wait(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    scheme = make_scheme(session)
    make_sender(session, make_staff(session, scheme=scheme), texts_a_day=1)
    for number, channel in enumerate((Channel.SMS, Channel.WHATSAPP, Channel.SMS)):
        phone = f"+3247012345{number}"
        family = make_household(session, scheme=scheme, phone=phone, channel=channel)
        write(session, family, now, f"{number}")
    assert len(deliver()) == 1
    waiting = select(Notification).where(Notification.status == Delivery.PENDING)
    assert len(session.scalars(waiting).all()) == 2
    assert session.scalars(select(Task)).one().evidence["channel"] == "sms"


def test_a_code_for_a_new_number_is_a_text_message_and_the_old_number_begins_anew(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, phone=PHONE, channel=Channel.WHATSAPP)
    vera.whatsapp_failed_at = now
    contact_changes.ask(session, vera, "+32470999999", now)
    assert ways_taken(deliver()) == [("sms", "+32470999999")]
    assert session.scalars(select(ContactChange)).one().channel is Channel.SMS
    vera.set_phone("+32470999999")
    assert ways.way_to(vera) is Channel.WHATSAPP


def test_a_message_that_arrives_makes_the_number_good_again_for_whatsapp_alone(
    session: Session, deliver: Deliver, family: Household, now: datetime
) -> None:
    row = write(session, family, now)
    deliver()
    family.whatsapp_failed_at = family.phone_failed_at = now.replace(year=now.year - 1)
    receipts.take(session, receipts.key_of(row), Receipt.DELIVERED, "", now)
    assert family.whatsapp_failed_at is None
    assert family.phone_failed_at is not None


def test_an_exercise_keeps_it_as_what_it_would_have_been(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    scheme = make_scheme(session, in_exercise=True)
    family = make_household(session, scheme=scheme, phone=PHONE, channel=Channel.WHATSAPP)
    write(session, family, now)
    assert deliver() == []
    assert session.scalars(select(KeptLetter)).one().channel is Channel.WHATSAPP
