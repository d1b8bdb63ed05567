"""Lists of people that leave Palier as a file: each time leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import AuditEvent, Party
from web.models.engine import reading_only


def taken(
    session: Session, read: Callable[[], bytes], action: str, *, actor: Party, now: datetime
) -> bytes:
    """The file that `read` makes of the database, with the trace of who took it.

    A long list takes seconds, and every form that is sent holds SQLite's one writer. So that is
    given back before the list is read; the trace is written afterwards, and before the file leaves.
    """
    session.rollback()
    with reading_only():
        file = read()
        session.rollback()
    session.add(AuditEvent(scheme_id=actor.scheme_id, at=now, actor_id=actor.id, action=action))
    session.flush()
    return file
