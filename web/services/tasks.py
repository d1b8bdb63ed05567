"""What asks for a coordinator: one open task a reason, with its evidence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from web.models import AuditEvent, Match, Party, Task
from web.models.vocabulary import TaskKind
from web.services import clock
from web.services.errors import NotFound, TaskDone, TaskHandedOver, TaskPutOff
from web.services.insert_once import insert_once

TIME_TO_UNDO = timedelta(days=1)


def open_task(
    session: Session,
    kind: TaskKind,
    *,
    scheme_id: int,
    party: Party | None = None,
    match: Match | None = None,
    evidence: dict[str, Any] | None = None,
    dedupe_key: str,
    now: datetime,
) -> None:
    """Ask for a coordinator, unless a task of this key is open.

    Args:
        evidence: ids, codes and ISO dates that the desk puts in words; never a name or a text
            that somebody wrote, since it is kept in the clear.
        dedupe_key: names the reason, at most 80 signs.
    """
    # The subjects' own ids are known only after the flush.
    session.flush()
    insert_once(
        session,
        Task,
        ("scheme_id", "dedupe_key"),
        {
            "scheme_id": scheme_id,
            "kind": kind,
            "dedupe_key": dedupe_key,
            "party_id": party.id if party else None,
            "match_id": match.id if match else None,
            "evidence": evidence or {},
            "created_at": now,
        },
        where=Task.done_at.is_(None),
    )


def by_public_id(session: Session, public_id: str) -> Task:
    """Raises NotFound when this scheme has no such task."""
    task = session.scalar(select(Task).where(Task.public_id == public_id))
    if task is None:
        raise NotFound
    return task


def finish(
    session: Session, task: Task, actor: Party, now: datetime, *, version: int | None = None
) -> None:
    """Somebody has seen to it; whoever was first stays the one who did, and twice counts once.

    Args:
        version: of the task that was looked at; None takes the present one. So below.

    Raises:
        TaskDone: a colleague was quicker, or it settled itself.
        TaskHandedOver, TaskPutOff: a colleague did that meanwhile.
    """
    _hold(session, task)
    if task.done_at and task.done_by_id == actor.id:
        return
    _require_as_seen(task, version)
    task.done_at, task.done_by_id = now, actor.id
    _record(session, task, actor, "task_done", now)


def snooze(
    session: Session,
    task: Task,
    until: date,
    *,
    actor: Party,
    version: int | None = None,
    now: datetime,
) -> None:
    """Put an open task away until the morning of a day; a day that has begun brings it back.

    Raises:
        TaskDone: there is nothing to put away any more.
        TaskHandedOver, TaskPutOff: a colleague did that meanwhile.
    """
    _hold(session, task)
    day = until if until > clock.local_date(now) else None
    if task.snoozed_by_id == actor.id and task.snoozed_until == day and not task.done_at:
        return
    _require_as_seen(task, version)
    _put_off(session, task, day, actor, now)


def undo(
    session: Session, task: Task, *, actor: Party, version: int | None = None, now: datetime
) -> None:
    """Take back that it is done or put off; what is on the list already stays there.

    Raises:
        TaskDone: too long ago, or it settled itself.
        TaskHandedOver, TaskPutOff: a colleague did that meanwhile.
    """
    _hold(session, task)
    if task.done_at is None:
        _require_as_seen(task, version)
        if task.snoozed_until is not None:
            _put_off(session, task, None, actor, now)
    elif not may_undo(task, now):
        raise _done(task, task.done_at)
    elif not _is_open_anew(session, task):
        task.done_at = task.done_by_id = None
        _record(session, task, actor, "task_reopened", now)


def may_undo(task: Task, now: datetime) -> bool:
    """Somebody said that it is done, a short time ago; later, it is asked for anew."""
    return bool(task.done_at and task.done_by_id and now - task.done_at < TIME_TO_UNDO)


def hand_over(
    session: Session,
    task: Task,
    to: Party,
    *,
    actor: Party,
    note: str,
    version: int | None,
    now: datetime,
) -> None:
    """From now on it is a colleague's, who is told by whom, when and why; it comes back at once.

    Args:
        note: for the colleague; kept encrypted.

    Raises:
        TaskDone, TaskHandedOver, TaskPutOff: somebody was quicker.
    """
    _hold(session, task)
    mine = (task.held_by_id, task.handed_by_id, task.handed_note) == (to.id, actor.id, note or None)
    if mine and not task.done_at and not task.snoozed_until:
        return
    _require_as_seen(task, version)
    task.held_by_id, task.handed_by_id = to.id, actor.id
    task.handed_at, task.handed_note = now, note or None
    task.snoozed_until = None
    task.version += 1
    session.flush()


def renew(session: Session, scheme_id: int, dedupe_key: str, evidence: dict[str, Any]) -> None:
    """Let the open task of this key, if any, show newer evidence."""
    session.execute(
        update(Task)
        .where(Task.scheme_id == scheme_id, Task.dedupe_key == dedupe_key, Task.done_at.is_(None))
        .values(evidence=evidence)
        .execution_options(synchronize_session=False)
    )


def settle(session: Session, scheme_id: int, dedupe_key: str, now: datetime) -> None:
    """Close the open task of this key, if any: what it asked for happened by itself."""
    session.execute(
        update(Task)
        .where(Task.scheme_id == scheme_id, Task.dedupe_key == dedupe_key, Task.done_at.is_(None))
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )


def told(kind: TaskKind, subject: ColumnElement[bool]) -> ColumnElement[bool]:
    """A task of this kind is open for the subject, or somebody has seen to one.

    What settled itself may come again.
    """
    seen = or_(Task.done_at.is_(None), Task.done_by_id.is_not(None))
    return select(Task.id).where(Task.kind == kind, subject, seen).exists()


def _hold(session: Session, task: Task) -> None:
    session.refresh(task, with_for_update=True)


def _require_as_seen(task: Task, version: int | None) -> None:
    """Of two colleagues who were quicker, the later one is told."""
    if task.done_at is not None:
        raise _done(task, task.done_at)
    if version in {None, task.version}:
        return
    handed_at, put_off_at = task.handed_at, task.snoozed_at
    if put_off_at is not None and (handed_at is None or put_off_at > handed_at):
        by = task.snoozed_by.full_name if task.snoozed_by else ""
        raise TaskPutOff(by, put_off_at, task.snoozed_until)
    if handed_at is not None:
        raise _handed_over(task, handed_at)


def _put_off(session: Session, task: Task, until: date | None, actor: Party, now: datetime) -> None:
    task.snoozed_until, task.snoozed_by_id, task.snoozed_at = until, actor.id, now
    task.version += 1
    _record(session, task, actor, "task_put_off" if until else "task_reopened", now)


def _is_open_anew(session: Session, task: Task) -> bool:
    """It was asked for once more since it was done: that one is on the list."""
    again = select(Task.id).where(
        Task.scheme_id == task.scheme_id,
        Task.dedupe_key == task.dedupe_key,
        Task.done_at.is_(None),
    )
    return session.scalar(again) is not None


def _record(session: Session, task: Task, actor: Party, action: str, now: datetime) -> None:
    """Kept when the task itself no longer tells it."""
    session.add(
        AuditEvent(
            scheme_id=task.scheme_id,
            at=now,
            actor_id=actor.id,
            party_id=task.party_id,
            action=action,
        )
    )
    session.flush()


def _done(task: Task, at: datetime) -> TaskDone:
    return TaskDone(task.done_by.full_name if task.done_by else "", at)


def _handed_over(task: Task, at: datetime) -> TaskHandedOver:
    by, to = task.handed_by, task.held_by
    return TaskHandedOver(by.full_name if by else "", at, to.full_name if to else "")
