"""What arrives: where, when, and in whose language."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import time_machine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_staff, make_volunteer
from tests.factories.schemes import make_sender
from tests.web.services.sending.due import code_for, seen
from web.delivery import DevelopmentMailbox
from web.models.vocabulary import Delivery
from web.services import codes, contact_changes, sending
from web.services.clock import ZONE
from web.transactions import transaction

WEDNESDAY_NIGHT = datetime(2026, 7, 1, 22, tzinfo=ZONE)


def test_the_code_in_the_mail_is_the_code_that_lets_in(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    volunteer = make_volunteer(session)
    code_for(session, volunteer)
    sending.deliver_due(transaction)

    typed = mailbox.newest()[0].subject.rpartition(" ")[2]
    codes.redeem(session, volunteer, typed, now=datetime.now(UTC))


def test_a_household_is_written_to_in_its_language_and_direction(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    code_for(session, make_household(session, language="ar"))
    sending.deliver_due(transaction)

    (letter,) = mailbox.newest()
    assert letter.language == "ar"
    assert '<html lang="ar" dir="rtl">' in letter.html


def test_who_has_only_a_phone_gets_a_text_message(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    code_for(session, make_volunteer(session, email=None, phone="+32470123456"))
    sending.deliver_due(transaction)

    (letter,) = mailbox.newest()
    assert (letter.channel, letter.recipient) == ("sms", "+32470123456")


def test_a_schemes_own_evening_counts(
    session: Session, mailbox: DevelopmentMailbox, noon: time_machine.Traveller
) -> None:
    coordinator, usual = make_staff(session), make_volunteer(session)
    make_sender(session, coordinator, quiet_from=17, quiet_until=9)
    early = make_volunteer(session, scheme_id=coordinator.scheme_id)
    noon.move_to(datetime(2026, 7, 1, 18, tzinfo=ZONE), tick=False)
    waits_id = code_for(session, early, at_once=False)
    leaves_id = code_for(session, usual, at_once=False)

    sending.deliver_due(transaction)
    assert seen(session, leaves_id).status is Delivery.DONE
    waits = seen(session, waits_id)
    assert waits.status is Delivery.PENDING
    assert waits.next_at == datetime(2026, 7, 2, 9, tzinfo=ZONE)


def test_at_night_only_what_was_just_asked_for_goes_out(
    session: Session, mailbox: DevelopmentMailbox, noon: time_machine.Traveller
) -> None:
    noon.move_to(WEDNESDAY_NIGHT, tick=False)
    asked_id = code_for(session, make_volunteer(session))
    waits_id = code_for(session, make_volunteer(session), at_once=False)

    sending.deliver_due(transaction)
    assert seen(session, asked_id).status is Delivery.DONE
    waits = seen(session, waits_id)
    assert (waits.status, waits.attempts) == (Delivery.PENDING, 0)
    assert waits.next_at == datetime(2026, 7, 2, 8, tzinfo=ZONE)

    noon.move_to(waits.next_at, tick=False)
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 2


def test_a_code_for_a_new_contact_goes_there_and_the_news_to_the_one_before(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    volunteer = make_volunteer(session, email="old@mail.example")
    contact_changes.ask(session, volunteer, "new@mail.example", datetime.now(UTC))
    session.commit()
    sending.deliver_due(transaction)
    (sent,) = mailbox.newest()
    assert sent.recipient == "new@mail.example"
    code = re.findall(r"\b\d{6}\b", sent.text)[0]
    contact_changes.confirm(session, volunteer, code, datetime.now(UTC))
    session.commit()
    sending.deliver_due(transaction)
    news = next(one for one in mailbox.newest() if one.recipient == "old@mail.example")
    assert "new@mail.example" not in news.text
    assert volunteer.email == "new@mail.example"
