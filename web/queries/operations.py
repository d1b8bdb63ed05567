"""How the work in the background stands, over all schemes and without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from web.models import Duty, Job, MatchRun, Notification, Scheme
from web.models.duty import BACKUP
from web.models.vocabulary import Delivery, Progress

# A message that was due so long ago is late, and somebody must hear of it.
LATE = timedelta(minutes=15)
# A sweep comes round every minute; when it has not for so long, nobody does the work.
SILENT = timedelta(minutes=5)
# There should be a backup each day.
BACKUP_LATE = timedelta(days=2)
MOST_PARKED = 50
LATELY = timedelta(hours=1)

Queue = type[Notification] | type[Job]


@dataclass(frozen=True, slots=True)
class Line:
    """What waits in a queue for one channel, or of one kind of job.

    Attributes:
        due: of those that wait, whose time has come.
        failing: of those that wait, which were tried without success.
    """

    queue: str
    kind: str
    pending: int
    due: int
    failing: int
    parked: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A row that nobody tries any more, and whose scheme it is."""

    row: Notification | Job
    scheme: str


def lines(session: Session, now: datetime) -> list[Line]:
    """Both queues, by channel and by kind. Two queries."""
    kinds: tuple[tuple[Queue, Any], ...] = ((Notification, Notification.channel), (Job, Job.kind))
    found = []
    for table, kind in kinds:
        pending = table.status == Delivery.PENDING
        due = and_(pending, table.next_at <= now)
        rows = session.execute(
            select(
                kind,
                func.count().filter(pending),
                func.count().filter(due),
                func.count().filter(pending, table.problem != ""),
                func.count().filter(table.status == Delivery.PARKED),
                func.min(table.due_at).filter(_waits(table, now)),
            )
            .where(table.status.in_((Delivery.PENDING, Delivery.PARKED)))
            .group_by(kind)
            .order_by(kind)
        )
        found += [Line(table.__tablename__, str(row[0]), *row[1:]) for row in rows]
    return found


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest message or job that should be done has waited.

    Two queries by an index.
    """
    found = [
        session.scalar(select(func.min(table.due_at)).where(_waits(table, now)))
        for table in (Notification, Job)
    ]
    return min((when for when in found if when is not None), default=None)


def late_by_scheme(session: Session, table: Queue, now: datetime) -> dict[int, datetime]:
    """Since when each scheme that has something late has waited for it."""
    late = _waits(table, now), table.due_at <= now - LATE
    rows = session.execute(
        select(table.scheme_id, func.min(table.due_at)).where(*late).group_by(table.scheme_id)
    )
    return {scheme_id: when for scheme_id, when in rows}  # noqa: C416 - typed by the names


def _waits(table: Queue, now: datetime) -> ColumnElement[bool]:
    """It should be done by now, and nobody is at it: a long job is not late while it lives."""
    tried_and_free = or_(table.attempts == 0, table.problem != "", table.next_at <= now)
    return and_(table.status == Delivery.PENDING, table.due_at <= now, tried_and_free)


def sent_lately(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    """How many messages were sent, given up or failed for now, by channel and outcome.

    Within an hour: whatever failed for now is tried again sooner than that.
    """
    since = now - LATELY
    over = and_(
        Notification.status.in_((Delivery.DONE, Delivery.PARKED)), Notification.done_at > since
    )
    failing = and_(
        Notification.status == Delivery.PENDING,
        Notification.problem != "",
        Notification.first_tried_at.is_not(None),
    )
    rows = session.execute(
        select(Notification.channel, Notification.status, func.count())
        # Its lease ends after it is done, and an index knows the ends of leases.
        .where(Notification.next_at > since, or_(over, failing))
        .group_by(Notification.channel, Notification.status)
    )
    return {
        (channel.value, "failing" if status is Delivery.PENDING else status.value): number
        for channel, status, number in rows
    }


def parked(session: Session, table: Queue) -> list[Parked]:
    """Those that were given up last."""
    rows: Sequence[Any] = session.execute(
        select(table, Scheme.name)
        .join(Scheme, Scheme.id == table.scheme_id)
        .where(table.status == Delivery.PARKED)
        .order_by(table.done_at.desc(), table.id.desc())
        .limit(MOST_PARKED)
    ).all()
    return [Parked(row, scheme) for row, scheme in rows]


def duties(session: Session) -> Sequence[Duty]:
    return session.scalars(select(Duty).order_by(Duty.name)).all()


def is_silent(found: Sequence[Duty], now: datetime) -> bool:
    """Whether no duty of theirs was tried for long: then no worker, or no beat, is there."""
    tried = (duty.tried_at for duty in found if duty.name != BACKUP)
    return max(tried, default=now - 2 * SILENT) < now - SILENT


def is_overdue(backup: Duty, now: datetime) -> bool:
    """Whether the last try failed, or the last one that went well is too long ago."""
    return bool(backup.problem) or backup.done_at is None or backup.done_at < now - BACKUP_LATE


def last_run_seconds(session: Session) -> float | None:
    """From asking for the newest finished run to its result."""
    found = session.execute(
        select(MatchRun.created_at, MatchRun.finished_at)
        .where(MatchRun.progress == Progress.DONE, MatchRun.finished_at.is_not(None))
        .order_by(MatchRun.id.desc())
        .limit(1)
    ).first()
    return (found[1] - found[0]).total_seconds() if found and found[1] else None


def runs(session: Session) -> dict[str, int]:
    """How many match runs there are, by how far they are."""
    rows = session.execute(select(MatchRun.progress, func.count()).group_by(MatchRun.progress))
    return {progress.value: number for progress, number in rows}
