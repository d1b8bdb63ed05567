"""Agreeing on the first meeting: times are proposed, both sides answer, one that both share is set.

Everything here holds the volunteer's row, as every step of a match does, so that of two answers
the second one sees the first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from web.models import Match, MeetingTime, Party
from web.models.vocabulary import Answer, MatchState, Side, TaskKind, Unplanned
from web.queries import meeting_times
from web.services import calls, meeting_news, tasks
from web.services.errors import AnswerClosed, DateRefused, TransitionRefused
from web.services.transitions import SoftwareReason, hold, hold_unchanged, record


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where two people could meet for the first time."""

    begins_at: datetime
    place: str


def propose(
    session: Session,
    match: Match,
    *,
    actor: Party,
    slots: Sequence[Slot],
    version: int | None = None,
    now: datetime,
) -> None:
    """Ask both sides which of these times suit; what was proposed or planned before is dropped.

    Raises:
        DateRefused: one of them has gone by.
        ChangedMeanwhile, TransitionRefused.
    """
    _hold_to_meet(session, match, version)
    if min(slot.begins_at for slot in slots) <= now:
        raise DateRefused
    was_planned = match.meeting_at is not None
    session.execute(delete(MeetingTime).where(MeetingTime.match_id == match.id))
    for slot in slots:
        session.add(
            MeetingTime(
                scheme_id=match.scheme_id,
                match_id=match.id,
                begins_at=slot.begins_at,
                place=slot.place,
                proposed_by_id=actor.id,
            )
        )
    match.times_proposed_at, match.meeting_at, match.meeting_place = now, None, None
    record(match, match.state, actor=actor, reason=SoftwareReason.TIMES_PROPOSED, now=now)
    tasks.settle(session, match.scheme_id, task_key(match), now)
    meeting_news.ask(session, match, again=was_planned, now=now)


def answer(
    session: Session, match: Match, side: Side, suiting: Collection[int], *, now: datetime
) -> None:
    """Keep which times suit one side, by their ids; none of them asks for a call.

    The earliest that both share is set at once.

    Raises:
        AnswerClosed: a time is set already, or none is proposed any more.
    """
    hold(session, match)
    times = meeting_times.of_match(session, match)
    if match.state is not MatchState.ACCEPTED or match.meeting_at is not None or not times:
        raise AnswerClosed
    if all(time.suits(side) is (time.id in suiting) for time in times):
        return
    for time in times:
        if side is Side.VOLUNTEER:
            time.suits_volunteer = time.id in suiting
        else:
            time.suits_household = time.id in suiting
    reason = SoftwareReason.TIMES_ANSWERED
    record(match, match.state, actor=match.party(side), reason=reason, now=now)
    tasks.settle(session, match.scheme_id, task_key(match), now)
    _see_to(session, match, side, times, now)


def plan(
    session: Session,
    match: Match,
    *,
    actor: Party,
    slot: Slot,
    version: int | None = None,
    now: datetime,
) -> None:
    """Set or move the first meeting by hand.

    Raises:
        DateRefused: that time has gone by.
        ChangedMeanwhile, TransitionRefused.
    """
    _hold_to_meet(session, match, version)
    if slot.begins_at <= now:
        raise DateRefused
    if slot != Slot(match.meeting_at or now, match.meeting_place or ""):
        _set(session, match, slot, actor, now)


def cannot_come(session: Session, match: Match, side: Side, now: datetime) -> None:
    """One side cannot come to the meeting that is planned, and asks to be called."""
    calls.ask(session, match, side, f"{Answer.CALL_ME}:{match.id}:{side}", now)


def task_key(match: Match) -> str:
    return f"no_meeting_time:{match.id}"


def _see_to(
    session: Session, match: Match, side: Side, times: Sequence[MeetingTime], now: datetime
) -> None:
    """Set the first time that both share; where there can be none, ask for a coordinator."""
    shared = next((time for time in times if time.suits_both and time.begins_at > now), None)
    if shared is not None:
        _set(session, match, Slot(shared.begins_at, shared.place), None, now)
    elif not any(time.suits(side) for time in times):
        _ask_coordinator(session, match, Unplanned.NONE_SUITS, match.party(side), now)
    elif all(time.suits(one) is not None for time in times for one in Side):
        _ask_coordinator(session, match, Unplanned.NONE_SHARED, None, now)


def _set(session: Session, match: Match, slot: Slot, actor: Party | None, now: datetime) -> None:
    was_planned = match.meeting_at is not None
    match.meeting_at, match.meeting_place = slot.begins_at, slot.place
    record(
        match,
        match.state,
        actor=actor,
        reason=SoftwareReason.MEETING_PLANNED,
        note=slot.begins_at.isoformat(),
        now=now,
    )
    tasks.settle(session, match.scheme_id, task_key(match), now)
    meeting_news.tell(session, match, slot.begins_at, again=was_planned, now=now)


def _ask_coordinator(
    session: Session, match: Match, why: Unplanned, party: Party | None, now: datetime
) -> None:
    tasks.open_task(
        session,
        TaskKind.NO_MEETING_TIME,
        scheme_id=match.scheme_id,
        party=party,
        match=match,
        evidence={"why": why.value},
        dedupe_key=task_key(match),
        now=now,
    )


def _hold_to_meet(session: Session, match: Match, version: int | None) -> None:
    hold_unchanged(session, match, version)
    if match.state is not MatchState.ACCEPTED or match.first_meeting_on is not None:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
