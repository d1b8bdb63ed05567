"""While a scheme is in an exercise nothing leaves for anybody but its colleagues."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_staff, make_volunteer
from web.delivery import Letter
from web.models import AuditEvent, KeptLetter, Notification, Scheme, Staff, keyring
from web.models.vocabulary import Channel, Delivery
from web.services import codes, exercise, outbox

Deliver = Callable[[], list[Letter]]


@pytest.fixture
def cora(session: Session, scheme: Scheme, now: datetime) -> Staff:
    """A coordinator who has just begun an exercise."""
    cora = make_staff(session, scheme=scheme)
    exercise.switch(session, scheme, on=True, actor=cora, now=now)
    return cora


def test_what_would_leave_is_kept_in_full_and_only_readable_with_a_key(
    session: Session, deliver: Deliver, scheme: Scheme, cora: Staff, now: datetime
) -> None:
    family = make_household(session, scheme=scheme, phone="+32470123456", channel=Channel.SMS)
    outbox.notify(session, family, "own_page", dedupe_key="one", now=now)
    codes.request(session, make_volunteer(session, scheme=scheme), now=now)
    assert deliver() == []
    text, mail = session.scalars(select(KeptLetter).order_by(KeptLetter.channel.desc()))
    assert (text.recipient, text.subject) == ("+32470123456", "")
    assert "/l/" in text.text
    assert mail.subject.startswith("Your code: ")
    stored = session.connection().exec_driver_sql("SELECT text FROM kept_letter").scalars()
    assert all(keyring.is_newest(one) for one in stored)
    assert set(session.scalars(select(Notification.status))) == {Delivery.DONE}


def test_a_colleague_still_gets_a_code_and_no_colleagues_code_is_kept(
    session: Session, deliver: Deliver, cora: Staff, now: datetime
) -> None:
    codes.request(session, cora, now=now)
    assert [letter.recipient for letter in deliver()] == [cora.email]
    assert session.scalar(select(func.count()).select_from(KeptLetter)) == 0


def test_another_scheme_writes_as_ever(
    session: Session, deliver: Deliver, cora: Staff, now: datetime
) -> None:
    codes.request(session, make_volunteer(session), now=now)
    assert len(deliver()) == 1


def test_what_was_kept_is_not_sent_when_the_exercise_ends(
    session: Session, deliver: Deliver, scheme: Scheme, cora: Staff, now: datetime
) -> None:
    vera = make_volunteer(session, scheme=scheme)
    codes.request(session, vera, now=now)
    deliver()
    exercise.switch(session, scheme, on=False, actor=cora, now=now)
    exercise.switch(session, scheme, on=False, actor=cora, now=now)
    assert deliver() == []
    outbox.notify(session, vera, "access_code", dedupe_key="real", now=now)
    assert len(deliver()) == 1
    done = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert done == ["exercise_begun", "exercise_ended"]


def test_what_nobody_practises_with_any_more_is_thrown_away(
    session: Session, deliver: Deliver, scheme: Scheme, cora: Staff, now: datetime
) -> None:
    codes.request(session, make_volunteer(session, scheme=scheme), now=now)
    deliver()
    assert exercise.forget_old(session, now + timedelta(days=29)) == 0
    assert exercise.forget_old(session, now + timedelta(days=31)) == 1
