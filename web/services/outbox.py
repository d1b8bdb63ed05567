"""Rows that make something happen later: written with the change they tell, claimed with a lease.

The claim counts the attempt before anything is tried, so that a row that kills its worker cannot
be tried for ever. Rows are unique by `dedupe_key`: writing one twice leaves one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from web.models import Job, Match, Notification, Party
from web.models.vocabulary import Channel, Delivery
from web.services import ways

# Longer than any provider is waited for.
LEASE = timedelta(minutes=2)
# Short, since `services.leases` renews it while the work lives.
JOB_LEASE = timedelta(minutes=1)
MAX_ATTEMPTS = 5
GIVE_UP_AFTER = timedelta(hours=24)


def notify(
    session: Session,
    party: Party,
    kind: str,
    *,
    dedupe_key: str,
    now: datetime,
    params: dict[str, Any] | None = None,
    at_once: bool = False,
    not_before: datetime | None = None,
    channel: Channel | None = None,
    instead_of: Channel | None = None,
) -> None:
    """Queue the message `kind` (a name in `web.messages`) to `party`, once for `dedupe_key`.

    Args:
        channel: where the message itself says how it must go; else it goes as the party has
            chosen when it leaves.
        instead_of: the way that the same message did not go.
    """
    _insert_once(
        session,
        Notification,
        scheme_id=party.scheme_id,
        party_id=party.id,
        kind=kind,
        params=params or {},
        channel=channel or ways.way_to(party, instead_of),
        way_given=channel is not None,
        instead_of=instead_of,
        at_once=at_once,
        dedupe_key=dedupe_key,
        status=Delivery.PENDING,
        next_at=not_before or now,
        due_at=not_before or now,
        attempts=0,
        created_at=now,
        problem="",
    )


def enqueue(
    session: Session,
    kind: str,
    scheme_id: int,
    subject_id: int,
    *,
    dedupe_key: str,
    now: datetime,
    ring: bool = True,
) -> None:
    """Queue the job `kind` (a handler of `web.services.jobs`) for a subject, once.

    With `ring`, the sweep is rung after commit; without, whoever calls rings otherwise.
    """
    _insert_once(
        session,
        Job,
        ring=ring,
        scheme_id=scheme_id,
        kind=kind,
        subject_id=subject_id,
        dedupe_key=dedupe_key,
        status=Delivery.PENDING,
        next_at=now,
        due_at=now,
        attempts=0,
        created_at=now,
        problem="",
    )


def due(
    session: Session,
    table: type[Notification | Job],
    now: datetime,
    limit: int,
    *only: ColumnElement[bool],
) -> list[int]:
    """Ids of rows that may be claimed now, oldest first."""
    rows = session.scalars(
        select(table.id)
        .where(table.status == Delivery.PENDING, table.next_at <= now, *only)
        .order_by(table.next_at, table.id)
        .limit(limit)
    )
    return list(rows)


def claim(
    session: Session,
    table: type[Notification | Job],
    row_id: int,
    now: datetime,
    lease: timedelta = LEASE,
) -> bool:
    """Take the row for one lease; False when somebody else has it or it is done."""
    claimed = session.execute(
        update(table)
        .where(table.id == row_id, table.status == Delivery.PENDING, table.next_at <= now)
        .values(
            next_at=now + lease,
            attempts=table.attempts + 1,
            first_tried_at=func.coalesce(table.first_tried_at, now),
        )
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return claimed.scalar_one_or_none() is not None


def renew(session: Session, job_id: int, attempt: int, now: datetime) -> bool:
    """One more lease for whoever holds the job since that attempt; False when it was lost."""
    renewed = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.status == Delivery.PENDING, Job.attempts == attempt)
        .values(next_at=now + JOB_LEASE)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return renewed.scalar_one_or_none() is not None


def finish(
    session: Session, table: type[Notification | Job], ids: Sequence[int], now: datetime
) -> None:
    """The work of these rows is done.

    One statement and nothing read before it: a worker that dies between the provider's yes and
    this sends once more.
    """
    session.execute(
        update(table).where(table.id.in_(ids)).values(status=Delivery.DONE, done_at=now, problem="")
    )


def withdraw(row: Notification, now: datetime) -> None:
    """It is not sent, since its reader may not be asked; the desk does not show it as sent."""
    row.status, row.done_at, row.problem = Delivery.DONE, now, "withdrawn"


def of_match(match: Match) -> tuple[ColumnElement[bool], ...]:
    """Messages to the two of a match that are about it."""
    return (
        Notification.party_id.in_((match.volunteer_id, match.household_id)),
        Notification.params["match_id"].as_integer() == match.id,
    )


def is_unsent() -> ColumnElement[bool]:
    """It waits and nobody has begun to send it."""
    return and_(Notification.status == Delivery.PENDING, Notification.attempts == 0)


def withdraw_unsent(session: Session, now: datetime, *which: ColumnElement[bool]) -> bool:
    """Messages that wait and are not true any more stay here. False when there was none."""
    return withdraw_all(session, now, is_unsent(), *which)


def withdraw_all(session: Session, now: datetime, *which: ColumnElement[bool]) -> bool:
    """None of these is sent; the desk does not show them as sent. False when there was none."""
    withdrawn = session.execute(
        update(Notification)
        .where(*which)
        .values(status=Delivery.DONE, done_at=now, problem="withdrawn")
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return bool(withdrawn.all())


class Failure(StrEnum):
    """Why an attempt ended without success."""

    TEMPORARY = "temporary"  # the provider is away: try for a day
    POISON = "poison"  # the row itself breaks the work: a few tries
    PERMANENT = "permanent"  # it can never succeed


def retry_or_park(row: Notification | Job, now: datetime, problem: str, failure: Failure) -> bool:
    """Try again later, with back-off and jitter, or give up. True when given up."""
    row.problem = problem[:200]
    # It may have been written long before it was due: only the time of trying counts.
    tried_for = now - (row.first_tried_at or now)
    if failure is Failure.TEMPORARY:
        # The attempt ended in good order; only those that did not are counted.
        row.attempts -= 1
    spent = row.attempts >= MAX_ATTEMPTS or tried_for >= GIVE_UP_AFTER
    if failure is Failure.PERMANENT or spent:
        row.status, row.done_at = Delivery.PARKED, now
        return True
    pause = min(max(tried_for / 4, timedelta(seconds=30)), timedelta(minutes=30))
    row.next_at = now + pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, no secret
    return False


def postpone(row: Notification | Job, until: datetime) -> None:
    """Put the row back untried, for instance because it is night where the person lives."""
    row.next_at = row.due_at = until
    row.first_tried_at, row.problem = None, ""
    row.attempts -= 1


def retry_together(session: Session, ids: list[int]) -> None:
    """What left in one mail is tried again in one."""
    waiting = [
        row
        for row in (session.get(Notification, one) for one in ids)
        if row is not None and row.status is Delivery.PENDING
    ]
    for row in waiting:
        row.next_at = waiting[0].next_at


def again(session: Session, table: type[Notification | Job], row_id: int, now: datetime) -> bool:
    """Have a row that was given up tried afresh; False when it is not given up (any more)."""
    revived = session.execute(
        update(table)
        .where(table.id == row_id, table.status == Delivery.PARKED)
        .values(
            status=Delivery.PENDING,
            next_at=now,
            due_at=now,
            attempts=0,
            first_tried_at=None,
            done_at=None,
        )
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    session.info.setdefault("doorbell", set()).add(table.__tablename__)
    return revived.scalar_one_or_none() is not None


def ring_parts(session: Session, run_id: int, part_ids: list[int]) -> None:
    """Have the parts of a run rung for after commit, for all workers at once."""
    session.info.setdefault("divided_runs", {})[run_id] = part_ids


def _insert_once(
    session: Session,
    table: type[Notification | Job],
    *,
    ring: bool = True,
    **values: Any,  # noqa: ANN401
) -> None:
    """Insert unless the key exists; in one statement, so that two racing writers make one row."""
    # Core statements bypass the unit of work: what they refer to must be there first.
    session.flush()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(table).values(**values).on_conflict_do_nothing(index_elements=["dedupe_key"])
    )
    if ring:
        session.info.setdefault("doorbell", set()).add(table.__tablename__)
