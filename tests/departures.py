"""What is written leaves at once, where a test is about something else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Notification
from web.services import departed, outbox


def everything_leaves(session: Session, now: datetime) -> None:
    """All that is due at that moment, as if a worker had sent it."""
    departed.note(session, outbox.due(session, Notification, now, limit=10_000), now)
    session.expire_all()
