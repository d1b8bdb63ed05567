from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tests.factories.numbers import next_number
from web.models import Absence, Scheme, Staff, Task
from web.models.vocabulary import TaskKind


def make_task(session: Session, scheme: Scheme, **overrides: Any) -> Task:
    """An open task about nobody."""
    values: dict[str, Any] = {
        "scheme_id": scheme.id,
        "kind": TaskKind.CALL_ME,
        "dedupe_key": f"task:{next_number()}",
        "created_at": datetime.now(UTC),
        **overrides,
    }
    task = Task(**values)
    session.add(task)
    session.flush()
    return task


def make_absence(
    session: Session, away: Staff, stand_in: Staff, from_on: date, until_on: date
) -> Absence:
    absence = Absence(
        scheme_id=away.scheme_id,
        away=away,
        stand_in=stand_in,
        from_on=from_on,
        until_on=until_on,
        told_by_id=away.id,
        created_at=datetime.now(UTC),
    )
    session.add(absence)
    session.flush()
    return absence
