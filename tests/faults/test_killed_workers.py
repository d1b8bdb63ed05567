"""Row 1 and 7: workers are killed again and again, once by a message itself."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from redis import Redis
from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_volunteer
from tests.faults.conftest import POISON, text, write
from tests.faults.programs import BEAT, WORKER, Process, Programs
from tests.faults.sink import Sink
from tests.workers.conftest import kill, wait_until
from web.models import Notification, Task
from web.models.vocabulary import Delivery, TaskKind
from web.services import clock, outbox

pytestmark = pytest.mark.faults

MESSAGES, KILLS = 1000, 20
WIPED_AFTER = (6, 13)
# Nobody can tell a lost answer from none; of the kills, not every one hits between the two.
MOST_TWICE = 25


def test_no_message_is_lost_and_few_come_twice(
    session: Session,
    settings: Settings,
    sink: Sink,
    programs: Programs,
    waiting: Callable[[], int],
) -> None:
    sink.busy_every, sink.lost_every = 33, 50
    write(session, MESSAGES)
    programs.start(BEAT)
    workers = [programs.start(WORKER) for _ in range(2)]
    for number in range(KILLS):
        _when_taken(sink, len(sink.taken) + MESSAGES // (KILLS + 5))
        kill(workers.pop(0))
        if number in WIPED_AFTER:
            with Redis.from_url(settings.redis_url) as broker:
                broker.flushall()
        workers.append(programs.start(WORKER))
    assert waiting() > 0, "the kills came too late to prove anything"

    _until_all_is_sent(session, waiting)

    print(f"row 1: {sink.duplicates} twice at a plain sink, {sink.lost} of them for a lost answer")
    assert len(sink.keys) == MESSAGES
    assert len(dict(sink.taken)) == len(set(sink.taken))
    assert sink.duplicates <= MOST_TWICE


def test_a_message_that_kills_its_worker_is_parked_and_holds_up_nobody(
    session: Session, sink: Sink, programs: Programs, waiting: Callable[[], int]
) -> None:
    killed: list[str] = []
    alive: list[Process] = []

    def strike(number: str) -> None:
        if number == POISON:
            killed.append(number)
            kill(alive.pop())

    sink.before = strike
    scheme = write(session, 100)
    text(session, make_volunteer(session, scheme=scheme, email=None, phone=POISON), "poison")
    poison = select(Notification).where(Notification.dedupe_key == "poison")
    session.commit()
    programs.start(BEAT)
    while waiting():
        if not alive:
            alive.append(programs.start(WORKER))
            clock.advance(session, outbox.LEASE)
            session.commit()
        time.sleep(0.2)

    assert 0 < len(killed) <= outbox.MAX_ATTEMPTS
    assert len({key for key, number in sink.taken if number != POISON}) == 100
    assert session.scalars(poison).one().status is Delivery.PARKED
    assert session.scalars(select(Task.kind)).all() == [TaskKind.MESSAGE_FAILED]


def _when_taken(sink: Sink, number: int) -> None:
    wait_until(lambda: len(sink.taken) >= number)


def _until_all_is_sent(session: Session, waiting: Callable[[], int]) -> None:
    """Leases and back-off pass as quickly as a demonstration's clock can be moved."""

    def sent() -> bool:
        clock.advance(session, outbox.LEASE / 8)
        session.commit()
        time.sleep(0.4)
        return waiting() == 0

    wait_until(sent, 240)
