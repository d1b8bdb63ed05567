from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff, make_task
from web.models import AuditEvent, Scheme, Staff, Task
from web.models.vocabulary import TaskKind
from web.services import tasks
from web.services.clock import local_date
from web.services.errors import DomainError, NotFound, TaskDone, TaskHandedOver, TaskPutOff


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
    ana = make_staff(session, scheme=scheme)
    tasks.snooze(session, task, next_week, actor=ana, now=now)
    assert task.snoozed_until == next_week
    assert (task.snoozed_by_id, task.snoozed_at) == (ana.id, now)
    last_week = local_date(now) - timedelta(days=7)
    tasks.snooze(session, task, last_week, actor=ana, now=now)
    assert task.snoozed_until is None


Deed = Callable[[Session, Task, Staff, int, datetime], object]


def _finish(session: Session, task: Task, actor: Staff, seen: int, now: datetime) -> None:
    tasks.finish(session, task, actor, now, version=seen)


def _snooze(session: Session, task: Task, actor: Staff, seen: int, now: datetime) -> None:
    until = local_date(now) + timedelta(days=30)
    tasks.snooze(session, task, until, actor=actor, version=seen, now=now)


def _hand_over(session: Session, task: Task, actor: Staff, seen: int, now: datetime) -> None:
    to = make_staff(session, scheme_id=task.scheme_id, first_name="Cem")
    tasks.hand_over(session, task, to, actor=actor, note="", version=seen, now=now)


def _undo(session: Session, task: Task, actor: Staff, seen: int, now: datetime) -> None:
    tasks.undo(session, task, actor=actor, version=seen, now=now)


@pytest.mark.parametrize(
    ("first", "told"), [(_hand_over, TaskHandedOver), (_snooze, TaskPutOff), (_finish, TaskDone)]
)
@pytest.mark.parametrize("second", [_finish, _snooze, _hand_over])
def test_the_second_who_acts_on_what_they_saw_is_told_who_was_first_and_changes_nothing(
    first: Deed, told: type[DomainError], second: Deed, session: Session, now: datetime
) -> None:
    scheme = make_scheme(session)
    ana, bea = (make_staff(session, scheme=scheme) for _ in range(2))
    _open(session, scheme.id, now)
    task = session.scalars(select(Task)).one()
    seen = task.version
    first(session, task, ana, seen, now)
    session.flush()
    columns = Task.__table__.columns.keys()
    before = {name: getattr(task, name) for name in columns}
    with pytest.raises(told) as refused:
        second(session, task, bea, seen, now + timedelta(hours=1))
    assert (refused.value.by, refused.value.at) == (ana.full_name, now)  # type: ignore[attr-defined]
    assert {name: getattr(task, name) for name in columns} == before


@pytest.mark.parametrize("deed", [_finish, _snooze])
def test_the_same_click_twice_counts_once(deed: Deed, session: Session, now: datetime) -> None:
    scheme = make_scheme(session)
    ana = make_staff(session, scheme=scheme)
    _open(session, scheme.id, now)
    task = session.scalars(select(Task)).one()
    seen = task.version
    for _ in range(2):
        deed(session, task, ana, seen, now)
    assert len(session.scalars(select(AuditEvent)).all()) == 1


@pytest.mark.parametrize("deed", [_finish, _snooze])
def test_what_was_done_or_put_off_is_taken_back_and_all_of_it_leaves_a_trace(
    deed: Deed, session: Session, now: datetime
) -> None:
    household = make_household(session)
    ana = make_staff(session, scheme_id=household.scheme_id)
    task = make_task(session, session.get_one(Scheme, household.scheme_id), party=household)
    for _ in range(2):
        deed(session, task, ana, task.version, now)
        _undo(session, task, ana, task.version, now + timedelta(hours=1))
        assert (task.done_at, task.done_by_id, task.snoozed_until) == (None, None, None)
    trace = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    did = "task_done" if deed is _finish else "task_put_off"
    assert [one.action for one in trace] == [did, "task_reopened"] * 2
    assert {(one.actor_id, one.party_id) for one in trace} == {(ana.id, household.id)}


def test_what_was_done_long_ago_or_by_itself_or_is_asked_anew_is_not_reopened(
    session: Session, now: datetime
) -> None:
    scheme = make_scheme(session)
    ana = make_staff(session, scheme=scheme)
    _open(session, scheme.id, now)
    old = session.scalars(select(Task)).one()
    _finish(session, old, ana, old.version, now)
    with pytest.raises(TaskDone):
        _undo(session, old, ana, old.version, now + timedelta(days=2))
    # What asks for the same once more is on the list: one of them is enough.
    _open(session, scheme.id, now)
    _undo(session, old, ana, old.version, now)
    assert old.done_at == now
    tasks.settle(session, scheme.id, "intake:1", now)
    session.expire_all()
    settled = session.scalars(select(Task).where(Task.id != old.id)).one()
    with pytest.raises(TaskDone):
        _undo(session, settled, ana, settled.version, now)


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
