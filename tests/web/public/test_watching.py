"""What a watcher asks: figures, and whether workers do what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_volunteer
from web.models import Duty, MatchRun, Notification
from web.models.vocabulary import Channel, Delivery, Progress
from web.public import health
from web.services import outbox
from web.services.outbox import Failure


def _figures(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def _with(client: Client, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    changed = replace(client.application.config["PALIER"], **settings)
    monkeypatch.setitem(client.application.config, "PALIER", changed)


def test_figures_tell_what_waits_what_was_sent_and_what_is_late(
    client: Client, session: Session, now: datetime
) -> None:
    person = make_volunteer(session, first_name="Quokka", email="quokka@mail.example")
    for number in range(4):
        outbox.notify(
            session,
            person,
            "proposal",
            dedupe_key=str(number),
            now=now - timedelta(minutes=20),
            channel=Channel.EMAIL,
        )
    sent, given_up, failing, _waits = session.query(Notification).order_by(Notification.id).all()
    for row, status in ((sent, Delivery.DONE), (given_up, Delivery.PARKED)):
        row.status, row.done_at, row.next_at = status, now, now + outbox.LEASE
    failing.first_tried_at = now - timedelta(minutes=5)
    outbox.retry_or_park(failing, now, "TimeoutError", Failure.TEMPORARY)
    session.add(Duty(name="remind", tried_at=now, done_at=now - timedelta(hours=2), problem="X"))
    session.add(Duty(name="backup", tried_at=now, done_at=now - timedelta(days=1)))
    session.add(
        MatchRun(
            scheme_id=person.scheme_id,
            progress=Progress.DONE,
            created_at=now,
            finished_at=now + timedelta(seconds=42),
        )
    )
    found = _figures(client)
    of_mail = ("email", "notification")
    assert found["palier_outbox_pending", *of_mail] == 2
    assert found["palier_outbox_parked", *of_mail] == 1
    assert 1200 <= found["palier_outbox_oldest_due_seconds", *of_mail] < 1260
    assert found["palier_messages_last_hour", "email", "done"] == 1
    assert found["palier_messages_last_hour", "email", "parked"] == 1
    assert found["palier_messages_last_hour", "email", "failing"] == 1
    assert 7200 <= found["palier_duty_lag_seconds", "remind"] < 7260
    assert found["palier_duty_failing", "remind"] == 1
    assert 86_400 <= found["palier_backup_age_seconds",] < 86_460
    assert found["palier_match_run_last_seconds",] == 42
    # None runs in this test.
    assert found["palier_broker_up",] == 0
    assert "uokka" not in client.get("/metrics").text


def test_production_shows_figures_to_the_token_and_to_nobody_else(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_scheme(session)
    _with(client, monkeypatch, environment="production")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    _with(client, monkeypatch, metrics_token="a token")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer ä"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer a token"}).status_code == 200


def test_workers_that_are_gone_or_late_are_told_from_outside(
    client: Client, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "broker_answers", lambda: True)
    scheme = make_scheme(session)
    assert client.get("/workersz").status_code == 503
    duty = Duty(name="remind", tried_at=now)
    session.add(duty)
    assert client.get("/workersz").get_json()["status"] == "ok"
    outbox.enqueue(session, "x", scheme.id, 1, dedupe_key="x", now=now - timedelta(minutes=16))
    late = client.get("/workersz")
    assert (late.status_code, late.get_json()["in_time"]) == (503, False)
    duty.tried_at = now - timedelta(minutes=6)
    assert client.get("/workersz").get_json()["sweeping"] is False


def test_a_broker_that_is_gone_is_told_from_outside(
    client: Client, session: Session, now: datetime
) -> None:
    make_scheme(session)
    session.add(Duty(name="remind", tried_at=now))
    answer = client.get("/workersz")
    told = answer.get_json()
    assert (answer.status_code, told["broker"], told["sweeping"]) == (503, False, True)


@pytest.mark.parametrize(("revision", "ready"), [("0016", False), ("9999", True)])
def test_a_missing_migration_is_not_ready_and_a_newer_one_is(
    client: Client, session: Session, revision: str, *, ready: bool
) -> None:
    (present,) = session.scalars(text("SELECT version_num FROM alembic_version"))
    change = text("UPDATE alembic_version SET version_num = :to")
    session.execute(change, {"to": revision})
    try:
        assert client.get("/readyz").get_json()["migrations"] is ready
    finally:
        session.execute(change, {"to": present})
        session.commit()
