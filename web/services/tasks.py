"""What asks for a coordinator: one open task a reason, with its evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from web.models import Match, Party, Task
from web.models.vocabulary import TaskKind
from web.services import clock
from web.services.errors import NotFound, TaskDone, TaskHandedOver
from web.services.insert_once import insert_once


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


def finish(session: Session, task: Task, actor: Party, now: datetime) -> None:
    """Somebody has seen to it; whoever was first stays the one who did, and twice counts once.

    Raises:
        TaskDone: a colleague was quicker, or it settled itself.
    """
    session.execute(
        update(Task)
        .where(Task.id == task.id, Task.done_at.is_(None))
        .values(done_at=now, done_by_id=actor.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(task)
    if task.done_at and task.done_by_id != actor.id:
        raise _done(task, task.done_at)


def snooze(session: Session, task: Task, until: date, now: datetime) -> None:
    """Put an open task away until the morning of a day; a day that has begun brings it back.

    Raises:
        TaskDone: there is nothing to put away any more.
    """
    _hold_open(session, task)
    task.snoozed_until = until if until > clock.local_date(now) else None


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
        version: of the task that was looked at; None takes the present one.

    Raises:
        TaskDone, TaskHandedOver: somebody was quicker.
    """
    _hold_open(session, task)
    if task.handed_at and version not in {None, task.version}:
        raise _handed_over(task, task.handed_at)
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


def _hold_open(session: Session, task: Task) -> None:
    session.refresh(task, with_for_update=True)
    if task.done_at is not None:
        raise _done(task, task.done_at)


def _done(task: Task, at: datetime) -> TaskDone:
    return TaskDone(task.done_by.full_name if task.done_by else "", at)


def _handed_over(task: Task, at: datetime) -> TaskHandedOver:
    by, to = task.handed_by, task.held_by
    return TaskHandedOver(by.full_name if by else "", at, to.full_name if to else "")
