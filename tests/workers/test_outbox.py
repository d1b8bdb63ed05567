from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from celery import Celery
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_scheme, make_volunteer
from tests.workers.conftest import kill, wait_until
from web.delivery import DevelopmentMailbox
from web.doorbell import Doorbell
from web.models import Notification
from web.models.vocabulary import Delivery
from web.services import clock, outbox

pytestmark = pytest.mark.worker

MESSAGES = 80  # one sweep takes a hundred
Start = Callable[[], "subprocess.Popen[bytes]"]


def letters(settings: Settings) -> int:
    new: Path = settings.mailbox_dir / "new"
    return len(list(new.iterdir())) if new.is_dir() else 0


def test_every_message_arrives_once_although_its_worker_is_killed(
    session: Session,
    settings: Settings,
    celery: Celery,
    broker_process: subprocess.Popen[bytes],
    start_worker: Start,
) -> None:
    scheme = make_scheme(session)
    for number in range(MESSAGES):
        outbox.notify(
            session,
            make_volunteer(session, scheme=scheme),
            "access_code",
            dedupe_key=f"message:{number}",
            now=datetime.now(UTC),
            at_once=True,
        )
    session.commit()
    worker = start_worker()
    celery.send_task("workers.tasks.messages.sweep")
    wait_until(lambda: letters(settings) >= 10)
    kill(worker)
    assert letters(settings) < MESSAGES, "the kill came too late to prove anything"

    # What the dead worker had claimed is free again when its lease is over.
    clock.advance(session, outbox.LEASE)
    session.commit()
    start_worker()
    celery.send_task("workers.tasks.messages.sweep")

    def emptied() -> bool:
        waiting = session.scalar(
            select(func.count()).where(Notification.status == Delivery.PENDING)
        )
        session.rollback()
        return waiting == 0

    wait_until(emptied)
    done = select(func.count()).where(Notification.status == Delivery.DONE)
    assert session.scalar(done) == MESSAGES
    session.rollback()
    recipients = [it.recipient for it in DevelopmentMailbox(settings.mailbox_dir).newest(999)]
    assert len(recipients) == len(set(recipients)) == MESSAGES


@pytest.mark.parametrize("trouble", [signal.SIGSTOP, signal.SIGKILL])
def test_a_broker_in_trouble_keeps_nobody_from_saving(
    engine: Engine,
    celery: Celery,
    broker_process: subprocess.Popen[bytes],
    trouble: signal.Signals,
) -> None:
    bell = Doorbell()
    bell._celery = celery
    broker_process.send_signal(trouble)

    with Session(engine) as session:
        event.listen(session, "after_commit", bell.ring_for)
        volunteer = make_volunteer(session)
        outbox.notify(session, volunteer, "access_code", dedupe_key="one", now=datetime.now(UTC))
        session.commit()
        assert session.scalar(select(func.count()).select_from(Notification)) == 1
