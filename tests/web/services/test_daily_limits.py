"""What a scheme may send on a day: exactly so many, decisions first, the rest the next morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme, make_staff, make_volunteer
from tests.factories.schemes import make_sender
from tests.races import rounds, together
from tests.web.services.deeds import at_once
from web.delivery import Letter
from web.models import Match, Notification, Task
from web.models.vocabulary import Delivery, MatchState, Side, TaskKind
from web.services import daily_limits, outbox, sending
from web.services.clock import ZONE
from web.transactions import transaction

Deliver = Callable[[], list[Letter]]


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=ZONE), tick=False) as traveller:
        yield traveller


@pytest.fixture
def match(session: Session) -> Match:
    return make_match(session, state=MatchState.ACTIVE)


def limit(session: Session, match: Match, mails_a_day: int) -> None:
    staff = make_staff(session, scheme_id=match.scheme_id)
    make_sender(session, staff, mails_a_day=mails_a_day)


def queue(
    session: Session,
    match: Match,
    kind: str,
    number: int,
    *,
    side: Side = Side.VOLUNTEER,
    at_once: bool = False,
) -> None:
    params = {"match_id": match.id, "side": side, "subject_id": match.id}
    for one in range(number):
        outbox.notify(
            session,
            match.party(side),
            kind,
            dedupe_key=f"{kind}:{match.id}:{one}:{at_once}",
            params=params,
            now=datetime.now(UTC),
            at_once=at_once,
        )


def waiting(session: Session) -> list[Notification]:
    rows = select(Notification).where(Notification.status == Delivery.PENDING)
    return list(session.scalars(rows))


def test_what_is_above_the_limit_goes_out_the_next_morning_and_a_coordinator_knows(
    session: Session, deliver: Deliver, match: Match, noon: time_machine.Traveller
) -> None:
    limit(session, match, 2)
    queue(session, match, "match_accepted", 5)
    assert len(deliver()) == 2
    for row in waiting(session):
        assert row.next_at == datetime(2026, 7, 2, 8, tzinfo=ZONE)
        assert row.attempts == 0
    (task,) = session.scalars(select(Task))
    assert (task.kind, task.evidence["limit"]) == (TaskKind.MESSAGES_WAIT, 2)
    noon.move_to(datetime(2026, 7, 2, 8, tzinfo=ZONE), tick=False)
    assert len(deliver()) == 4


def test_the_last_places_of_a_day_are_for_decisions_although_questions_came_first(
    session: Session, deliver: Deliver, match: Match, noon: time_machine.Traveller
) -> None:
    limit(session, match, 3)
    # To a volunteer they would leave as one mail.
    queue(session, match, "follow_up", 3, side=Side.HOUSEHOLD)
    noon.shift(1)
    queue(session, match, "match_accepted", 2)
    sent = [letter.recipient for letter in deliver()]
    assert sent.count(match.household.email or "") == 1
    assert len(sent) == 3
    assert {row.kind for row in waiting(session)} == {"follow_up"}


def test_what_somebody_just_asked_for_goes_out_and_counts(
    session: Session, deliver: Deliver, match: Match
) -> None:
    limit(session, match, 1)
    queue(session, match, "access_code", 2, at_once=True)
    queue(session, match, "match_accepted", 1)
    assert len(deliver()) == 2
    assert len(waiting(session)) == 1


def test_the_limit_of_one_scheme_is_not_that_of_another(
    session: Session, deliver: Deliver, match: Match
) -> None:
    make_sender(session, make_staff(session, scheme=make_scheme(session)), mails_a_day=1)
    make_sender(session, make_staff(session, scheme_id=match.scheme_id), texts_a_day=1)
    queue(session, match, "match_accepted", 3)
    assert len(deliver()) == 3


def test_a_day_counts_neither_the_mails_of_other_schemes_nor_text_messages(
    session: Session, deliver: Deliver, match: Match
) -> None:
    limit(session, match, 2)
    tom = make_volunteer(session, scheme_id=match.scheme_id, email=None, phone="+32470123456")
    texted = make_match(session, volunteer=tom, state=MatchState.ACTIVE)
    for other in (texted, make_match(session, state=MatchState.ACTIVE)):
        queue(session, other, "match_accepted", 2)
    assert len(deliver()) == 4
    queue(session, match, "match_accepted", 2)
    assert len(deliver()) == 6


def test_messages_that_leave_at_once_take_one_last_place(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match = make_match(session, state=MatchState.ACTIVE)
        limit(session, match, 1)
        queue(session, match, "match_accepted", 3)
        of_match = Notification.scheme_id == match.scheme_id
        ids = session.scalars(select(Notification.id).where(of_match)).all()
        session.commit()

        def leave(session: Session, row_id: int) -> bool:
            now = datetime.now(UTC)
            row = session.get_one(Notification, row_id)
            return daily_limits.take_place(session, row, now) == now

        left = at_once(engine, *(partial(leave, row_id=row_id) for row_id in ids))

        assert sorted(map(bool, left)) == [False, False, True]


def test_workers_that_race_for_the_last_places_send_no_more_than_a_day_may_hold(
    app: Flask, session: Session, deliver: Deliver, match: Match
) -> None:
    limit(session, match, 3)
    queue(session, match, "match_accepted", 8)
    session.commit()

    def work() -> None:
        with app.app_context():
            sending.deliver_due(transaction)

    together([work] * 4)
    assert len(deliver()) == 3
