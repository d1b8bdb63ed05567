"""A message has left: from that day on an answer to its question is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.models import EvaluationAnswer, FollowUp, Notification
from web.services import outbox

_QUESTIONS = (("follow_up", FollowUp), ("evaluation_invitation", EvaluationAnswer))


def note(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Done, and of a question the day; sent once more, it keeps its first."""
    outbox.finish(session, Notification, ids, now)
    subject = Notification.params["subject_id"].as_integer()
    for kind, question in _QUESTIONS:
        asked = select(subject).where(Notification.id.in_(ids), Notification.kind == kind)
        session.execute(
            update(question)
            .where(question.id.in_(asked), question.sent_at.is_(None))
            .values(sent_at=now)
            .execution_options(synchronize_session=False)
        )
