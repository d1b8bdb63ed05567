"""What is kept of a volunteers' meeting: who was there, and the minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from web.models import Attendance, EvaluationRound, Minutes, Party
from web.models.vocabulary import RoundState
from web.queries import rounds
from web.services.errors import RoundNotBegun, TextChanged


def note_attendance(
    session: Session, evaluation_round: EvaluationRound, names: Collection[str], now: datetime
) -> int:
    """Note exactly these volunteers as having been there. Returns how many.

    Args:
        names: public ids; who was not invited is left out.

    Raises:
        RoundNotBegun: nobody is invited yet.
    """
    _hold(session, evaluation_round)
    invited = rounds.volunteers(session, evaluation_round)
    there = {one.volunteer.id for one in invited if one.volunteer.public_id in names}
    before = {one.volunteer.id for one in invited if one.was_there}
    session.execute(
        delete(Attendance).where(
            Attendance.round_id == evaluation_round.id, Attendance.party_id.in_(before - there)
        )
    )
    session.add_all(
        Attendance(
            scheme_id=evaluation_round.scheme_id,
            round_id=evaluation_round.id,
            party_id=party_id,
            noted_at=now,
        )
        for party_id in sorted(there - before)
    )
    session.flush()
    return len(there)


def save_minutes(
    session: Session,
    evaluation_round: EvaluationRound,
    text: str,
    *,
    actor: Party,
    version: int,
    now: datetime,
) -> None:
    """From now on the minutes read so; what they said before is kept.

    Args:
        version: of the minutes on the page, 0 where there were none.

    Raises:
        RoundNotBegun, TextChanged.
    """
    _hold(session, evaluation_round)
    present = rounds.minutes(session, evaluation_round)
    if present is not None and present.version != version:
        raise TextChanged(present.saved_by.full_name, present.saved_at)
    if text == (present.text if present else ""):
        return
    session.add(
        Minutes(
            scheme_id=evaluation_round.scheme_id,
            round_id=evaluation_round.id,
            version=version + 1 if present else 1,
            text=text,
            saved_by_id=actor.id,
            saved_at=now,
        )
    )
    session.flush()


def _hold(session: Session, evaluation_round: EvaluationRound) -> None:
    session.refresh(evaluation_round, with_for_update=True)
    if evaluation_round.state is RoundState.PLANNED:
        raise RoundNotBegun
