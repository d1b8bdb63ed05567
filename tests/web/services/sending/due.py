"""A message that is due, and a provider that refuses it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.delivery import Mail, TextMessage, post_office
from web.models import Notification, Party
from web.services import codes


class Refusing:
    """A provider that is in trouble, and counts how often it was asked."""

    def __init__(self, problem: Exception) -> None:
        self.problem, self.asked = problem, 0

    def send(self, _message: Mail | TextMessage) -> None:
        self.asked += 1
        raise self.problem


def refuse(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> Refusing:
    provider = Refusing(problem)
    monkeypatch.setattr(post_office, "mailer", provider)
    return provider


def code_for(session: Session, party: Party, **changes: object) -> int:
    """The id of a notification that is due: an access code, which needs nothing else."""
    codes.request(session, party, now=datetime.now(UTC))
    row = session.scalars(select(Notification).where(Notification.party_id == party.id)).one()
    for name, value in changes.items():
        setattr(row, name, value)
    notification_id = row.id
    session.commit()
    return notification_id


def seen(session: Session, notification_id: int) -> Notification:
    """The row as it is now, without keeping SQLite's only writer lock."""
    session.expire_all()
    row = session.get_one(Notification, notification_id)
    session.expunge(row)
    session.rollback()
    return row
