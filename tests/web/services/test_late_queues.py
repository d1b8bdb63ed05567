"""What is due and not done is told on the desk and in the log, and settles by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.factories import make_scheme, make_volunteer
from web.models import Notification, Task
from web.models.vocabulary import TaskKind
from web.services import late_queues, outbox

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


def test_a_provider_that_is_away_is_told_although_each_message_is_put_off(
    session: Session, row: Notification, now: datetime
) -> None:
    row.next_at = now + timedelta(minutes=4)
    late_queues.alarm(session, now)
    assert _open(session) == []
    row.problem = "TimeoutError"
    late_queues.alarm(session, now)
    assert len(_open(session)) == 1


def test_a_message_that_waits_for_the_morning_is_not_late(
    session: Session, row: Notification, now: datetime
) -> None:
    outbox.postpone(row, now + timedelta(hours=9))
    late_queues.alarm(session, now)
    assert _open(session) == []
