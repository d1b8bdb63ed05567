"""`palier bounces`: what a mail server pipes into it marks the right person, and nobody else."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household
from tests.web.delivery.reported import complaint, failure
from web.delivery import post_office
from web.models import Household, Notification
from web.services import outbox, return_addresses, ways

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def family(
    app: Flask, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Household:
    """Somebody who was sent a mail."""
    monkeypatch.setattr(post_office, "bounces", "bounces@example.org")
    family = make_household(session)
    outbox.notify(session, family, "own_page", dedupe_key="one", now=now)
    row = session.scalars(select(Notification)).one()
    row.sent_to_key = ways.key_of(family.email or "")
    return family


def handed_in(app: Flask, session: Session, report: bytes, *arguments: str) -> str:
    session.commit()
    said = app.test_cli_runner().invoke(args=["bounces", *arguments], input=report)
    assert said.exit_code == 0, said.output
    session.expire_all()
    return str(said.output)


def address(session: Session) -> str:
    return return_addresses.of(session.scalars(select(Notification.id)).one())


def test_a_failure_marks_the_address(app: Flask, session: Session, family: Household) -> None:
    report = failure(address(session), status="5.1.1")
    assert handed_in(app, session, report) == "Noted.\n"
    assert family.email_failed_at is not None


def test_a_failure_that_names_its_mail_nowhere_is_found_by_where_it_came(
    app: Flask, session: Session, family: Household
) -> None:
    report = failure("undisclosed", status="5.1.1")
    assert "none of our mails" in handed_in(app, session, report)
    assert family.email_failed_at is None
    handed_in(app, session, report, "--recipient", address(session))
    assert family.email_failed_at is not None


def test_a_complaint_stops_questions(app: Flask, session: Session, family: Household) -> None:
    handed_in(app, session, complaint(address(session)))
    assert family.unsubscribed_at is not None


def test_a_forged_report_and_any_other_mail_change_nothing(
    app: Flask, session: Session, family: Household
) -> None:
    forged = failure("bounces+1-00000000000000000000@example.org", status="5.1.1")
    assert "none of our mails" in handed_in(app, session, forged)
    assert "no report" in handed_in(app, session, b"Subject: Hello\r\n\r\nHello\r\n")
    assert family.email_failed_at is None
