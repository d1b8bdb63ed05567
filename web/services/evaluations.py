"""The yearly evaluation: planned, open on its day, closing after its last, then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, EvaluationRound, Link, Party, Scheme
from web.models.vocabulary import (
    TAKING_ANSWERS,
    Outcome,
    RoundState,
    Side,
)
from web.queries import evaluation
from web.services import cadence, clock, outbox, unasked, volunteers_meeting
from web.services.errors import AnswerClosed, NotFound
from web.services.insert_once import insert_once
from web.services.links import Purpose
from web.services.one_by_one import one_by_one

# Days after the invitation; after the last one nobody is asked again.
REMINDER_DAYS = (7, 21)
# After the last day: for late answers, and for calling who has not answered.
CLOSING_DAYS = timedelta(days=7)


def by_public_id(session: Session, public_id: str) -> EvaluationRound:
    """Raises NotFound when this scheme has no such round."""
    found = session.scalar(select(EvaluationRound).where(EvaluationRound.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def plan(
    session: Session, scheme: Scheme, year: int, now: datetime, *, opens_on: date, closes_on: date
) -> EvaluationRound:
    """Plan the round of a year, or move the dates of one that is there.

    Of an open round only the last day moves, and a day to come opens it again where it was about
    to close; a closed one stays as it is.
    """
    insert_once(
        session,
        EvaluationRound,
        ("scheme_id", "year"),
        {
            "scheme_id": scheme.id,
            "year": year,
            "opens_on": opens_on,
            "closes_on": closes_on,
            "state": RoundState.PLANNED,
            "meeting_place": scheme.meeting_place,
        },
    )
    planned = session.scalars(
        select(EvaluationRound)
        .where(EvaluationRound.scheme_id == scheme.id, EvaluationRound.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if planned.state is RoundState.PLANNED:
        planned.opens_on, planned.closes_on = opens_on, max(closes_on, opens_on)
    elif planned.state is RoundState.OPEN:
        planned.closes_on = max(closes_on, clock.local_date(now))
    elif planned.state is RoundState.CLOSING and closes_on >= clock.local_date(now):
        planned.state, planned.closes_on = RoundState.OPEN, closes_on
    return planned


def open_round(session: Session, evaluation_round: EvaluationRound, now: datetime) -> int:
    """Invite both sides of every match that lived in the year. Returns how many were invited.

    A round that is open or closed stays as it is. Where a match ended by death, illness or for
    somebody's safety nobody is written to.
    """
    session.refresh(evaluation_round, with_for_update=True)
    if evaluation_round.state is not RoundState.PLANNED:
        return 0
    evaluation_round.state = RoundState.OPEN
    evaluation_round.opens_on = min(evaluation_round.opens_on, clock.local_date(now))
    for match in evaluation.lived_in(session, evaluation_round, clock.local_date(now)):
        for side in Side:
            session.add(
                EvaluationAnswer(
                    scheme_id=match.scheme_id,
                    round_id=evaluation_round.id,
                    match_id=match.id,
                    party_id=match.party(side).id,
                    side=side,
                    invited_at=now,
                )
            )
    session.flush()
    answers = _answers(session, evaluation_round)
    for invited in answers:
        _notify(session, invited, "evaluation_invitation", f"evaluation:{invited.id}", now)
    volunteers_meeting.invite(session, evaluation_round, now)
    return len(answers)


def answer(
    session: Session,
    questionnaire: EvaluationAnswer,
    *,
    still_meet: bool | None,
    satisfaction: int | None,
    outcomes: Mapping[Outcome, int],
    own_marks: Mapping[str, int] = MappingProxyType({}),
    comment: str,
    now: datetime,
) -> None:
    """Keep an answer, as a whole; it may be changed until the round closes.

    Args:
        satisfaction: 1 (very bad) to 5 (very good).
        outcomes: 1 (no) to 5 (yes, very much); those that were left out have no answer.
        own_marks: the same to the scheme's own questions, by number.

    Raises:
        AnswerClosed: the round is not open.
    """
    # Locked before the answer: closing locks the round and then counts.
    session.refresh(questionnaire.round, with_for_update={"read": True})
    if not is_open(questionnaire):
        raise AnswerClosed
    questionnaire.answered_at = questionnaire.answered_at or now
    questionnaire.still_meet = still_meet
    questionnaire.satisfaction = satisfaction
    questionnaire.outcomes = {name.value: mark for name, mark in outcomes.items()}
    questionnaire.own_marks = dict(own_marks)
    questionnaire.comment = comment
    unasked.forget_yearly(session, questionnaire.match, questionnaire.party_id, now)


def of_party(session: Session, questionnaire_id: int, party: Party) -> EvaluationAnswer:
    """Raises NotFound when this is no questionnaire of that person."""
    found = session.get(EvaluationAnswer, questionnaire_id)
    if found is None or found.party_id != party.id:
        raise NotFound
    return found


def is_open(questionnaire: EvaluationAnswer) -> bool:
    """Whether it may still be answered or changed."""
    return questionnaire.round.state in TAKING_ANSWERS


def outcomes_asked(questionnaire: EvaluationAnswer) -> tuple[Outcome, ...]:
    """The outcomes this questionnaire asks about: children's only where there are children."""
    return evaluation.outcomes_asked(questionnaire.match.household, questionnaire.round.year)


