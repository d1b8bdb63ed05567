"""What cannot be sent is given up, and what failed beside it is not held against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories import make_volunteer
from tests.web.services.sending.due import code_for, refuse, seen
from web.delivery import DevelopmentMailbox, PermanentFailure
from web.models import Task
from web.models.vocabulary import Channel, Delivery, TaskKind
from web.services import outbox, parcels, sending
from web.services.outbox import Failure
from web.transactions import transaction


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


def test_no_contact_is_a_task_and_not_a_crash(
    session: Session, mailbox: DevelopmentMailbox
) -> None:
    notification_id = code_for(
        session, make_volunteer(session), channel=Channel.SMS, way_given=True
    )
    assert sending.deliver(transaction, notification_id) is Failure.PERMANENT
