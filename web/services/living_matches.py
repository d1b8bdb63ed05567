"""The life of a match from the first meeting to its end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from web.models import Match, Party
from web.models.vocabulary import EndReason, MatchState
from web.services import follow_ups, match_news
from web.services.clock import local_date
from web.services.errors import DateRefused, TransitionRefused
from web.services.transitions import SoftwareReason, decide, hold_unchanged, move, record


def record_first_meeting(
    session: Session,
    match: Match,
    *,
    actor: Party,
    held_on: date | None,
    charter_signed_on: date | None,
    version: int | None = None,
    now: datetime,
) -> None:
    """Write down the meeting, the charter or both; once both are known the match is active.

    Raises:
        DateRefused: no day at all, one in the future, or before both sides said yes.
        ChangedMeanwhile, TransitionRefused.
    """
    hold_unchanged(session, match, version)
    if match.state is not MatchState.ACCEPTED:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
    days = [day for day in (held_on, charter_signed_on) if day is not None]
    earliest = local_date(match.accepted_at or match.proposed_at)
    if not days or min(days) < earliest or max(days) > local_date(now):
        raise DateRefused
    match.first_meeting_on = held_on or match.first_meeting_on
    match.charter_signed_on = charter_signed_on or match.charter_signed_on
    what = SoftwareReason.FIRST_MEETING if held_on else SoftwareReason.CHARTER
    if not (match.first_meeting_on and match.charter_signed_on):
        record(match, match.state, actor=actor, reason=what, now=now)
        return
    move(session, match, MatchState.ACTIVE, actor=actor, now=now)
    follow_ups.on_first_meeting(session, match, now)
    match_news.thank_for_meeting(session, match, now=now)


def pause(
    session: Session,
    match: Match,
    *,
    actor: Party,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """Nobody is asked anything until it goes on; the days do not count as time at risk."""
    hold_unchanged(session, match, version)
    move(session, match, MatchState.PAUSED, actor=actor, note=note, now=now)
    match.paused_on = local_date(now)


def resume(
    session: Session,
    match: Match,
    *,
    actor: Party,
    version: int | None = None,
    now: datetime,
) -> None:
    """It goes on after a pause."""
    hold_unchanged(session, match, version)
    if match.state is not MatchState.PAUSED:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
    move(session, match, MatchState.ACTIVE, actor=actor, now=now)
    _count_pause(match, now)


def end(
    session: Session,
    match: Match,
    *,
    actor: Party,
    reason: EndReason | None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """It ends, for a reason."""
    decide(
        session,
        match,
        MatchState.ENDED,
        actor=actor,
        reason=reason,
        note=note,
        version=version,
        now=now,
    )
    _count_pause(match, now)
    match.ended_on = local_date(now)


def _count_pause(match: Match, now: datetime) -> None:
    if match.paused_on is not None:
        match.paused_days += (local_date(now) - match.paused_on).days
        match.paused_on = None
