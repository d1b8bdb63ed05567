"""The one table of a match's steps, and the only function that takes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy.orm import Session

from web.models import Match, MatchEvent, Party
from web.models.vocabulary import MatchState as State
from web.services import links, moot
from web.services.errors import ChangedMeanwhile, ReasonMissing, TransitionRefused
from web.services.places import hold_volunteers

TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PROPOSED: frozenset({State.APPROVED, State.REJECTED, State.LAPSED}),
        State.APPROVED: frozenset(
            {State.PROPOSED, State.ACCEPTED, State.DECLINED, State.LAPSED, State.CANCELLED},
        ),
        State.ACCEPTED: frozenset({State.ACTIVE, State.CANCELLED}),
        State.ACTIVE: frozenset({State.PAUSED, State.ENDED}),
        State.PAUSED: frozenset({State.ACTIVE, State.ENDED}),
        State.REJECTED: frozenset(),
        # A no by mistake, for some minutes.
        State.DECLINED: frozenset({State.APPROVED}),
        State.LAPSED: frozenset(),
        State.CANCELLED: frozenset(),
        # An end by mistake, for a while.
        State.ENDED: frozenset({State.ACTIVE}),
    }
)


class SoftwareReason(StrEnum):
    """Reasons in a match's history that no person chose from a list."""

    SUPERSEDED = "superseded"  # a newer run proposes somebody else
    UNDONE = "undone"  # an approval, before anybody was asked
    NO_ANSWER = "no_answer"
    ANSWERED_YES = "answered_yes"
    ANSWERED_LATER = "answered_later"
    ANSWERED_CALL_ME = "answered_call_me"
    NO_TAKEN_BACK = "no_taken_back"
    TIMES_PROPOSED = "times_proposed"
    TIMES_ANSWERED = "times_answered"
    MEETING_PLANNED = "meeting_planned"  # the note is the instant
    FIRST_MEETING = "first_meeting"
    CHARTER = "charter"
    LIFTED = "lifted"
    REOPENED = "reopened"
    NEXT_BEST = "next_best"  # after a lapse, who said yes is proposed anew
    NOBODY_ELSE = "nobody_else"
    # The note of these three is the side, the day before and the day now.
    QUESTION_MOVED = "question_moved"
    QUESTION_SKIPPED = "question_skipped"
    QUESTION_RESTORED = "question_restored"


def hold(session: Session, match: Match) -> None:
    """Wait for our turn at this match's volunteer, then see the match as it is now."""
    hold_volunteers(session, {match.volunteer_id})
    session.refresh(match)


def hold_unchanged(session: Session, match: Match, version: int | None) -> None:
    """As `hold`, for somebody who decides upon what they saw.

    Args:
        version: of the match on their page; None takes the one that was loaded.

    Raises:
        ChangedMeanwhile: the match is another one by now, with who, when and its state.
    """
    # What this transaction itself has changed is no surprise to it.
    session.flush()
    seen = match.version if version is None else version
    hold(session, match)
    if match.version != seen:
        raise changed_meanwhile(match)


def took_last(match: Match, to: State, actor: Party, *, reason: str | None, note: str) -> bool:
    """Whether this very step of theirs came last, so that a second click changes nothing.

    Args:
        reason: that the step gives; None where it asks for none.
    """
    last = match.events[-1]
    moved = last.actor_id == actor.id and last.from_state != last.to_state
    return (
        moved
        and match.state is last.to_state is to
        and (reason is None or (last.reason, last.note) == (reason, note))
    )


def changed_meanwhile(match: Match) -> ChangedMeanwhile:
    """Who was quicker, by the last line of the history."""
    last = match.events[-1] if match.events else None
    by = last.actor.full_name if last and last.actor else ""
    return ChangedMeanwhile(match.state, by, last.at if last else None)


def move(
    session: Session,
    match: Match,
    to: State,
    *,
    actor: Party | None,
    reason: str | None = None,
    note: str = "",
    now: datetime,
) -> None:
    """Take one step of the table and write it down; links and tasks of the old state end.

    Raises:
        TransitionRefused: the table has no such step.
    """
    if to not in TRANSITIONS[match.state]:
        raise TransitionRefused(match.state, to)
    came_from, match.state = match.state, to
    if reason is not None:
        match.reason = reason
    record(match, came_from, actor=actor, reason=reason, note=note, now=now)
    for purpose in (links.Purpose.MATCH, links.Purpose.MEETING):
        links.revoke(session, purpose, match.id, now=now)
    moot.after_step(session, match, came_from, now)


def decide(
    session: Session,
    match: Match,
    to: State,
    *,
    actor: Party,
    reason: str | None,
    note: str,
    version: int | None,
    now: datetime,
) -> None:
    """A step that somebody takes upon what they saw, and that needs a reason.

    Raises:
        ReasonMissing, ChangedMeanwhile, TransitionRefused.
    """
    if reason is None:
        raise ReasonMissing
    hold_unchanged(session, match, version)
    move(session, match, to, actor=actor, reason=reason, note=note, now=now)


def record(
    match: Match,
    came_from: State | None,
    *,
    actor: Party | None,
    reason: str | None,
    note: str = "",
    now: datetime,
) -> None:
    """One line of the match's history; also for what happens inside a state."""
    match.events.append(
        MatchEvent(
            scheme_id=match.scheme_id,
            at=now,
            actor_id=actor.id if actor else None,
            from_state=came_from,
            to_state=match.state,
            reason=reason,
            note=note,
        )
    )
