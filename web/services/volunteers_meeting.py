"""The yearly meeting with the volunteers: set or moved, and told to those of the round."""

from __future__ import annotations

import zlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, EvaluationRound, Party
from web.models.vocabulary import RoundState, Side
from web.services import outbox


def set_up(
    session: Session,
    evaluation_round: EvaluationRound,
    meeting_at: datetime | None,
    place: str,
    now: datetime,
) -> None:
    """Set or move the volunteers' meeting; they hear of it as soon as the round has opened."""
    session.refresh(evaluation_round, with_for_update=True)
    evaluation_round.meeting_at, evaluation_round.meeting_place = meeting_at, place
    if evaluation_round.state is not RoundState.PLANNED:
        invite(session, evaluation_round, now)


def invite(session: Session, evaluation_round: EvaluationRound, now: datetime) -> None:
    """Tell the round's volunteers where and when they meet; a moved meeting is told again."""
    meeting_at = evaluation_round.meeting_at
    if meeting_at is None or meeting_at <= now:
        return
    volunteers = session.scalars(
        select(Party)
        .join(EvaluationAnswer, EvaluationAnswer.party_id == Party.id)
        .where(
            EvaluationAnswer.round_id == evaluation_round.id,
            EvaluationAnswer.side == Side.VOLUNTEER,
        )
        .distinct()
    ).all()
    place = evaluation_round.meeting_place
    when_and_where = f"{meeting_at:%Y%m%d%H%M}:{zlib.crc32(place.encode()):08x}"
    for volunteer in volunteers:
        outbox.notify(
            session,
            volunteer,
            "volunteers_meeting",
            dedupe_key=f"volunteers_meeting:{evaluation_round.id}:{volunteer.id}:{when_and_where}",
            params={
                "subject_id": evaluation_round.id,
                "meeting_at": meeting_at.isoformat(),
                "meeting_place": place,
            },
            now=now,
        )
