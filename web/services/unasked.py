"""Questions about a match that wait to leave, and are not to be asked after all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, FollowUp, Match, Notification
from web.models.vocabulary import NOT_WRITTEN_AFTER, Delivery, MatchState
from web.services import outbox

_ASKED, _REMINDED = "follow_up", "follow_up_reminder"
_OF_THE_YEAR = ("evaluation_invitation", "evaluation_reminder")
# Who has just asked for one once more gets it.
_OURS = Notification.at_once.is_(False)
_QUESTIONS = and_(_OURS, Notification.kind.in_((_ASKED, _REMINDED)))
_YEARLY = and_(_OURS, Notification.kind.in_(_OF_THE_YEAR))
_THANKS = Notification.kind == "first_meeting"
# What was given up might be tried once more.
_WAITS = or_(outbox.is_unsent(), Notification.status == Delivery.PARKED)


def forget(session: Session, match: Match, party_id: int, now: datetime) -> None:
    """One side has answered how it is going, or is asked anew: what waits for it stays here."""
    _withdraw(session, match, now, Notification.party_id == party_id, _QUESTIONS)


def forget_yearly(session: Session, match: Match, party_id: int, now: datetime) -> None:
    """The same for the yearly evaluation."""
    _withdraw(session, match, now, Notification.party_id == party_id, _YEARLY)


def end(session: Session, match: Match, now: datetime) -> None:
    """Nobody is thanked for its beginning any more, nor asked about its year where that hurts."""
    _withdraw(session, match, now, or_(_THANKS, _YEARLY) if _hurts(match) else _THANKS)


def is_moot(session: Session, row: Notification) -> bool:
    """Whether this asks what is answered by now, or about a match that is not asked about.

    For what was on its way when that changed: it leaves late, or comes back and would go another
    way.
    """
    if row.at_once:
        return False
    subject = row.params.get("subject_id", 0)
    if row.kind in {_ASKED, _REMINDED} and (question := session.get(FollowUp, subject)):
        return question.answered_at is not None or question.match.state is not MatchState.ACTIVE
    if row.kind in _OF_THE_YEAR and (answer := session.get(EvaluationAnswer, subject)):
        return answer.answered_at is not None or _hurts(answer.match)
    return False


def _hurts(match: Match) -> bool:
    return match.state is MatchState.ENDED and match.reason in NOT_WRITTEN_AFTER


def take_back(session: Session, match: Match) -> None:
    """It pauses or ends: what waits is asked once it goes on, as if it had never been written.

    The rows go, so that they can be written again: a message is written once for its key.
    """
    gone = session.execute(
        delete(Notification)
        .where(*outbox.of_match(match), _WAITS, _QUESTIONS)
        .returning(Notification.kind, Notification.params)
        .execution_options(synchronize_session=False)
    ).all()
    for kind, column in ((_ASKED, "asked_at"), (_REMINDED, "reminded_at")):
        ids = [row.params["subject_id"] for row in gone if row.kind == kind]
        if ids:
            session.execute(update(FollowUp).where(FollowUp.id.in_(ids)).values({column: None}))


def _withdraw(session: Session, match: Match, now: datetime, *which: ColumnElement[bool]) -> None:
    outbox.withdraw_all(session, now, _WAITS, *outbox.of_match(match), *which)
