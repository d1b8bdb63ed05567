"""Questions to both sides of a match, on the days of the cadence, answered with one tap."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, contains_eager

from web.models import FollowUp, Match, Party
from web.models.vocabulary import Face, MatchState, Side, TaskKind
from web.services import cadence, clock, outbox, tasks
from web.services.errors import AnswerClosed, NotFound
from web.services.insert_once import insert_once

REMIND_AFTER_DAYS = 5
SILENT_AFTER_DAYS = 14
CHANGEABLE = timedelta(days=7)


def on_first_meeting(session: Session, match: Match, now: datetime) -> None:
    """Plan the first questions to both sides; a second call changes nothing.

    Args:
        match: active, with its `first_meeting_on`.
    """
    tasks.settle(session, match.scheme_id, f"no_first_meeting:{match.id}", now)
    asked = select(FollowUp.id).where(FollowUp.match_id == match.id, FollowUp.sent_at.is_not(None))
    if session.scalar(asked.limit(1)) is not None:
        return
    for side in Side:
        for step in cadence.FIRST_STEPS:
            _plan(session, match, side, step)


def ask_due(session: Session, now: datetime) -> int:
    """Send every question whose day has come. Returns how many.

    Where several are due to one person about one match, as after a pause or when an old first
    meeting was recorded, only the latest is asked and the others are dropped.
    """
    due = session.scalars(
        _of_active_matches()
        .where(FollowUp.sent_at.is_(None), FollowUp.due_on <= clock.local_date(now))
        .order_by(FollowUp.match_id, FollowUp.side, FollowUp.due_on, FollowUp.id)
    ).all()
    asked = 0
    for _, of_one_side in groupby(due, key=lambda row: (row.match_id, row.side)):
        *overtaken, latest = of_one_side
        for follow_up in overtaken:
            session.delete(follow_up)
        _ask(session, latest, now)
        asked += 1
    return asked


def remind(session: Session, now: datetime) -> int:
    """Ask once more, once, who has not answered for five days. Returns how many."""
    newer = aliased(FollowUp)
    asked_again = (
        select(newer.id)
        .where(
            newer.match_id == FollowUp.match_id,
            newer.side == FollowUp.side,
            newer.due_on > FollowUp.due_on,
            newer.sent_at.is_not(None),
        )
        .exists()
    )
    waiting = session.scalars(
        _of_active_matches().where(
            FollowUp.sent_at < cadence.days_ago(now, REMIND_AFTER_DAYS),
            FollowUp.answered_at.is_(None),
            FollowUp.reminded_at.is_(None),
            FollowUp.silent_at.is_(None),
            ~asked_again,
        )
    ).all()
    for follow_up in waiting:
        follow_up.reminded_at = now
        _notify(session, follow_up, "follow_up_reminder", now)
    return len(waiting)


def mark_silent(session: Session, now: datetime) -> int:
    """Note who has not answered for fourteen days; twice in a row asks for a coordinator."""
    quiet = session.scalars(
        select(FollowUp)
        .where(
            FollowUp.sent_at < cadence.days_ago(now, SILENT_AFTER_DAYS),
            FollowUp.answered_at.is_(None),
            FollowUp.silent_at.is_(None),
        )
        .order_by(FollowUp.match_id, FollowUp.side, FollowUp.due_on)
        .with_for_update(of=FollowUp, skip_locked=True)
    ).all()
    for follow_up in quiet:
        follow_up.silent_at = now
        session.flush()
        before = _asked_before(session, follow_up)
        if before is not None and is_silent(before):
            _tell_of_silence(session, before, follow_up, now)
    return len(quiet)


def answer(
    session: Session,
    follow_up: FollowUp,
    *,
    met: bool | None,
    face: Face | None,
    call_me: bool,
    comment: str,
    now: datetime,
) -> None:
    """Keep an answer, as a whole; the same answer twice changes nothing.

    Raises:
        AnswerClosed: it was given more than seven days ago.
    """
    session.refresh(follow_up, with_for_update=True)
    if not is_changeable(follow_up, now):
        raise AnswerClosed
    was_sad, was_to_call = follow_up.face is Face.SAD, follow_up.call_me
    follow_up.answered_at = follow_up.answered_at or now
    follow_up.met, follow_up.face = met, face
    follow_up.call_me, follow_up.comment = call_me, comment
    session.flush()
    tasks.settle(session, follow_up.scheme_id, _silence_key(follow_up), now)
    _see_to(session, follow_up, TaskKind.SAD_FACE, before=was_sad, after=face is Face.SAD, now=now)
    _see_to(session, follow_up, TaskKind.CALL_ME, before=was_to_call, after=call_me, now=now)


def of_party(session: Session, follow_up_id: int, party: Party) -> FollowUp:
    """Raises NotFound when this is no question to that person."""
    found = session.get(FollowUp, follow_up_id)
    if found is None or found.party_id != party.id:
        raise NotFound
    return found


def is_changeable(follow_up: FollowUp, now: datetime) -> bool:
    """Whether the answer may still be given or taken back."""
    return follow_up.answered_at is None or now < follow_up.answered_at + CHANGEABLE


def is_silent(follow_up: FollowUp) -> bool:
    """Whether fourteen days went by and there is no answer to this day."""
    return follow_up.silent_at is not None and follow_up.answered_at is None


def _of_active_matches() -> Select[FollowUp]:
    # A second sweep at the same moment passes over the rows that the first one holds.
    return (
        select(FollowUp)
        .join(FollowUp.match)
        .where(Match.state == MatchState.ACTIVE)
        .options(contains_eager(FollowUp.match))
        .with_for_update(of=FollowUp, skip_locked=True)
    )


def _plan(session: Session, match: Match, side: Side, step: str) -> None:
    if match.first_meeting_on is None:
        raise ValueError(f"match {match.id} has no first meeting")
    insert_once(
        session,
        FollowUp,
        ("match_id", "side", "step"),
        {
            "scheme_id": match.scheme_id,
            "match_id": match.id,
            "party_id": match.volunteer_id if side is Side.VOLUNTEER else match.household_id,
            "side": side,
            "step": step,
            "due_on": cadence.due_on(step, match.first_meeting_on),
        },
    )


def _ask(session: Session, follow_up: FollowUp, now: datetime) -> None:
    follow_up.sent_at = now
    _notify(session, follow_up, "follow_up", now)
    following = cadence.next_step(follow_up.step)
    if following is not None:
        _plan(session, follow_up.match, follow_up.side, following)


def _notify(session: Session, follow_up: FollowUp, kind: str, now: datetime) -> None:
    outbox.notify(
        session,
        follow_up.party,
        kind,
        dedupe_key=f"{kind}:{follow_up.id}",
        params={
            "match_id": follow_up.match_id,
            "side": follow_up.side.value,
            "subject_id": follow_up.id,
        },
        now=now,
    )


def _asked_before(session: Session, follow_up: FollowUp) -> FollowUp | None:
    return session.scalar(_earlier(follow_up).limit(1))


def _earlier(follow_up: FollowUp) -> Select[FollowUp]:
    return (
        select(FollowUp)
        .where(
            FollowUp.match_id == follow_up.match_id,
            FollowUp.side == follow_up.side,
            FollowUp.due_on < follow_up.due_on,
            FollowUp.sent_at.is_not(None),
        )
        .order_by(FollowUp.due_on.desc())
    )


def _tell_of_silence(
    session: Session, before: FollowUp, follow_up: FollowUp, now: datetime
) -> None:
    if follow_up.match.state is not MatchState.ACTIVE:
        return
    tasks.open_task(
        session,
        TaskKind.TWO_SILENT,
        scheme_id=follow_up.scheme_id,
        party=follow_up.party,
        match=follow_up.match,
        evidence={
            "side": follow_up.side.value,
            "steps": [before.step, follow_up.step],
            "asked_on": [before.due_on.isoformat(), follow_up.due_on.isoformat()],
        },
        dedupe_key=_silence_key(follow_up),
        now=now,
    )


def _silence_key(follow_up: FollowUp) -> str:
    return f"two_silent:{follow_up.match_id}:{follow_up.side.value}"


def _see_to(
    session: Session,
    follow_up: FollowUp,
    kind: TaskKind,
    *,
    before: bool,
    after: bool,
    now: datetime,
) -> None:
    """Open, renew or close the task for what was answered before and is answered now."""
    key = f"{kind.value}:{follow_up.id}"
    if not after:
        # A face tapped by mistake and put right must not have anyone called.
        tasks.settle(session, follow_up.scheme_id, key, now)
    elif before:
        # A task that somebody has seen to stays done when the same answer comes again.
        tasks.renew(session, follow_up.scheme_id, key, _evidence(session, follow_up))
    else:
        tasks.open_task(
            session,
            kind,
            scheme_id=follow_up.scheme_id,
            party=follow_up.party,
            match=follow_up.match,
            evidence=_evidence(session, follow_up),
            dedupe_key=key,
            now=now,
        )


def _evidence(session: Session, follow_up: FollowUp) -> dict[str, Any]:
    """What the coordinator is shown; the comment stays in its encrypted column."""
    earlier = session.scalars(_earlier(follow_up).limit(3)).all()
    answered_at = follow_up.answered_at
    return {
        "follow_up_id": follow_up.id,
        "side": follow_up.side.value,
        "step": follow_up.step,
        "face": int(follow_up.face) if follow_up.face else None,
        "met": follow_up.met,
        "call_me": follow_up.call_me,
        "answered_on": clock.local_date(answered_at).isoformat() if answered_at else None,
        "earlier_faces": [int(row.face) for row in reversed(earlier) if row.face],
    }
