"""What is due and not done is told on the desk and in the log, and settles by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.factories import make_scheme, make_volunteer
from web.models import Job, Notification, Task
from web.models.vocabulary import Delivery, TaskKind
from web.queries import operations
from web.services import clock, late_queues, outbox

LATE = timedelta(minutes=15)


@pytest.fixture
def row(session: Session, now: datetime) -> Notification:
    """A message that has been due for 15 minutes."""
    person = make_volunteer(session)
    make_scheme(session)
    outbox.notify(session, person, "proposal", dedupe_key="one", now=now - LATE)
    return session.scalars(select(Notification)).one()


def _open(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).where(Task.done_at.is_(None))))


def test_a_message_that_is_a_quarter_of_an_hour_late_is_told_once(
    session: Session, row: Notification, now: datetime
) -> None:
    assert late_queues.alarm(session, now - timedelta(seconds=1)) == 0
    with capture_logs() as logged:
        for _ in range(2):
            late_queues.alarm(session, now)
    (task,) = _open(session)
    assert (task.kind, task.scheme_id) == (TaskKind.QUEUE_LATE, row.scheme_id)
    assert [(line["log_level"], line["event"]) for line in logged] == [("error", "queue_late")] * 2


def test_what_has_caught_up_settles_itself(
    session: Session, row: Notification, now: datetime
) -> None:
    late_queues.alarm(session, now)
    outbox.finish(session, Notification, [row.id], now)
    late_queues.alarm(session, now)
    assert _open(session) == []


def fail(session: Session, row: Notification, at: datetime) -> None:
    """Somebody tries it, and the provider is away."""
    assert outbox.claim(session, Notification, row.id, at)
    session.expire(row)
    outbox.retry_or_park(row, at, "503", outbox.Failure.TEMPORARY)
    session.flush()


def test_a_provider_that_is_away_is_told_although_each_try_is_put_off(
    session: Session, row: Notification, now: datetime
) -> None:
    """From the moment at which it should have left, however often it is tried."""
    since = row.due_at
    while row.next_at < now + timedelta(hours=4):
        fail(session, row, row.next_at)
        assert operations.oldest_due(session, now) == since
    late_queues.alarm(session, now)
    (task,) = _open(session)
    assert task.evidence["since"] == since.isoformat()


def test_after_a_failure_in_the_evening_nothing_is_late_until_the_morning(
    session: Session, now: datetime
) -> None:
    evening = datetime(2026, 7, 1, 19, 50, tzinfo=clock.ZONE)
    morning = datetime(2026, 7, 2, 8, tzinfo=clock.ZONE)
    outbox.notify(session, make_volunteer(session), "proposal", dedupe_key="one", now=evening)
    row = session.scalars(select(Notification)).one()
    fail(session, row, evening)
    night = evening + timedelta(minutes=11)
    assert outbox.claim(session, Notification, row.id, night)
    session.expire(row)
    outbox.postpone(row, morning)
    session.flush()
    for minutes in (0, 20, 600):
        at = night + timedelta(minutes=minutes)
        assert (late_queues.alarm(session, at), operations.oldest_due(session, at)) == (0, None)
    fail(session, row, morning)
    assert operations.oldest_due(session, morning + LATE) == morning
    assert late_queues.alarm(session, morning + LATE) == 1


def test_what_is_sent_once_more_is_due_from_then_on(
    session: Session, row: Notification, now: datetime
) -> None:
    row.status, row.done_at = Delivery.PARKED, now
    assert outbox.again(session, Notification, row.id, now)
    assert operations.oldest_due(session, now) == now


def test_a_long_job_is_not_late_while_its_worker_lives(session: Session, now: datetime) -> None:
    outbox.enqueue(session, "run", make_scheme(session).id, 1, dedupe_key="one", now=now - LATE)
    job = session.scalars(select(Job)).one()
    assert outbox.claim(session, Job, job.id, now - LATE, 2 * LATE)
    assert operations.oldest_due(session, now) is None
    assert operations.oldest_due(session, now + LATE) == now - LATE


def test_a_message_that_waits_for_the_morning_is_not_late(
    session: Session, row: Notification, now: datetime
) -> None:
    outbox.postpone(row, now + timedelta(hours=9))
    late_queues.alarm(session, now)
    assert _open(session) == []
