from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from web.delivery import DevelopmentMailbox, Letter, post_office
from web.services import sending
from web.transactions import transaction


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DevelopmentMailbox:
    """The world's mail and phones, empty."""
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    monkeypatch.setattr(post_office, "mailer", mailbox)
    monkeypatch.setattr(post_office, "sms", mailbox)
    return mailbox


@pytest.fixture
def whatsapp(app: Flask, mailbox: DevelopmentMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """This installation offers WhatsApp; its phones are those of the world."""
    monkeypatch.setattr(post_office, "whatsapp", mailbox)


@pytest.fixture
def deliver(
    app: Flask, session: Session, mailbox: DevelopmentMailbox, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[Letter]]:
    """Send what is due, at any hour of the day; returns all that ever arrived, newest first."""
    monkeypatch.setattr(post_office, "quiet_hours", False)

    def run() -> list[Letter]:
        session.commit()
        with app.app_context():
            sending.deliver_due(transaction)
        session.expire_all()
        return mailbox.newest()

    return run
