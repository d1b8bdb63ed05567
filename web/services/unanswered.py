"""A proposal that somebody leaves unanswered: a call helps where a second message may not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Task
from web.models.vocabulary import MatchState, Side, TaskKind
from web.services import tasks
from web.services.answers import REMIND_BEFORE
from web.services.clock import local_date
from web.services.one_by_one import one_by_one


def alarm(session: Session, now: datetime) -> int:
    """Ask for a coordinator, once a side, when the reminder goes out. Returns how many.

    The task outlives a lapse: who stays silent should be called, whatever became of the match.
    """
    today = local_date(now)
    waiting = session.scalars(
        select(Match.id)
        .where(
            Match.state == MatchState.APPROVED,
            Match.answer_by.between(today, today + REMIND_BEFORE),
        )
        .order_by(Match.id)
    ).all()
    told = set(
        session.scalars(
            select(Task.dedupe_key).where(
                Task.kind == TaskKind.NO_ANSWER,
                Task.match_id.in_(waiting),
            )
        )
    )

    def ask(match: Match) -> int:
        if match.approved_at is not None and local_date(match.approved_at) >= today:
            return 0
        silent = [side for side in Side if match.answer(side) is None]
        untold = [side for side in silent if _key(match, side) not in told]
        for side in untold:
            _ask(session, match, side, now)
        return len(untold)

    return one_by_one(session, Match, waiting, ask)


def _ask(session: Session, match: Match, side: Side, now: datetime) -> None:
    tasks.open_task(
        session,
        TaskKind.NO_ANSWER,
        scheme_id=match.scheme_id,
        party=match.party(side),
        match=match,
        evidence={
            "side": side.value,
            "asked_on": local_date(match.approved_at).isoformat() if match.approved_at else "",
            "answer_by": match.answer_by.isoformat() if match.answer_by else "",
        },
        dedupe_key=_key(match, side),
        now=now,
    )


def _key(match: Match, side: Side) -> str:
    return f"no_answer:{match.id}:{side.value}"
