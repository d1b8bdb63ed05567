"""A match two weeks after its first meeting, and the day on which it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.services.unasked.asking import NOON, Leave, active
from web.delivery import DevelopmentMailbox, post_office
from web.models import Match, Notification
from web.services import sending
from web.transactions import transaction


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[time_machine.Traveller]:
    with app.app_context(), time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def leave(
    session: Session,
    mailbox: DevelopmentMailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> Leave:
    """Send what is due by day; returns how many of each kind have left by now."""
    monkeypatch.setattr(post_office, "quiet_hours", True)

    def run() -> Counter[str]:
        session.commit()
        sending.deliver_due(transaction)
        left = select(Notification.kind).where(
            Notification.status == "done", Notification.problem == ""
        )
        found = Counter(session.scalars(left))
        session.commit()
        session.expire_all()
        return found

    return run


@pytest.fixture
def match(session: Session) -> Match:
    return active(session)
