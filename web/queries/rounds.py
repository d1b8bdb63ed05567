"""What belongs to one round of the yearly evaluation beside its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, load_only

from web.models import (
    Attendance,
    EvaluationAnswer,
    EvaluationRound,
    Match,
    Minutes,
    OwnQuestion,
    Party,
    Volunteer,
)
from web.models.vocabulary import Side
from web.queries.parties import NAMES

# As many as one calls in an evening; who answers leaves the list.
MOST_SILENT = 20


@dataclass(frozen=True, slots=True)
class Invited:
    volunteer: Volunteer
    was_there: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """Who has not answered: some of them, and how many in all."""

    shown: Sequence[EvaluationAnswer]
    total: int


def own_questions(session: Session, evaluation_round: EvaluationRound) -> Sequence[OwnQuestion]:
    """The scheme's own questions in their order. One query."""
    of_round = select(OwnQuestion).where(OwnQuestion.round_id == evaluation_round.id)
    return session.scalars(of_round.order_by(OwnQuestion.number)).all()


def volunteers(session: Session, evaluation_round: EvaluationRound) -> list[Invited]:
    """Who is invited to the volunteers' meeting, by name, and who was there. One query."""
    invited = select(EvaluationAnswer.party_id).where(
        EvaluationAnswer.round_id == evaluation_round.id,
        EvaluationAnswer.side == Side.VOLUNTEER,
    )
    noted = (Attendance.party_id == Volunteer.id) & (Attendance.round_id == evaluation_round.id)
    found = session.execute(
        select(Volunteer, Attendance.id)
        .outerjoin(Attendance, noted)
        .where(Volunteer.id.in_(invited))
        .options(load_only(Volunteer.public_id, Volunteer.first_name, Volunteer.last_name))
    )
    people = [Invited(volunteer, noted is not None) for volunteer, noted in found]
    # The names are encrypted, so no database can put them in order.
    return sorted(people, key=lambda one: one.volunteer.full_name.casefold())


def minutes(session: Session, evaluation_round: EvaluationRound) -> Minutes | None:
    """As they read now, with who saved them. One query."""
    return session.scalar(_minutes(evaluation_round).options(joinedload(Minutes.saved_by)).limit(1))


def silent(session: Session, evaluation_round: EvaluationRound) -> Silent:
    """Who was asked and has not answered, families first. One query."""
    rows = session.execute(
        select(EvaluationAnswer, func.count().over())
        .join(Party, Party.id == EvaluationAnswer.party_id)
        .join(Match, Match.id == EvaluationAnswer.match_id)
        .where(
            EvaluationAnswer.round_id == evaluation_round.id,
            EvaluationAnswer.answered_at.is_(None),
        )
        .options(
            contains_eager(EvaluationAnswer.party).load_only(
                *NAMES, Party.kind, Party.phone, Party.email, Party.public_id
            ),
            contains_eager(EvaluationAnswer.match).options(defer(Match.criteria)),
        )
        .order_by(EvaluationAnswer.side, EvaluationAnswer.id)
        .limit(MOST_SILENT)
    ).all()
    return Silent([row[0] for row in rows], rows[0][1] if rows else 0)


def _minutes(evaluation_round: EvaluationRound) -> Select[Minutes]:
    return (
        select(Minutes)
        .where(Minutes.round_id == evaluation_round.id)
        .order_by(Minutes.version.desc())
    )
