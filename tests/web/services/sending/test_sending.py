"""Sending: once, by one worker, and with patience while a provider is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_volunteer
from tests.races import together
from tests.web.services.sending.due import code_for, refuse, seen
from web.delivery import DevelopmentMailbox, Mail, TemporaryFailure, post_office
from web.models import AccessCode, Task
from web.models.vocabulary import Delivery, TaskKind
from web.services import outbox, sending
from web.services.clock import ZONE
from web.services.outbox import Failure
from web.transactions import transaction


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
