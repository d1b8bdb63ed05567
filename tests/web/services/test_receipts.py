"""What is told after a message was sent: whom it marks, what goes another way, what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_volunteer
from web.delivery import Letter, Mail, PermanentFailure, post_office
from web.models import Notification, Party, Task
from web.models.vocabulary import Channel, Delivery, Receipt, TaskKind
from web.services import outbox, receipts, return_addresses, undelivered, unsubscribing, ways

Deliver = Callable[[], list[Letter]]
PHONE = "+32470123456"


@pytest.fixture(autouse=True)
def reports_are_read(monkeypatch: pytest.MonkeyPatch, app: object) -> None:
    monkeypatch.setattr(post_office, "bounces", "bounces@example.org")


def write(session: Session, party: Party, now: datetime, kind: str = "own_page") -> Notification:
    outbox.notify(session, party, kind, dedupe_key=f"test:{party.id}:{kind}", now=now)
    return session.scalars(select(Notification).order_by(Notification.id.desc()).limit(1)).one()


def came_back(session: Session, row: Notification, now: datetime, code: str = "5.1.1") -> None:
    name = return_addresses.of(row.id)
    assert receipts.take(session, name, Receipt.FAILED, code, now)
    session.flush()


def failed(party: Party) -> tuple[datetime | None, datetime | None]:
    return party.email_failed_at, party.phone_failed_at


def tasks(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).order_by(Task.id)))


def test_a_volunteer_whose_mailbox_is_gone_gets_it_as_a_text_message(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    row = write(session, vera, now, "access_code")
    deliver()
    came_back(session, row, now)
    came_back(session, row, now)
    newest, *before = deliver()
    assert (newest.channel, newest.recipient) == ("sms", PHONE)
    assert len(before) == 1
    (task,) = tasks(session)
    assert (task.kind, task.evidence["instead"]) == (TaskKind.MESSAGE_FAILED, "sms")
    assert vera.email_failed_at == now
    later = write(session, vera, now, "contact_changed")
    assert later.channel is Channel.SMS


def test_what_had_to_wait_for_days_before_it_was_tried_still_goes_the_other_way(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    row = write(session, make_volunteer(session, phone=PHONE), now, "access_code")
    row.created_at = now - undelivered.WORTH_REPEATING * 2
    deliver()
    came_back(session, row, now)
    assert deliver()[0].channel == "sms"


@pytest.mark.parametrize("spoilt", [{"phone_key": None}, {"phone_failed_at": datetime.now(UTC)}])
def test_a_number_that_nobody_has_proved_or_that_failed_as_well_is_no_other_way(
    session: Session, deliver: Deliver, now: datetime, spoilt: dict[str, datetime | None]
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    for name, value in spoilt.items():
        setattr(vera, name, value)
    row = write(session, vera, now, "access_code")
    deliver()
    came_back(session, row, now)
    assert len(deliver()) == 1
    (task,) = tasks(session)
    assert task.evidence["instead"] == ""


def test_what_was_tried_days_ago_is_no_news_and_goes_no_other_way(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    row = write(session, vera, now, "access_code")
    deliver()
    session.refresh(row)
    row.first_tried_at = now - undelivered.WORTH_REPEATING - timedelta(minutes=1)
    came_back(session, row, now)
    assert vera.email_failed_at == now
    assert len(deliver()) == 1


def test_what_was_seen_to_or_told_when_it_was_given_up_is_not_told_again_by_a_report(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    row = write(session, make_volunteer(session), now, "access_code")
    deliver()
    came_back(session, row, now)
    (task,) = tasks(session)
    task.done_at = now
    came_back(session, row, now)
    given_up = write(session, make_volunteer(session), now, "access_code")
    given_up.status = Delivery.PARKED
    came_back(session, given_up, now)
    assert given_up.receipt is Receipt.FAILED
    assert tasks(session) == [task]


def test_a_family_is_never_written_to_over_the_channel_that_it_did_not_choose(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    family = make_household(session, phone=PHONE, channel=Channel.EMAIL)
    row = write(session, family, now)
    deliver()
    came_back(session, row, now)
    outbox.notify(session, family, "own_page", dedupe_key="two", now=now)
    assert [letter.channel for letter in deliver()] == ["email"]
    (task,) = tasks(session)
    assert task.evidence["instead"] == ""


def test_where_nobody_is_reached_nothing_more_is_sent_but_what_was_just_asked_for(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    family = make_household(session)
    family.email_failed_at = now
    outbox.notify(session, family, "own_page", dedupe_key="one", now=now)
    assert deliver() == []
    outbox.notify(session, family, "own_page", dedupe_key="two", now=now, at_once=True)
    assert len(deliver()) == 1
    assert [task.kind for task in tasks(session)] == [TaskKind.MESSAGE_FAILED]


@pytest.mark.parametrize("code", ["5.2.2", "5.7.1", ""])
def test_a_full_mailbox_or_a_filter_is_a_task_and_no_reason_to_stop_writing(
    session: Session, deliver: Deliver, now: datetime, code: str
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    row = write(session, vera, now, "access_code")
    deliver()
    came_back(session, row, now, code)
    assert vera.email_failed_at is None
    assert len(deliver()) == 1
    assert [task.kind for task in tasks(session)] == [TaskKind.MESSAGE_FAILED]


def test_a_report_about_an_address_that_was_changed_since_marks_nothing(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, phone=PHONE)
    row = write(session, vera, now, "access_code")
    deliver()
    vera.set_email("new@mail.example")
    came_back(session, row, now)
    assert vera.email_failed_at is None


def test_another_address_begins_anew(session: Session, now: datetime) -> None:
    vera = make_volunteer(session)
    vera.email_failed_at = vera.phone_failed_at = now
    vera.set_email(vera.email)
    vera.set_phone("+32470123457")
    assert failed(vera) == (now, None)
    vera.set_email("new@mail.example")
    assert failed(vera) == (None, None)


def test_a_server_that_refuses_at_once_does_the_same_as_a_report(
    session: Session, deliver: Deliver, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def send(self, _mail: Mail) -> None:
            raise PermanentFailure("SMTP 550 5.1.1")

    monkeypatch.setattr(post_office, "mailer", Refusing())
    vera = make_volunteer(session, phone=PHONE)
    write(session, vera, now, "access_code")
    deliver()
    assert vera.email_failed_at is not None
    assert [letter.channel for letter in deliver()] == ["sms"]


@pytest.mark.parametrize(
    "name",
    [
        "bounces+1-00000000000000000000@example.org",
        "bounces+1@example.org",
        "notification-1-12",
        "notification-99999-1",
        "",
    ],
)
def test_a_name_that_was_made_up_says_nothing(session: Session, now: datetime, name: str) -> None:
    write(session, make_volunteer(session), now, "access_code")
    assert not receipts.take(session, name, Receipt.FAILED, "5.1.1", now)
    assert tasks(session) == []


def test_the_check_of_one_return_address_does_not_fit_another(session: Session) -> None:
    own = return_addresses.of(12)
    assert return_addresses.notification_id_in(f"<{own.upper()}>") == 12
    assert return_addresses.notification_id_in(own.replace("+12-", "+13-")) is None


def test_a_text_message_that_arrives_again_makes_the_number_good(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session, email=None, phone=PHONE)
    row = write(session, vera, now, "access_code")
    deliver()
    name = receipts.key_of(row)
    assert receipts.take(session, name, Receipt.FAILED, "no such number", now)
    # The same one, and one to a number of before, say nothing of who is there now.
    receipts.take(session, name, Receipt.DELIVERED, "", now)
    assert (row.receipt, vera.phone_failed_at) == (Receipt.FAILED, now)
    later = now.replace(year=now.year + 1)
    outbox.notify(session, vera, "access_code", dedupe_key="later", now=later, at_once=True)
    newer = session.scalars(select(Notification).where(Notification.dedupe_key == "later")).one()
    newer.sent_to_key = ways.key_of("+32470999999")
    receipts.take(session, receipts.key_of(newer), Receipt.DELIVERED, "", later)
    assert vera.phone_failed_at == now
    newer.sent_to_key = row.sent_to_key
    receipts.take(session, receipts.key_of(newer), Receipt.DELIVERED, "", later)
    assert vera.phone_failed_at is None
    assert newer.receipt is Receipt.DELIVERED


def test_a_complaint_stops_questions_and_asks_for_a_call(
    session: Session, deliver: Deliver, now: datetime
) -> None:
    vera = make_volunteer(session)
    row = write(session, vera, now, "access_code")
    deliver()
    receipts.take(session, return_addresses.of(row.id), Receipt.COMPLAINED, "", now)
    assert vera.unsubscribed_at == now
    (task,) = tasks(session)
    assert (task.kind, task.evidence) == (TaskKind.UNSUBSCRIBED, {"complained": True})
    unsubscribing.resume(session, vera, now)
    session.refresh(task)
    assert task.done_at == now
