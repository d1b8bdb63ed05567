"""Row 7: a message that cannot be worded; `test_killed_workers` has one that kills."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.faults.conftest import write
from tests.faults.sink import Sink
from web.delivery import HttpSmsGateway, post_office
from web.models import Notification, Task
from web.models.vocabulary import Delivery, TaskKind
from web.services import outbox, sending
from web.services.clock import ZONE
from web.transactions import transaction

NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
FULL = pytest.param(100, marks=pytest.mark.faults)


@pytest.mark.parametrize("others", [10, FULL])
def test_one_poison_message_is_parked_and_the_others_are_sent(
    others: int, app: Flask, session: Session, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_office, "sms", HttpSmsGateway(sink.url))
    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        write(session, others + 1)
        poison = session.scalars(select(Notification).order_by(Notification.id)).first()
        assert poison is not None
        poison.kind = "unheard_of"
        poison_id = poison.id
        session.commit()

        sending.deliver_due(transaction)
        at_once = len(sink.taken)
        for _ in range(10):
            traveller.shift(timedelta(hours=1))
            sending.deliver_due(transaction)

    session.expire_all()
    assert at_once == len(sink.keys) == len(sink.taken) == others
    row = session.get_one(Notification, poison_id)
    assert row.status is Delivery.PARKED
    assert row.attempts <= outbox.MAX_ATTEMPTS
    assert session.scalars(select(Task.kind)).all() == [TaskKind.MESSAGE_FAILED]
