from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories import make_household, make_staff, make_volunteer
from tests.factories.schemes import make_sender
from tests.races import together
from web.delivery import (
    DevelopmentMailbox,
    Mail,
    PermanentFailure,
    TemporaryFailure,
    TextMessage,
    post_office,
)
from web.models import AccessCode, Notification, Party, Task
from web.models.vocabulary import Channel, Delivery, TaskKind
from web.services import codes, contact_changes, outbox, parcels, sending
from web.services.clock import ZONE
from web.services.outbox import Failure
from web.transactions import transaction

WEDNESDAY_NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
WEDNESDAY_NIGHT = datetime(2026, 7, 1, 22, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def running(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DevelopmentMailbox:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    monkeypatch.setattr(post_office, "mailer", mailbox)
    monkeypatch.setattr(post_office, "sms", mailbox)
    return mailbox


class Refusing:
    """A provider that is in trouble, and counts how often it was asked."""

    def __init__(self, problem: Exception) -> None:
        self.problem, self.asked = problem, 0

    def send(self, _message: Mail | TextMessage) -> None:
        self.asked += 1
        raise self.problem


def refuse(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> Refusing:
    provider = Refusing(problem)
    monkeypatch.setattr(post_office, "mailer", provider)
    return provider


def code_for(session: Session, party: Party, **changes: object) -> int:
    """The id of a notification that is due: an access code, which needs nothing else."""
    codes.request(session, party, now=datetime.now(UTC))
    row = session.scalars(select(Notification).where(Notification.party_id == party.id)).one()
    for name, value in changes.items():
        setattr(row, name, value)
    notification_id = row.id
    session.commit()
    return notification_id


def seen(session: Session, notification_id: int) -> Notification:
    """The row as it is now, without keeping SQLite's only writer lock."""
    session.expire_all()
    row = session.get_one(Notification, notification_id)
    session.expunge(row)
    session.rollback()
    return row


def test_a_message_is_sent_once_however_often_it_is_looked_at(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    volunteer = make_volunteer(session, email="vera@example.org")
    notification_id = code_for(session, volunteer)

    assert sending.deliver_due(transaction) == 1
    assert sending.deliver_due(transaction) == 0
    assert sending.deliver(transaction, notification_id) is None

    (letter,) = mailbox.newest()
    assert letter.recipient == "vera@example.org"
    row = seen(session, notification_id)
    assert (row.status, row.attempts) == (Delivery.DONE, 1)


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
    noon.move_to(WEDNESDAY_NOON.replace(hour=18), tick=False)
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


def test_a_mailbox_that_does_not_exist_becomes_one_task(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = refuse(monkeypatch, PermanentFailure("SMTP 550"))
    volunteer = make_volunteer(session)
    notification_id = code_for(session, volunteer)
    outbox.notify(session, volunteer, "access_code", dedupe_key="two", now=datetime.now(UTC))
    session.commit()

    sending.deliver_due(transaction)

    row = seen(session, notification_id)
    assert (row.status, row.problem, provider.asked) == (Delivery.PARKED, "SMTP 550", 2)
    (task,) = session.scalars(select(Task))
    assert (task.kind, task.party_id) == (TaskKind.MESSAGE_FAILED, volunteer.id)


def test_a_provider_that_is_away_is_tried_for_a_day_and_then_given_up(
    session: Session, monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller
) -> None:
    provider = refuse(monkeypatch, TemporaryFailure("TimeoutError"))
    notification_id = code_for(session, make_volunteer(session))

    while (row := seen(session, notification_id)).status is Delivery.PENDING:
        noon.move_to(row.next_at, tick=False)
        sending.deliver_due(transaction)

    tried_for = datetime.now(UTC) - row.created_at
    assert timedelta(hours=24) <= tried_for < timedelta(hours=25)
    assert 10 < provider.asked < 100
    assert session.scalars(select(Task.kind)).all() == [TaskKind.MESSAGE_FAILED]


def test_a_provider_that_is_away_is_not_asked_for_each_waiting_row(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = refuse(monkeypatch, TemporaryFailure("TimeoutError"))
    for _ in range(4):
        code_for(session, make_volunteer(session))

    assert sending.deliver_due(transaction) == provider.asked == sending.PATIENCE < 4


def test_a_channel_that_is_away_does_not_hold_up_the_others(
    session: Session, monkeypatch: pytest.MonkeyPatch, mailbox: DevelopmentMailbox
) -> None:
    away = refuse(monkeypatch, TemporaryFailure("TimeoutError"))
    for _ in range(6):
        code_for(session, make_volunteer(session))
    texted = code_for(session, make_volunteer(session, email=None, phone="+32470123456"))

    sending.deliver_due(transaction, limit=3)

    assert away.asked
    assert seen(session, texted).status is Delivery.DONE


def test_what_one_message_meets_does_not_end_the_sweep(
    session: Session, monkeypatch: pytest.MonkeyPatch, mailbox: DevelopmentMailbox
) -> None:
    class Busy:
        """Takes every second message only."""

        asked = 0

        def send(self, mail: Mail) -> None:
            self.asked += 1
            if self.asked % 2:
                raise TemporaryFailure("SMTP 451")
            mailbox.send(mail)

    monkeypatch.setattr(post_office, "mailer", Busy())
    for _ in range(6):
        code_for(session, make_volunteer(session))

    assert sending.deliver_due(transaction) == 6
    assert len(mailbox.newest()) == 3


def test_a_day_of_trying_does_not_begin_before_the_first_try(
    session: Session, monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller
) -> None:
    """Written on a Saturday evening for Monday morning, it has not been tried for a day by then."""
    refuse(monkeypatch, TemporaryFailure("TimeoutError"))
    waited = code_for(session, make_volunteer(session))
    noon.shift(timedelta(hours=36))

    assert sending.deliver(transaction, waited) is Failure.TEMPORARY

    row = seen(session, waited)
    assert row.status is Delivery.PENDING
    assert row.next_at < datetime.now(UTC) + timedelta(minutes=1)
    assert not session.scalars(select(Task)).all()
    session.rollback()


def test_what_waits_for_the_morning_is_not_tried_meanwhile(
    session: Session, monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller
) -> None:
    refuse(monkeypatch, TemporaryFailure("TimeoutError"))
    tried = code_for(session, make_volunteer(session), at_once=False)
    saturday_evening = datetime(2026, 7, 4, 19, 59, tzinfo=ZONE)
    monday = datetime(2026, 7, 6, 8, tzinfo=ZONE)

    for moment in (saturday_evening, saturday_evening + timedelta(minutes=5), monday):
        noon.move_to(moment, tick=False)
        sending.deliver(transaction, tried)

    assert seen(session, tried).status is Delivery.PENDING


def test_a_message_nobody_can_word_is_given_up_after_five_tries_and_says_no_name(
    session: Session, mailbox: DevelopmentMailbox, noon: time_machine.Traveller
) -> None:
    notification_id = code_for(session, make_volunteer(session), kind="unheard_of")

    for _ in range(7):
        noon.shift(timedelta(hours=1))
        sending.deliver_due(transaction)

    row = seen(session, notification_id)
    assert (row.status, row.attempts, row.problem) == (Delivery.PARKED, 5, "KeyError")
    assert not mailbox.newest()


def test_a_database_that_was_away_is_not_held_against_the_message(
    session: Session, monkeypatch: pytest.MonkeyPatch, mailbox: DevelopmentMailbox
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionError())

    monkeypatch.setattr(parcels, "word", away)
    notification_id = code_for(session, make_volunteer(session))

    assert sending.deliver(transaction, notification_id) is Failure.TEMPORARY

    row = seen(session, notification_id)
    assert (row.status, row.attempts) == (Delivery.PENDING, 0)


def test_a_message_that_kills_its_worker_is_not_tried_for_ever(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    notification_id = code_for(session, make_volunteer(session), attempts=outbox.MAX_ATTEMPTS)

    sending.deliver_due(transaction)

    row = seen(session, notification_id)
    assert row.status is Delivery.PARKED
    assert not mailbox.newest()


def test_a_worker_that_dies_after_its_claim_delays_the_message_by_one_lease(
    session: Session, monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller, tmp_path: Path
) -> None:
    notification_id = code_for(session, make_volunteer(session))
    refuse(monkeypatch, KeyboardInterrupt())  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        sending.deliver_due(transaction)

    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    monkeypatch.setattr(post_office, "mailer", mailbox)
    assert sending.deliver_due(transaction) == 0
    noon.shift(outbox.LEASE)
    assert sending.deliver_due(transaction) == 1
    row = seen(session, notification_id)
    assert (row.status, row.attempts) == (Delivery.DONE, 2)


def test_no_contact_is_a_task_and_not_a_crash(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    notification_id = code_for(
        session, make_volunteer(session), channel=Channel.SMS, way_given=True
    )
    assert sending.deliver(transaction, notification_id) is Failure.PERMANENT


def test_no_session_is_open_while_the_provider_is_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise one slow provider would hold SQLite's only writer lock."""
    written: list[int] = []

    class Writing:
        def send(self, _mail: Mail) -> None:
            session.add(AccessCode(**code_columns))
            session.commit()
            written.append(1)

    volunteer = make_volunteer(session)
    code_for(session, volunteer)
    code_columns = {
        "scheme_id": volunteer.scheme_id,
        "party_id": volunteer.id,
        "code_hash": "x",
        "expires_at": datetime.now(UTC),
        "created_at": datetime.now(UTC),
    }
    session.commit()
    monkeypatch.setattr(post_office, "mailer", Writing())

    assert sending.deliver_due(transaction) == 1
    assert written


def test_workers_that_race_for_a_message_send_it_once(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    class Counting:
        def send(self, mail: Mail) -> None:
            sent.append(mail.key)

    monkeypatch.setattr(post_office, "mailer", Counting())
    for _ in range(5):
        code_for(session, make_volunteer(session))

    def work() -> None:
        with app.app_context():
            sending.deliver_due(transaction)

    together([work] * 4)

    assert len(sent) == len(set(sent)) == 5


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
