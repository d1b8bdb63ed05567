"""One question to one side moved or left out by hand, and taken back; who did it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import FollowUp, Match, Party
from web.models.vocabulary import MatchState, Side
from web.services import cadences, clock, follow_ups
from web.services.errors import DateRefused, FollowUpChanged, NotFound
from web.services.transitions import SoftwareReason, hold_unchanged, record

MAY_CHANGE = frozenset({MatchState.ACTIVE, MatchState.PAUSED})


@dataclass(frozen=True, slots=True)
class Seen:
    """Which question, and how it stood on the page: another day, or left out, is another one."""

    side: Side
    step: str
    due_on: date
    skipped: bool


def move(
    session: Session,
    match: Match,
    *,
    seen: Seen,
    on: date,
    actor: Party,
    version: int | None = None,
    now: datetime,
) -> None:
    """Ask on another day.

    Raises:
        DateRefused: that day has begun already.
        NotFound, FollowUpChanged, ChangedMeanwhile.
    """
    if on <= clock.local_date(now):
        raise DateRefused
    row = _hold(session, match, seen, version)
    if row.due_on == on:
        return
    before, by_cadence = row.due_on, row.planned_on or row.due_on
    row.due_on = on
    row.planned_on = None if on == by_cadence else by_cadence
    _write_down(match, row, SoftwareReason.QUESTION_MOVED, before, actor, now)


def skip(
    session: Session,
    match: Match,
    *,
    seen: Seen,
    actor: Party,
    version: int | None = None,
    now: datetime,
) -> None:
    """Leave it out; where it was the last one planned, the next is planned now.

    Raises:
        NotFound, FollowUpChanged, ChangedMeanwhile.
    """
    row = _hold(session, match, seen, version)
    if row.skipped_at is not None:
        return
    row.skipped_at = now
    in_force = cadences.in_force(session, match.scheme_id)
    follow_ups.plan_next(session, match, row.side, in_force, clock.local_date(now))
    _write_down(match, row, SoftwareReason.QUESTION_SKIPPED, row.due_on, actor, now)


def restore(
    session: Session,
    match: Match,
    *,
    seen: Seen,
    actor: Party,
    version: int | None = None,
    now: datetime,
) -> None:
    """Ask it after all, on the day of the cadence.

    Raises:
        DateRefused: that day has gone by; it may be asked on another one.
        NotFound, FollowUpChanged, ChangedMeanwhile.
    """
    row = _hold(session, match, seen, version)
    if row.skipped_at is None and row.planned_on is None:
        return
    on = row.planned_on or row.due_on
    if on <= clock.local_date(now):
        raise DateRefused
    before, row.due_on = row.due_on, on
    row.planned_on = row.skipped_at = None
    _write_down(match, row, SoftwareReason.QUESTION_RESTORED, before, actor, now)


def _hold(session: Session, match: Match, seen: Seen, version: int | None) -> FollowUp:
    hold_unchanged(session, match, version)
    row = session.scalar(
        select(FollowUp)
        .where(
            FollowUp.match_id == match.id,
            FollowUp.side == seen.side,
            FollowUp.step == seen.step,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    as_seen = (row.due_on, row.skipped_at is not None) == (seen.due_on, seen.skipped)
    if row.asked_at is not None or not as_seen or match.state not in MAY_CHANGE:
        raise FollowUpChanged
    return row


def _write_down(
    match: Match,
    row: FollowUp,
    what: SoftwareReason,
    before: date,
    actor: Party,
    now: datetime,
) -> None:
    note = f"{row.side} {before.isoformat()} {row.due_on.isoformat()}"
    record(match, match.state, actor=actor, reason=what, note=note, now=now)
