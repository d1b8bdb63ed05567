"""Row 8 and 10: programs and the database are stopped in good order while people use them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.conftest import application
from tests.factories import make_scheme
from tests.faults.conftest import write
from tests.faults.programs import BEAT, WORKER, Programs, children
from tests.faults.sink import Sink
from tests.faults.visitors import OLD_ENOUGH_S, Visitor, who_signs_up
from tests.workers.conftest import wait_until
from web.delivery import HttpSmsGateway, post_office
from web.extensions import db
from web.forms.guard import new_nonce
from web.models import Notification, Task, Volunteer
from web.models.vocabulary import Delivery, TaskKind
from web.services import duties, late_queues, sending
from web.services.clock import ZONE
from web.transactions import transaction

POSTS, CALLERS = 300, 4
SLOW = 40
# What `compose.yaml` waits for a worker.
GRACE_S = 60
LATEST = timedelta(seconds=60)
FIVE_MINUTES = timedelta(minutes=5)
NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)


@pytest.mark.faults
def test_a_rolling_restart_fails_no_request_and_delays_no_message(
    session: Session,
    programs: Programs,
    waiting: Callable[[], int],
) -> None:
    slug = make_scheme(session).slug
    session.commit()
    website, port = programs.website()
    programs.start(BEAT)
    workers = [programs.start(WORKER) for _ in range(2)]
    visitors = [Visitor.opens(port, f"/{slug}/join", number) for number in range(POSTS)]
    time.sleep(OLD_ENOUGH_S)
    with ThreadPoolExecutor(CALLERS) as callers:
        answers = callers.map(Visitor.signs_up, visitors)
        for _ in range(4):
            time.sleep(3)
            old = workers.pop(0)
            workers.append(programs.start(WORKER))
            for process in children(website)[:1]:
                os.kill(process, signal.SIGTERM)
            old.terminate()
        statuses = list(answers)

    wait_until(lambda: waiting() == 0)
    rows = session.scalars(select(Notification)).all()
    late = [row.done_at - row.created_at for row in rows if row.done_at]
    print(f"row 8: {statuses.count(302)} of {POSTS}, the latest message {max(late)}")
    assert statuses == [302] * POSTS
    assert [row.status for row in rows] == [Delivery.DONE] * POSTS
    assert max(late) < LATEST


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_worker_that_is_told_to_end_finishes_what_it_sends_and_no_more(
    session: Session, sink: Sink, programs: Programs, waiting: Callable[[], int]
) -> None:
    sink.seconds = 0.5
    write(session, SLOW)
    programs.start(BEAT)
    worker = programs.start(WORKER)
    wait_until(lambda: len(sink.taken) >= 2)
    worker.terminate()
    assert worker.wait(timeout=GRACE_S) == 0
    # Of the sweep the rest is left to others, and what was taken is noted.
    assert 0 < waiting() == SLOW - len(sink.taken)
    assert set(sink.keys.values()) == {1}


def _by_a_proxy(ports: list[int], ask: Callable[[int], Any]) -> Any:
    """What one of the websites answers: where the first takes nobody, the next is tried."""
    while True:
        for port in ports:
            with suppress(ConnectionRefusedError):
                return ask(port)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_two_websites_replaced_one_after_the_other_fail_no_request(
    session: Session, programs: Programs
) -> None:
    path = f"/{make_scheme(session).slug}/join"
    session.commit()
    websites = [programs.website() for _ in range(2)]
    ports = [port for _, port in websites]
    numbers, is_over = count(), threading.Event()

    def visit(first: int) -> list[Visitor]:
        """Open one page after the other, until both websites are new."""
        opened = []
        while not is_over.is_set():
            number = next(numbers)
            near = ports[first:] + ports[:first]
            opened.append(_by_a_proxy(near, lambda port: Visitor.opens(port, path, number)))  # noqa: B023 - asked at once
        return opened

    with ThreadPoolExecutor(CALLERS) as callers:
        visits = [callers.submit(visit, turn % 2) for turn in range(CALLERS)]
        try:
            for website, port in websites:
                website.terminate()
                assert website.wait(timeout=GRACE_S) == 0
                programs.website(port)
        finally:
            is_over.set()
        opened = [visitor for one in visits for visitor in one.result()]
    print(f"row 8: two websites replaced, {len(opened)} pages opened")
    # A form of a website that is gone is taken by either of the new ones.
    time.sleep(OLD_ENOUGH_S)
    assert [replace(opened[0], port=port).signs_up() for port in ports] == [302, 302]


@contextmanager
def _on(server: Any, folder: Path) -> Iterator[tuple[Client, Session]]:
    with application(server.get_uri(), folder) as app:
        with app.app_context():
            engine = db.engine
        with Session(engine) as session:
            browser = app.test_client()
            assert isinstance(browser, Client)
            browser.test_session = session
            yield browser, session


@pytest.mark.faults
def test_postgresql_is_restarted_and_nothing_is_lost(tmp_path: Path) -> None:
    with databases.postgresql() as server, _on(server, tmp_path) as (browser, session):
        slug = make_scheme(session).slug
        session.commit()
        with browser.application.app_context():
            nonces = [new_nonce() for _ in range(130)]

        def send(number: int) -> int:
            own = browser.another()
            own.test_session = None
            form = {**who_signs_up(number), "nonce": nonces[number]}
            return own.press(f"/{slug}/join", **form).status_code

        with ThreadPoolExecutor(CALLERS) as callers:
            during = callers.map(send, range(60))
            databases.restart(server)
            before = list(during)
        after = [send(number) for number in range(60, 120)]
        databases.restart(server)
        # Nobody was there to notice: all connections of the pool are dead, and none is known to be.
        unnoticed = [send(number) for number in range(120, 130)]

        print(
            f"row 10: {before.count(302)} of 60 around the restart, {after.count(302)} of 60 after,"
            f" {unnoticed.count(302)} of 10 after one that nobody saw"
        )
        assert after == [302] * 60
        assert unnoticed == [302] * 10
        kept = session.scalar(select(func.count()).select_from(Volunteer)) or 0
        # Of a commit that was cut off nobody knows whether it counts.
        assert kept >= before.count(302) + len(after) + len(unnoticed)
        assert session.scalar(select(func.count()).select_from(Notification)) == kept


def _waited(client: Client) -> tuple[bool, float]:
    """Whether `/workersz` calls what is due in time, and the seconds that Prometheus reads."""
    oldest = "palier_outbox_oldest_due_seconds"
    read = [
        sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
        if sample.name == oldest
    ]
    said = client.get("/workersz")
    assert said.json is not None
    assert said.json["oldest_due_seconds"] == round(max(read, default=0))
    return said.json["in_time"], max(read, default=0)


@pytest.mark.faults
def test_a_provider_that_is_away_for_four_hours_loses_nothing(
    client: Client, session: Session, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk and whoever watches from outside hear of it, and of how long."""
    app = client.application
    monkeypatch.setattr(post_office, "sms", HttpSmsGateway(sink.url))
    sink.busy_every = 1
    alarms = select(Task.scheme_id).where(Task.kind == TaskKind.QUEUE_LATE, Task.done_at.is_(None))

    def look() -> None:
        """What the workers do each minute."""
        sending.deliver_due(transaction)
        assert duties.perform(transaction, "late", late_queues.alarm).problem == ""

    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        for step in range(4 * 12):
            if step % 12 == 0:
                write(session, 5, people=5)
            look()
            traveller.shift(FIVE_MINUTES)
        assert sink.taken == []
        session.rollback()
        assert _waited(client) == (False, timedelta(hours=4).total_seconds())
        session.rollback()
        assert set(session.scalars(alarms)) == set(session.scalars(select(Notification.scheme_id)))
        session.rollback()

        sink.busy_every = 0
        back = datetime.now(UTC)
        for _ in range(9):
            look()
            traveller.shift(FIVE_MINUTES)

        assert _waited(client) == (True, 0)
    assert session.scalars(alarms).all() == []
    rows = session.scalars(select(Notification)).all()
    assert [row.status for row in rows] == [Delivery.DONE] * 20
    assert len(sink.keys) == len(sink.taken) == 20
    assert max(row.done_at for row in rows if row.done_at) <= back + timedelta(minutes=40)