def remind(session: Session, now: datetime) -> int:
    """Ask those who have not answered once more after a week, and a last time two weeks later.

    The days count from when the invitation left.
    """
    first, last = REMINDER_DAYS
    waiting = session.scalars(
        select(EvaluationAnswer.id)
        .join(EvaluationAnswer.round)
        .join(EvaluationAnswer.match)
        .where(
            EvaluationRound.state == RoundState.OPEN,
            evaluation.may_be_asked(),
            EvaluationAnswer.answered_at.is_(None),
            EvaluationAnswer.sent_at < cadence.days_ago(now, first),
            or_(
                EvaluationAnswer.reminded_at.is_(None),
                EvaluationAnswer.reminded_at < cadence.days_ago(now, last - first),
            ),
        )
        .with_for_update(of=EvaluationAnswer, skip_locked=True)
    ).all()

    def ask(row: EvaluationAnswer) -> bool:
        if _had_last_reminder(row):
            return False
        number = 1 if row.reminded_at is None else 2
        row.reminded_at = now
        _notify(session, row, "evaluation_reminder", f"evaluation_reminder:{row.id}:{number}", now)
        return True

    return one_by_one(session, EvaluationAnswer, waiting, ask)


def stop_asking(session: Session, evaluation_round: EvaluationRound, now: datetime) -> bool:
    """Remind nobody any more; late answers count until it is closed. False when it was not open."""
    session.refresh(evaluation_round, with_for_update=True)
    if evaluation_round.state is not RoundState.OPEN:
        return False
    evaluation_round.state = RoundState.CLOSING
    evaluation_round.closes_on = min(evaluation_round.closes_on, clock.local_date(now))
    return True


def freezes_on(evaluation_round: EvaluationRound) -> date:
    """The first day on which the figures of a closing round are frozen."""
    return evaluation_round.closes_on + CLOSING_DAYS + timedelta(days=1)


def close_round(session: Session, evaluation_round: EvaluationRound, now: datetime) -> bool:
    """Freeze the figures and end the links. False when nobody could answer anyway."""
    session.refresh(evaluation_round, with_for_update=True)
    if evaluation_round.state not in TAKING_ANSWERS:
        return False
    today = clock.local_date(now)
    evaluation_round.figures = evaluation.frozen(
        evaluation.counted(session, evaluation_round, today)
    )
    evaluation_round.state = RoundState.CLOSED
    evaluation_round.closes_on = min(evaluation_round.closes_on, today)
    of_round = select(EvaluationAnswer.id).where(EvaluationAnswer.round_id == evaluation_round.id)
    session.execute(
        update(Link)
        .where(
            Link.purpose == Purpose.EVALUATION,
            Link.subject_id.in_(of_round),
            Link.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    return True


def open_due(session: Session, now: datetime) -> int:
    """Open every planned round whose day has come. Returns how many people were invited."""
    due = select(EvaluationRound.id).where(
        EvaluationRound.state == RoundState.PLANNED,
        EvaluationRound.opens_on <= clock.local_date(now),
    )
    return one_by_one(
        session,
        EvaluationRound,
        session.scalars(due).all(),
        lambda planned: open_round(session, planned, now),
    )


def close_due(session: Session, now: datetime) -> int:
    """Stop asking after the last day, and close a week later. Returns how many rounds moved on."""
    today = clock.local_date(now)
    over = select(EvaluationRound.id).where(
        EvaluationRound.state.in_(TAKING_ANSWERS), EvaluationRound.closes_on < today
    )

    def move_on(one: EvaluationRound) -> bool:
        if freezes_on(one) <= today:
            return close_round(session, one, now)
        return stop_asking(session, one, now)

    return one_by_one(session, EvaluationRound, session.scalars(over).all(), move_on)


def _answers(session: Session, evaluation_round: EvaluationRound) -> list[EvaluationAnswer]:
    of_round = select(EvaluationAnswer).where(EvaluationAnswer.round_id == evaluation_round.id)
    return list(session.scalars(of_round.order_by(EvaluationAnswer.id)))


def _had_last_reminder(questionnaire: EvaluationAnswer) -> bool:
    """Whether the latest reminder was the last, or came so late that another would be too much."""
    sent_at, reminded_at = questionnaire.sent_at, questionnaire.reminded_at
    if sent_at is None or reminded_at is None:
        return False
    last_day = clock.local_date(sent_at) + timedelta(days=REMINDER_DAYS[1])
    return clock.local_date(reminded_at) >= last_day


def _notify(
    session: Session, questionnaire: EvaluationAnswer, kind: str, key: str, now: datetime
) -> None:
    outbox.notify(
        session,
        questionnaire.party,
        kind,
        dedupe_key=key,
        params={
            "match_id": questionnaire.match_id,
            "side": questionnaire.side.value,
            "subject_id": questionnaire.id,
        },
        now=now,
    )
