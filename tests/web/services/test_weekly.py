"""At most one mail a week to a volunteer that is not about a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_volunteer
from web.delivery import DevelopmentMailbox, Mail, TemporaryFailure, TextMessage, post_office
from web.models import FollowUp, Household, Notification, Volunteer
from web.models.vocabulary import Delivery, MatchState, Side
from web.services import match_news, outbox, sending
from web.services.clock import ZONE, local_date
from web.transactions import transaction

# Noon in Brussels.
WEDNESDAY_NOON = datetime(2026, 7, 1, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    mailbox = Mailbox(tmp_path / "mailbox")
    monkeypatch.setattr(post_office, "mailer", mailbox)
    monkeypatch.setattr(post_office, "sms", mailbox)
    monkeypatch.setattr(post_office, "quiet_hours", True)
    with app.app_context():
        yield mailbox


class Mailbox(DevelopmentMailbox):
    """Takes mail, and for a while does not."""

    away = False

    def send(self, message: Mail | TextMessage) -> None:
        if self.away:
            raise TemporaryFailure("503")
        super().send(message)


def ask(session: Session, person: Volunteer | Household) -> int:
    """A message that is due now; about one more match of theirs."""
    now = datetime.now(UTC)
    side = Side.HOUSEHOLD if isinstance(person, Household) else Side.VOLUNTEER
    match = make_match(session, **{side.value: person}, state=MatchState.ACTIVE)
    question = FollowUp(
        scheme_id=match.scheme_id,
        match_id=match.id,
        party_id=person.id,
        side=side,
        step="2w",
        due_on=local_date(now),
        asked_at=now,
    )
    session.add(question)
    session.flush()
    params = {"match_id": match.id, "side": side.value, "subject_id": question.id}
    key = f"follow_up:{question.id}"
    outbox.notify(session, person, "follow_up", dedupe_key=key, params=params, now=now)
    row = session.scalars(select(Notification.id).where(Notification.dedupe_key == key)).one()
    session.commit()
    return row


def written_to(session: Session, **given: object) -> Volunteer:
    """A volunteer who has just had the mail of this week."""
    volunteer = make_volunteer(session, **given)
    ask(session, volunteer)
    sending.deliver_due(transaction)
    return volunteer


def states(session: Session) -> list[Delivery]:
    session.rollback()
    found = list(session.scalars(select(Notification.status).order_by(Notification.id)))
    # SQLite's one writer lock is for whoever sends.
    session.rollback()
    return found


def test_what_is_due_together_leaves_as_one_mail_with_a_button_each(
    session: Session, mailbox: Mailbox
) -> None:
    volunteer = make_volunteer(session, capacity=3)
    for _ in range(2):
        ask(session, volunteer)
    sending.deliver_due(transaction)
    (letter,) = mailbox.newest()
    assert letter.subject == "A few questions and dates for you"
    assert letter.text.count("/l/") == 2
    assert states(session) == [Delivery.DONE, Delivery.DONE]


def test_what_becomes_due_within_the_week_waits_and_leaves_with_the_rest(
    session: Session, mailbox: Mailbox, noon: time_machine.Traveller
) -> None:
    volunteer = written_to(session, capacity=3)
    for days in (1, 4):
        noon.move_to(WEDNESDAY_NOON + days * DAY)
        ask(session, volunteer)
        sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 1
    noon.move_to(WEDNESDAY_NOON.replace(hour=5, minute=59) + 7 * DAY)
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 1
    noon.move_to(WEDNESDAY_NOON.replace(hour=6) + 7 * DAY)
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 2
    assert set(states(session)) == {Delivery.DONE}


def test_a_decision_and_a_family_never_wait(session: Session, mailbox: Mailbox) -> None:
    volunteer = written_to(session, capacity=3)
    now = datetime.now(UTC)
    offered = make_match(session, volunteer=volunteer, state=MatchState.APPROVED)
    offered.answer_by = local_date(now) + 7 * DAY
    of_match = {"match_id": offered.id, "side": "volunteer"}
    outbox.notify(session, volunteer, "match_offer", dedupe_key="x", params=of_match, now=now)
    family = make_household(session)
    for _ in range(2):
        ask(session, family)
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 4


def test_thanks_wait_for_the_week_with_what_is_asked(
    session: Session, mailbox: Mailbox, noon: time_machine.Traveller
) -> None:
    """Of a match that has begun and of one that has ended; a family is thanked at once."""
    volunteer = written_to(session, capacity=3)
    noon.move_to(WEDNESDAY_NOON + DAY)
    now = datetime.now(UTC)
    begun = make_match(session, volunteer=volunteer, state=MatchState.ACTIVE)
    over = make_match(session, volunteer=volunteer, state=MatchState.ENDED)
    match_news.thank_for_meeting(session, begun, now=now)
    match_news.thank_at_end(session, over, now=now)
    families = [begun.household.email, over.household.email]
    names = [begun.household.shown_name, over.household.shown_name]
    session.commit()
    sending.deliver_due(transaction)
    assert sorted(one.recipient for one in mailbox.newest()[:-1]) == sorted(map(str, families))
    noon.move_to(WEDNESDAY_NOON + 7 * DAY)
    ask(session, volunteer)
    sending.deliver_due(transaction)
    (letter,) = mailbox.newest()[:-3]
    assert letter.text.count("/l/") == 1
    assert all(name in letter.text for name in names)
    assert set(states(session)) == {Delivery.DONE}


def test_what_somebody_has_just_asked_for_does_not_wait_for_the_week(
    session: Session, mailbox: Mailbox
) -> None:
    volunteer = make_volunteer(session)
    first = ask(session, volunteer)
    sending.deliver_due(transaction)
    params, now = session.get_one(Notification, first).params, datetime.now(UTC)
    outbox.notify(
        session, volunteer, "follow_up", dedupe_key="x", params=params, now=now, at_once=True
    )
    session.commit()
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 2


@pytest.mark.parametrize(("hours", "left"), [(71, 2), (73, 1)])
def test_an_invitation_does_not_wait_until_the_meeting_is_nearly_there(
    session: Session, mailbox: Mailbox, hours: int, left: int
) -> None:
    volunteer = written_to(session)
    now, week_is_over = datetime.now(UTC), datetime(2026, 7, 8, tzinfo=ZONE)
    meeting_at = week_is_over + timedelta(hours=hours)
    where_and_when = {"meeting_at": meeting_at.isoformat(), "meeting_place": "", "subject_id": 1}
    outbox.notify(
        session, volunteer, "volunteers_meeting", dedupe_key="x", params=where_and_when, now=now
    )
    session.commit()
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == left


def test_one_mail_that_fails_is_tried_again_as_one_and_a_week_of_waiting_is_no_day_of_trying(
    session: Session, mailbox: Mailbox, noon: time_machine.Traveller
) -> None:
    volunteer = written_to(session, capacity=3)
    noon.move_to(WEDNESDAY_NOON + DAY)
    for _ in range(2):
        ask(session, volunteer)
    sending.deliver_due(transaction)
    noon.move_to(WEDNESDAY_NOON + 7 * DAY)
    mailbox.away = True
    sending.deliver_due(transaction)
    assert states(session)[1:] == [Delivery.PENDING, Delivery.PENDING]
    mailbox.away = False
    noon.move_to(WEDNESDAY_NOON + 7 * DAY + timedelta(hours=1))
    sending.deliver_due(transaction)
    assert len(mailbox.newest()) == 2
    assert set(states(session)) == {Delivery.DONE}


def test_one_that_cannot_be_worded_holds_up_no_other(
    session: Session, mailbox: Mailbox, noon: time_machine.Traveller
) -> None:
    volunteer = make_volunteer(session, capacity=3)
    good, poison = ask(session, volunteer), ask(session, volunteer)
    session.get_one(Notification, poison).params = {}
    session.commit()
    sending.deliver(transaction, good)
    assert mailbox.newest() == []
    noon.move_to(WEDNESDAY_NOON + timedelta(hours=1))
    sending.deliver(transaction, good)
    assert len(mailbox.newest()) == 1
    assert states(session) == [Delivery.DONE, Delivery.PENDING]


def test_of_two_that_two_workers_took_at_once_the_earlier_leaves_and_the_other_waits(
    session: Session, mailbox: Mailbox
) -> None:
    volunteer = make_volunteer(session, capacity=3)
    first, second = ask(session, volunteer), ask(session, volunteer)
    with transaction() as other:
        assert outbox.claim(other, Notification, first, datetime.now(UTC))
    assert sending.deliver(transaction, second) is None
    assert mailbox.newest() == []
    session.rollback()
    waiting = session.get_one(Notification, second, populate_existing=True)
    assert waiting.next_at == datetime.now(UTC) + outbox.LEASE
