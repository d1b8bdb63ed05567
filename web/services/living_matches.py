"""The life of a match from the first meeting to its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import ClosingWords, Match, Party
from web.models.vocabulary import (
    NOT_WRITTEN_AFTER,
    EndReason,
    Heard,
    MatchState,
    PauseReason,
    Side,
)
from web.queries import decided
from web.services import follow_ups, match_news, screening
from web.services.clock import local_date
from web.services.errors import (
    DateRefused,
    NoPlaceLeft,
    PairForbidden,
    ReopenRefused,
    ScreeningMissing,
    TransitionRefused,
)
from web.services.places import has_room, hold_household
from web.services.transitions import (
    SoftwareReason,
    changed_meanwhile,
    decide,
    hold_unchanged,
    move,
    record,
)

REOPEN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Closing:
    """What one side said at the end, and how we heard it."""

    side: Side
    said: str
    heard: Heard


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
    reason: PauseReason | None,
    until: date | None = None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """Nobody is asked anything until it goes on; the days do not count as time at risk.

    Args:
        until: the day on which it goes on by itself; None waits for somebody to resume it.

    Raises:
        DateRefused: that day has come already.
        ReasonMissing, ChangedMeanwhile, TransitionRefused.
    """
    if until is not None and until <= local_date(now):
        raise DateRefused
    decide(
        session,
        match,
        MatchState.PAUSED,
        actor=actor,
        reason=reason,
        note=note,
        version=version,
        now=now,
    )
    match.paused_on, match.pause_until = local_date(now), until


def resume(
    session: Session,
    match: Match,
    *,
    actor: Party | None,
    version: int | None = None,
    now: datetime,
) -> None:
    """It goes on after a pause; nobody as `actor` where its last day was over."""
    hold_unchanged(session, match, version)
    if match.state is not MatchState.PAUSED:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
    move(session, match, MatchState.ACTIVE, actor=actor, now=now)
    # Why it paused is in the history; the match has no reason to be active.
    match.reason = None
    _count_pause(match, now)


def end(
    session: Session,
    match: Match,
    *,
    actor: Party,
    reason: EndReason | None,
    note: str = "",
    closing: Iterable[Closing] = (),
    version: int | None = None,
    now: datetime,
) -> None:
    """It ends, for a reason; both sides are thanked, unless that would hurt.

    Args:
        closing: what the sides said at the end.
    """
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
    for words in closing:
        _keep(session, match, words, now)
    if reason not in NOT_WRITTEN_AFTER:
        match_news.thank_at_end(session, match, now=now)


def reopen(
    session: Session,
    match: Match,
    *,
    actor: Party,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """It was ended by mistake and goes on; thanks that have not left are not sent.

    Raises:
        ReopenRefused: it ended too long ago.
        NoPlaceLeft: one of the two has somebody else by now, or has left.
        ChangedMeanwhile: also where the two were proposed anew.
        PairForbidden, ScreeningMissing, TransitionRefused.
    """
    hold_unchanged(session, match, version)
    hold_household(session, match.household)
    session.refresh(match.volunteer)
    if match.state is not MatchState.ENDED:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
    if not may_reopen(match, local_date(now)):
        raise ReopenRefused
    anew = decided.of_pair(session, match.volunteer_id, match.household_id)
    if anew.never is not None:
        raise PairForbidden
    if anew.live is not None:
        raise changed_meanwhile(anew.live)
    if not has_room(session, match.volunteer, match.household):
        raise NoPlaceLeft
    if screening.is_missing(match.volunteer, match.household, local_date(now)):
        raise ScreeningMissing
    match_news.withdraw_thanks(session, match, now=now)
    move(
        session,
        match,
        MatchState.ACTIVE,
        actor=actor,
        reason=SoftwareReason.REOPENED,
        note=note,
        now=now,
    )
    match.ended_on, match.lifted_at, match.reason = None, None, None


def may_reopen(match: Match, today: date) -> bool:
    """Ended a short time ago: later, the two are proposed anew."""
    return match.ended_on is not None and (today - match.ended_on).days <= REOPEN_DAYS


def _keep(session: Session, match: Match, words: Closing, now: datetime) -> None:
    """Of an end that was taken back and came after all, the newer words stay."""
    kept = session.scalar(
        select(ClosingWords).where(
            ClosingWords.match_id == match.id, ClosingWords.side == words.side
        )
    )
    if kept is None:
        kept = ClosingWords(scheme_id=match.scheme_id, match_id=match.id, side=words.side)
        session.add(kept)
    kept.said, kept.heard, kept.noted_at = words.said, words.heard, now


def _count_pause(match: Match, now: datetime) -> None:
    if match.paused_on is not None:
        match.paused_days += (local_date(now) - match.paused_on).days
        match.paused_on = match.pause_until = None
