from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff
from web.models import Task
from web.models.vocabulary import TaskKind
from web.services import tasks
from web.services.clock import local_date
from web.services.errors import NotFound, TaskDone


def _open(session: Session, scheme_id: int, now: datetime, key: str = "intake:1") -> None:
    tasks.open_task(session, TaskKind.INTAKE, scheme_id=scheme_id, dedupe_key=key, now=now)


def test_a_reason_asks_once_while_its_task_is_open(session: Session, now: datetime) -> None:
    scheme = make_scheme(session)
    _open(session, scheme.id, now)
    _open(session, scheme.id, now + timedelta(days=1))
    _open(session, scheme.id, now, key="intake:2")
    assert [row.created_at for row in session.scalars(select(Task).order_by(Task.id))] == [now, now]


def test_a_reason_may_ask_again_after_its_task_was_done(session: Session, now: datetime) -> None:
    scheme = make_scheme(session)
    actor = make_staff(session, scheme=scheme)
    _open(session, scheme.id, now)
    tasks.finish(session, session.scalars(select(Task)).one(), actor, now)
    _open(session, scheme.id, now)
    assert len(session.scalars(select(Task)).all()) == 2


def test_who_was_first_to_finish_stays_the_one_who_did(session: Session, now: datetime) -> None:
    scheme = make_scheme(session)
    first, second = (make_staff(session, scheme=scheme) for _ in range(2))
    _open(session, scheme.id, now)
    task = session.scalars(select(Task)).one()
    tasks.finish(session, task, first, now)
    with pytest.raises(TaskDone) as told:
        tasks.finish(session, task, second, now + timedelta(hours=1))
    assert (told.value.by, told.value.at) == (first.full_name, now)
    assert (task.done_by_id, task.done_at) == (first.id, now)


def test_a_task_knows_whom_it_is_about_even_before_they_were_written(
    session: Session, now: datetime
) -> None:
    household = make_household(session)
    tasks.open_task(
        session,
        TaskKind.INTAKE,
        scheme_id=household.scheme_id,
        party=household,
        evidence={"source": "self"},
        dedupe_key="intake:1",
        now=now,
    )
    task = session.scalars(select(Task)).one()
    assert task.party is household
    assert task.evidence == {"source": "self"}
    assert tasks.by_public_id(session, task.public_id) is task


def test_an_unknown_task_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        tasks.by_public_id(session, "nothing")


def test_a_task_is_put_away_until_a_day_and_not_into_the_past(
    session: Session, now: datetime
) -> None:
    scheme = make_scheme(session)
    _open(session, scheme.id, now)
    task = session.scalars(select(Task)).one()
    next_week = local_date(now) + timedelta(days=7)
    tasks.snooze(session, task, next_week, now)
    assert task.snoozed_until == next_week
    tasks.snooze(session, task, local_date(now) - timedelta(days=7), now)
    assert task.snoozed_until is None


def test_what_settles_itself_leaves_the_desk_without_a_name(
    session: Session, now: datetime
) -> None:
    scheme = make_scheme(session)
    _open(session, scheme.id, now)
    tasks.settle(session, scheme.id, "intake:1", now)
    task = session.scalars(select(Task)).one()
    assert (task.done_at, task.done_by_id) == (now, None)


def test_writers_who_race_open_one_task(engine: Engine, session: Session, now: datetime) -> None:
    scheme_id = make_scheme(session).id
    session.commit()

    def race(_: int) -> None:
        with Session(engine) as own:
            _open(own, scheme_id, now)
            own.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(race, range(12)))
    assert len(session.scalars(select(Task)).all()) == 1
