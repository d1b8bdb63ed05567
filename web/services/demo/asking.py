"""What invented people answered to the follow-ups of their matches, up to today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import numpy as np
from sqlalchemy.orm import Session

from web.models import FollowUp, Match
from web.models.vocabulary import Face, MatchState, Side, TaskKind
from web.services import cadence, tasks
from web.services.cadence import USUAL
from web.services.clock import local_date

ANSWERS = 0.84
RECENT = timedelta(days=25)
FACES = ((Face.HAPPY, 0.74), (Face.SO_SO, 0.93), (Face.SAD, 1.0))


def follow_ups(match: Match, now: datetime, random: np.random.Generator) -> Iterator[FollowUp]:
    """Both sides' questions: asked and mostly answered in the past, planned for the future."""
    if match.first_meeting_on is None:
        return
    stopped = match.ended_on or match.paused_on or local_date(now)
    for side in Side:
        for step in _steps():
            due = cadence.due_on(step, match.first_meeting_on)
            if due < stopped:
                yield _asked(match, side, step, due, now, random)
            elif match.state is not MatchState.ENDED and _planned_now(step, match, stopped):
                yield _row(match, side, step, due)


def ask_for_coordinator(session: Session, answers: Iterable[FollowUp], now: datetime) -> None:
    """Tasks for what was answered lately; older ones were seen to."""
    for row in answers:
        if row.answered_at is None or now - row.answered_at > RECENT:
            continue
        for kind, needed in (
            (TaskKind.SAD_FACE, row.face is Face.SAD),
            (TaskKind.CALL_ME, row.call_me),
        ):
            if needed:
                tasks.open_task(
                    session,
                    kind,
                    scheme_id=row.scheme_id,
                    party=row.party,
                    match=row.match,
                    evidence={"follow_up_id": row.id, "side": row.side.value, "step": row.step},
                    dedupe_key=f"{kind.value}:{row.id}",
                    now=row.answered_at,
                )


def _steps() -> Iterator[str]:
    return islice(USUAL.steps(), len(USUAL.first_steps) + 6)


def _planned_now(step: str, match: Match, stopped: date) -> bool:
    """The first steps are planned at once; a later one when the step before it was asked."""
    if step in USUAL.first_steps:
        return True
    months = int(step[:-1])
    before = f"{months - USUAL.tail_months}m"
    met = match.first_meeting_on
    return met is not None and cadence.due_on(before, met) < stopped


def _row(match: Match, side: Side, step: str, due: date) -> FollowUp:
    return FollowUp(
        scheme_id=match.scheme_id,
        match_id=match.id,
        party_id=match.volunteer_id if side is Side.VOLUNTEER else match.household_id,
        side=side,
        step=step,
        due_on=due,
    )


def _asked(
    match: Match, side: Side, step: str, due: date, now: datetime, random: np.random.Generator
) -> FollowUp:
    follow_up = _row(match, side, step, due)
    follow_up.asked_at = follow_up.sent_at = datetime.combine(due, time(9), tzinfo=UTC)
    answered = follow_up.sent_at + timedelta(hours=float(random.exponential(30)))
    if random.random() < ANSWERS and answered < now:
        draw = random.random()
        follow_up.answered_at = answered
        follow_up.face = next(face for face, up_to in FACES if draw <= up_to)
        follow_up.met = bool(random.random() < 0.92)
        follow_up.call_me = bool(random.random() < 0.03)
    elif follow_up.sent_at < now - timedelta(days=14):
        follow_up.reminded_at = follow_up.sent_at + timedelta(days=5)
        follow_up.silent_at = follow_up.sent_at + timedelta(days=14)
    return follow_up
