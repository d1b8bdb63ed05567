from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_scheme, make_volunteer
from tests.faults.programs import Programs
from tests.faults.sink import Sink, listening
from tests.workers.conftest import beside, broker_process
from web.models import Notification, Party, Scheme
from web.models.vocabulary import Delivery
from web.services import outbox

__all__ = ["broker_process"]

# Nobody is written to at this number: what kills a worker or cannot be sent is addressed to it.
POISON = "+32470000000"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening() as sink:
        yield sink


@pytest.fixture
def settings(app: Flask, tmp_path: Path, sink: Sink) -> Settings:
    """Those of programs beside the test's application: its database and keys, their own broker."""
    return beside(app, tmp_path, SMS_URL=sink.url)


@pytest.fixture
def programs(settings: Settings, broker_process: subprocess.Popen[bytes]) -> Iterator[Programs]:
    started = Programs(settings)
    yield started
    started.end()


def write(session: Session, messages: int, people: int = 20) -> Scheme:
    """So many text messages that are due, to a few people; committed."""
    scheme = make_scheme(session)
    texted = [
        make_volunteer(session, scheme=scheme, email=None, phone=f"+324710000{number:02d}")
        for number in range(people)
    ]
    for number in range(messages):
        text(session, texted[number % people], f"message:{scheme.id}:{number}")
    session.commit()
    return scheme


def text(session: Session, somebody: Party, key: str) -> None:
    outbox.notify(
        session,
        somebody,
        "access_code",
        dedupe_key=key,
        now=datetime.now(UTC),
        at_once=True,
    )


@pytest.fixture
def waiting(engine: Engine) -> Callable[[], int]:
    """How many messages still wait, read without keeping anybody's lock."""

    def count() -> int:
        with engine.connect() as connection:
            pending = select(func.count()).where(Notification.status == Delivery.PENDING)
            return connection.scalar(pending) or 0

    return count
