"""What a side says to a match that was approved, and what follows when it says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match
from web.models.vocabulary import Answer, DeclineReason, MatchState, Side, TaskKind
from web.services import match_news, moot, tasks
from web.services.clock import local_date
from web.services.errors import ReasonMissing, TransitionRefused
from web.services.one_by_one import one_by_one
from web.services.places import hold_pairs
from web.services.transitions import SoftwareReason, hold, move, record

REMIND_BEFORE = timedelta(days=2)

_REMARK = {
    Answer.YES: SoftwareReason.ANSWERED_YES,
    Answer.LATER: SoftwareReason.ANSWERED_LATER,
    Answer.CALL_ME: SoftwareReason.ANSWERED_CALL_ME,
}
_TASK = {Answer.LATER: TaskKind.ANSWERED_LATER, Answer.CALL_ME: TaskKind.CALL_ME}


def answer(
    session: Session,
    match: Match,
    side: Side,
    answer: Answer,
    *,
    reason: DeclineReason | None = None,
    note: str = "",
    now: datetime,
) -> None:
    """Take one side's answer; the same answer again changes nothing.

    It can be changed while the match waits for answers; the second yes accepts it, a no declines.

    Raises:
        ReasonMissing: a no without a reason.
        TransitionRefused: the match no longer waits for answers.
    """
    hold(session, match)
    if match.answer(side) is answer:
        return
    if match.state is not MatchState.APPROVED:
        wanted = MatchState.DECLINED if answer is Answer.NO else MatchState.ACCEPTED
        raise TransitionRefused(match.state, wanted)
    if answer is Answer.NO and reason is None:
        raise ReasonMissing
    keep(match, side, answer)
    match_news.forget_reminders(session, match, (side,), now=now)
    moot.after_answer(session, match, side, now)
    party = match.party(side)
    if answer is Answer.NO:
        move(session, match, MatchState.DECLINED, actor=party, reason=reason, note=note, now=now)
        other = Side.HOUSEHOLD if side is Side.VOLUNTEER else Side.VOLUNTEER
        # Late enough for a no by mistake to be taken back (services.mistaken_no).
        at = now + match_news.TIME_TO_UNDO
        match_news.tell_off(session, match, (other,), now=now, at=at)
        return
    record(match, match.state, actor=party, reason=_REMARK[answer], note=note, now=now)
    _ask_coordinator(session, match, side, now=now)
    if match.volunteer_answer is Answer.YES and match.household_answer is Answer.YES:
        move(session, match, MatchState.ACCEPTED, actor=party, now=now)
        match.accepted_at = now
        match_news.tell_accepted(session, match, now=now)


def remind_unanswered(session: Session, now: datetime) -> int:
    """Ask once more who has not answered two days before the last day. Returns how many.

    Never on the day of the first question, however short the time to answer.
    """
    today = local_date(now)
    waiting = session.scalars(
        select(Match.id).where(
            Match.state == MatchState.APPROVED,
            Match.answer_by.between(today, today + REMIND_BEFORE),
        )
    ).all()

    def remind(match: Match) -> int:
        if match.approved_at is not None and local_date(match.approved_at) >= today:
            return 0
        silent = [side for side in match_news.BOTH if match.answer(side) is None]
        return sum(match_news.remind(session, match, side, now=now) for side in silent)

    return one_by_one(session, Match, waiting, remind)


def lapse_overdue(session: Session, now: datetime) -> int:
    """Let go of matches whose last day has passed without two answers. Returns how many."""
    overdue = session.execute(
        select(Match.id, Match.volunteer_id, Match.household_id)
        .where(Match.state == MatchState.APPROVED, Match.answer_by < local_date(now))
        .order_by(Match.id)
    ).all()
    hold_pairs(session, [(one.volunteer_id, one.household_id) for one in overdue])

    def lapse(match: Match) -> bool:
        hold(session, match)
        if match.state is not MatchState.APPROVED:
            return False
        reason = SoftwareReason.NO_ANSWER
        move(session, match, MatchState.LAPSED, actor=None, reason=reason, now=now)
        match_news.tell_off(session, match, now=now)
        return True

    return one_by_one(session, Match, [one.id for one in overdue], lapse)


def keep(match: Match, side: Side, answer: Answer | None) -> None:
    """Note what this side says; None where its question is open again."""
    if side is Side.VOLUNTEER:
        match.volunteer_answer = answer
    else:
        match.household_answer = answer


def _ask_coordinator(session: Session, match: Match, side: Side, *, now: datetime) -> None:
    wish = match.answer(side)
    if wish not in _TASK:
        return
    tasks.open_task(
        session,
        _TASK[wish],
        scheme_id=match.scheme_id,
        party=match.party(side),
        match=match,
        evidence={"answer": wish.value, "side": side.value},
        dedupe_key=f"{wish}:{match.id}:{side}",
        now=now,
    )
