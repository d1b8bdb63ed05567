"""What the answers to 'how is it going?', and their silence, ask of a coordinator."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from web.models import FollowUp
from web.models.vocabulary import MatchState, TaskKind
from web.services import clock, tasks


def asked_on(follow_up: FollowUp) -> date:
    """The day on which its message left; until then the day on which it is due."""
    return clock.local_date(follow_up.sent_at) if follow_up.sent_at else follow_up.due_on


def asked_before(session: Session, follow_up: FollowUp) -> FollowUp | None:
    return session.scalar(_earlier(follow_up).limit(1))


def _earlier(follow_up: FollowUp) -> Select[FollowUp]:
    return (
        select(FollowUp)
        .where(
            FollowUp.match_id == follow_up.match_id,
            FollowUp.side == follow_up.side,
            FollowUp.due_on < follow_up.due_on,
            FollowUp.asked_at.is_not(None),
        )
        .order_by(FollowUp.due_on.desc())
    )


def tell_of_silence(session: Session, before: FollowUp, follow_up: FollowUp, now: datetime) -> None:
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
            "asked_on": [asked_on(one).isoformat() for one in (before, follow_up)],
        },
        dedupe_key=silence_key(follow_up),
        now=now,
    )


def silence_key(follow_up: FollowUp) -> str:
    return f"two_silent:{follow_up.match_id}:{follow_up.side.value}"


def see_to(
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
