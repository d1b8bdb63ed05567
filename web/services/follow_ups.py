"""Questions to both sides of a match, on the days of the cadence, answered with one tap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, aliased

from web.models import FollowUp, Match, Party
from web.models.vocabulary import Face, MatchState, Side, TaskKind
from web.services import cadence, cadences, clock, follow_up_tasks, outbox, tasks, unasked
from web.services.cadence import Cadence
from web.services.errors import AnswerClosed, NotFound
from web.services.insert_once import insert_once
from web.services.one_by_one import one_by_one

CHANGEABLE = timedelta(days=7)


def on_first_meeting(session: Session, match: Match, now: datetime) -> None:
    """Plan the first questions to both sides; a second call changes nothing.

    Args:
        match: active, with its `first_meeting_on`.
    """
    tasks.settle(session, match.scheme_id, f"no_first_meeting:{match.id}", now)
    asked = select(FollowUp.id).where(FollowUp.match_id == match.id, FollowUp.asked_at.is_not(None))
    if session.scalar(asked.limit(1)) is not None:
        return
    for side in Side:
        for step in cadences.in_force(session, match.scheme_id).first_steps:
            _plan(session, match, side, step)


def ask_due(session: Session, now: datetime) -> int:
    """Send every question whose day has come. Returns how many.

    Where several are due to one person about one match, as after a pause or when an old first
    meeting was recorded, only the latest is asked and the others are dropped.
    """
    due = session.execute(
        _of_active_matches(FollowUp.id, FollowUp.match_id, FollowUp.side)
        .where(
            FollowUp.asked_at.is_(None),
            FollowUp.skipped_at.is_(None),
            FollowUp.due_on <= clock.local_date(now),
        )
        .order_by(FollowUp.match_id, FollowUp.side, FollowUp.due_on, FollowUp.id)
    ).all()
    by_scheme = dict(cadences.every(session)) if due else {}
    overtaken: dict[int, list[int]] = {}
    for _, of_one_side in groupby(due, key=lambda row: (row.match_id, row.side)):
        *earlier, latest = [row.id for row in of_one_side]
        overtaken[latest] = earlier

    def ask(follow_up: FollowUp) -> bool:
        if overtaken[follow_up.id]:
            session.execute(delete(FollowUp).where(FollowUp.id.in_(overtaken[follow_up.id])))
        _ask(session, follow_up, by_scheme[follow_up.scheme_id], now)
        return True

    return one_by_one(session, FollowUp, overtaken, ask)


def remind(session: Session, now: datetime) -> int:
    """Ask once more, once, who has had a question for some days. Returns how many."""
    every = cadences.every(session)
    return sum(_remind(session, scheme_id, one, now) for scheme_id, one in every)


def _remind(session: Session, scheme_id: int, of_scheme: Cadence, now: datetime) -> int:
    newer = aliased(FollowUp)
    asked_again = (
        select(newer.id)
        .where(
            newer.match_id == FollowUp.match_id,
            newer.side == FollowUp.side,
            newer.due_on > FollowUp.due_on,
            newer.asked_at.is_not(None),
        )
        .exists()
    )
    waiting = session.scalars(
        _of_active_matches(FollowUp.id).where(
            FollowUp.scheme_id == scheme_id,
            FollowUp.sent_at < cadence.days_ago(now, of_scheme.remind_after_days),
            FollowUp.answered_at.is_(None),
            FollowUp.reminded_at.is_(None),
            FollowUp.silent_at.is_(None),
            Party.unsubscribed_at.is_(None),
            ~asked_again,
        )
    ).all()

    def remind(follow_up: FollowUp) -> bool:
        follow_up.reminded_at = now
        _notify(session, follow_up, "follow_up_reminder", now)
        return True

    return one_by_one(session, FollowUp, waiting, remind)


def mark_silent(session: Session, now: datetime) -> int:
    """Note who has not answered for too long; twice in a row asks for a coordinator."""
    every = cadences.every(session)
    return sum(_mark_silent(session, scheme_id, one, now) for scheme_id, one in every)


def _mark_silent(session: Session, scheme_id: int, of_scheme: Cadence, now: datetime) -> int:
    quiet = session.scalars(
        select(FollowUp.id)
        .join(Party, Party.id == FollowUp.party_id)
        .where(
            # Nobody asks once more who may not be, or will not be, written to: that is no silence.
            Party.restricted_at.is_(None),
            Party.unsubscribed_at.is_(None),
            FollowUp.scheme_id == scheme_id,
            FollowUp.sent_at < cadence.days_ago(now, of_scheme.silent_after_days),
            FollowUp.answered_at.is_(None),
            FollowUp.silent_at.is_(None),
        )
        .order_by(FollowUp.match_id, FollowUp.side, FollowUp.due_on)
        .with_for_update(of=FollowUp, skip_locked=True)
    ).all()

    def mark(follow_up: FollowUp) -> bool:
        follow_up.silent_at = now
        session.flush()
        before = follow_up_tasks.asked_before(session, follow_up)
        if before is not None and is_silent(before):
            follow_up_tasks.tell_of_silence(session, before, follow_up, now)
        return True

    return one_by_one(session, FollowUp, quiet, mark)


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
    unasked.forget(session, follow_up.match, follow_up.party_id, now)
    tasks.settle(session, follow_up.scheme_id, follow_up_tasks.silence_key(follow_up), now)
    follow_up_tasks.see_to(
        session, follow_up, TaskKind.SAD_FACE, before=was_sad, after=face is Face.SAD, now=now
    )
    follow_up_tasks.see_to(
        session, follow_up, TaskKind.CALL_ME, before=was_to_call, after=call_me, now=now
    )


def of_party(session: Session, follow_up_id: int, party: Party) -> FollowUp:
    """Raises NotFound when this is no question to that person."""
    found = session.get(FollowUp, follow_up_id)
    if found is None or found.party_id != party.id:
        raise NotFound
    return found


def plan_next(session: Session, match: Match, side: Side, of_scheme: Cadence, today: date) -> None:
    """Where nothing is to be asked any more, plan what comes after today and what was left out."""
    session.flush()
    ahead = session.execute(
        select(FollowUp.due_on, FollowUp.skipped_at).where(
            FollowUp.match_id == match.id, FollowUp.side == side, FollowUp.asked_at.is_(None)
        )
    ).all()
    if match.first_meeting_on is None or any(row.skipped_at is None for row in ahead):
        return
    latest = max([today, *(row.due_on for row in ahead)])
    for step in of_scheme.planned_after(match.first_meeting_on, latest):
        _plan(session, match, side, step)


def is_changeable(follow_up: FollowUp, now: datetime) -> bool:
    """Whether the answer may still be given or taken back."""
    return follow_up.answered_at is None or now < follow_up.answered_at + CHANGEABLE


def is_silent(follow_up: FollowUp) -> bool:
    """Whether too many days went by and there is no answer to this day."""
    return follow_up.silent_at is not None and follow_up.answered_at is None


def _of_active_matches(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    # A second sweep at the same moment passes over the rows that the first one holds.
    return (
        select(*columns)
        .join(FollowUp.match)
        .join(Party, Party.id == FollowUp.party_id)
        # Who asked that what is known of them is only kept is asked once that is lifted.
        .where(Match.state == MatchState.ACTIVE, Party.restricted_at.is_(None))
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


def _ask(session: Session, follow_up: FollowUp, of_scheme: Cadence, now: datetime) -> None:
    # Of one side of a match only the newest question waits to leave.
    unasked.forget(session, follow_up.match, follow_up.party_id, now)
    follow_up.asked_at = now
    _notify(session, follow_up, "follow_up", now)
    plan_next(session, follow_up.match, follow_up.side, of_scheme, clock.local_date(now))


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
