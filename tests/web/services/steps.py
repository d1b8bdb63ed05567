"""The first steps of a match, one after the other."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff
from web.models import Match, Notification, Staff
from web.models.vocabulary import Answer, Side
from web.services import matches
from web.services.clock import local_date

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def approved(session: Session, **overrides: object) -> tuple[Match, Staff]:
    match = make_match(session, **overrides)
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=cora, version=match.version, now=NOW)
    session.flush()
    return match, cora


def accepted(session: Session) -> tuple[Match, Staff]:
    match, cora = approved(session)
    for side in Side:
        matches.answer(session, match, side, Answer.YES, now=NOW)
    session.flush()
    return match, cora


def active(session: Session) -> tuple[Match, Staff]:
    match, cora = accepted(session)
    today = local_date(NOW)
    matches.record_first_meeting(
        session, match, actor=cora, held_on=today, charter_signed_on=today, now=NOW
    )
    session.flush()
    return match, cora


def told(session: Session, kind: str) -> set[str]:
    session.flush()
    rows = session.scalars(
        select(Notification).where(Notification.kind == kind, Notification.problem == "")
    )
    return {row.params["side"] for row in rows}
