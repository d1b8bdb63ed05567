"""One side of a match asks to be called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Match
from web.models.vocabulary import Answer, Side, TaskKind
from web.services import tasks


def ask(session: Session, match: Match, side: Side, dedupe_key: str, now: datetime) -> None:
    """A task for who has their caseload, once for each key."""
    tasks.open_task(
        session,
        TaskKind.CALL_ME,
        scheme_id=match.scheme_id,
        party=match.party(side),
        match=match,
        evidence={"answer": Answer.CALL_ME.value, "side": side.value},
        dedupe_key=dedupe_key,
        now=now,
    )
