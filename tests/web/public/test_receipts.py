"""What providers report over HTTP: only with the secret, and nothing in it breaks anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.browsing import Client
from tests.factories import make_volunteer
from web.models import Notification, Task
from web.models.vocabulary import Receipt
from web.services import outbox, receipts

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
SECRET = "a secret that a provider shares with us"


@pytest.fixture
def secret(app: Flask) -> Iterator[None]:
    before = app.config["PALIER"]
    app.config["PALIER"] = replace(before, webhook_secret=SECRET)
    yield
    app.config["PALIER"] = before


@pytest.fixture
def row(session: Session, now: datetime) -> Notification:
    vera = make_volunteer(session, email=None, phone="+32470123456")
    outbox.notify(session, vera, "access_code", dedupe_key="one", now=now)
    return session.scalars(select(Notification)).one()


def kept(row: Notification) -> Receipt | None:
    return row.receipt


def report(client: Client, told: Any, secret: str = SECRET) -> TestResponse:
    return client.post("/hooks/receipts", json=told, headers={"Authorization": f"Bearer {secret}"})


def test_a_receipt_is_kept_with_the_message(
    client: Client, session: Session, secret: None, row: Notification
) -> None:
    key = receipts.key_of(row)
    assert report(client, {"key": key, "event": "delivered"}).status_code == 204
    assert kept(row) is Receipt.DELIVERED
    failed = {"key": key, "event": "failed", "code": "no such number"}
    assert report(client, failed).status_code == 204
    assert kept(row) is Receipt.FAILED
    assert [task.evidence["problem"] for task in session.scalars(select(Task))] == [
        "no such number"
    ]


def test_without_the_secret_nothing_is_taken(
    client: Client, secret: None, row: Notification
) -> None:
    told = {"key": receipts.key_of(row), "event": "failed"}
    for wrong in ("", "guess", SECRET + "x", "é"):
        assert report(client, told, wrong).status_code == 401
    assert client.post("/hooks/receipts", json=told).status_code == 401
    assert row.receipt is None


def test_an_installation_without_a_secret_has_no_such_page(
    client: Client, row: Notification
) -> None:
    assert report(client, {"key": receipts.key_of(row), "event": "failed"}).status_code == 404
    assert report(client, {"key": receipts.key_of(row), "event": "failed"}, "").status_code == 404


def test_what_we_do_not_know_is_taken_so_that_nobody_repeats_it_and_nonsense_is_not(
    client: Client, secret: None, row: Notification
) -> None:
    assert report(client, {"key": "notification-9-9", "event": "failed"}).status_code == 204
    key = receipts.key_of(row)
    nonsense_of_all_kinds: list[Any] = [
        [],
        "x",
        None,
        {},
        {"key": key},
        {"key": key, "event": []},
        {"key": key, "event": "opened"},
        {"key": 7, "event": "failed"},
        {"key": "x" * 301, "event": "failed"},
    ]
    for nonsense in nonsense_of_all_kinds:
        assert report(client, nonsense).status_code == 400, nonsense
    assert row.receipt is None


def test_a_sentence_of_a_provider_is_not_kept(
    client: Client, secret: None, row: Notification
) -> None:
    for code in ("550 vera@mail.example unknown", {"a": 1}, "5" * 200):
        row.receipt = None
        report(client, {"key": receipts.key_of(row), "event": "failed", "code": code})
        assert row.problem == ""
